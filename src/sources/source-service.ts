import { basename } from 'node:path'
import type { ArticleDraft } from '../core/article.js'
import { forEachLimited } from '../core/concurrency.js'
import { UserError } from '../core/errors.js'
import type { Log } from '../core/log.js'
import type { SourceKind } from '../store/schema.js'
import type { CheckedSource, Source } from '../store/sources.js'
import type { Stores } from '../store/stores.js'
import { type FeedReading, readFeed } from './feed/read-feed.js'
import type { Fetcher } from './fetch/fetch.js'
import { folderFingerprint } from './folder/folder-fingerprint.js'
import { type FolderFile, readFolder } from './folder/read-folder.js'
import { displayAddress, folderPath, parseSourceAddress, type SourceAddress } from './source-address.js'
import { SourceError } from './source-error.js'

const day = 86_400_000
/** One request at a time would let a slow source delay the others; many would be rude to hosts of several feeds. */
const pollsAtOnce = 8
const pollsPerTick = 200

export interface Ingested {
  added: number
  updated: number
}

export interface SourceServiceDeps {
  stores: Stores
  fetcher: Fetcher
  folderRoots: readonly string[]
  pollMs: number
  log: Log
  ingest(sourceId: number, drafts: readonly ArticleDraft[], options: { post: boolean }): Promise<Ingested>
  postExisting(guildId: string, sourceId: number, count: number): Promise<void>
}

export interface FollowRequest {
  address: string
  guildId: string
  userId: string
  /** How many of the newest articles that exist already are posted to topics: usually none. */
  post: number
  now: number
  progress(count: number): Promise<void>
}

/** What one reading of a source came to. */
export interface ReadReport extends Ingested {
  articles: number
  excerpts: number
  headlines: number
  skipped: { path: string; reason: UserError }[]
}

type Progress = (count: number) => Promise<void>
const noProgress: Progress = async () => {}

/** Following sources and reading them: on request, and when their next check is due. */
export function createSourceService(deps: SourceServiceDeps) {
  const { stores, log, pollMs } = deps
  const reading = new Set<number>()

  /**
   * Reads an address and follows it. What it holds already is its baseline and is posted only as far as asked.
   * Whatever goes wrong, nothing stays behind. @throws UserError
   */
  async function follow(request: FollowRequest): Promise<{ source: Source; report: ReadReport }> {
    const { guildId, userId, now } = request
    const { source, report } = await open(parseSourceAddress(request.address), now, request.progress)
    const isNew = await stores.sources.follow(guildId, source.id, userId, now)
    if (!isNew) throw new UserError('source.already', { source: source.title })
    if (request.post > 0) await deps.postExisting(guildId, source.id, request.post)
    return { source, report }
  }

  /** The source of an address, read for the first time or (when nobody follows it) anew, without posting. */
  async function open(
    address: SourceAddress,
    now: number,
    progress: Progress = noProgress,
  ): Promise<{ source: Source; report: ReadReport }> {
    const known = await stores.sources.byUrl(address.url)
    if (known && (await stores.sources.hasFollowers(known.id)))
      return { source: known, report: { ...emptyReport(), articles: await articleCount(known.id) } }
    return address.kind === 'feed' ? openFeed(address.url, now) : openFolder(address.url, now, progress)
  }

  async function openFeed(address: string, now: number) {
    const feed = await readFeed(deps.fetcher, { url: address, etag: null, lastModified: null }, now)
    if (feed.status !== 'ok') throw new SourceError('source.refusedStatus', { host: address, status: 304 })
    return await baseline({ kind: 'feed', ...describeFeed(feed) }, now, (id) =>
      take(id, feed.articles, false),
    )
  }

  async function openFolder(url: string, now: number, progress: Progress) {
    const path = folderPath({ url })
    // Begun before the source is stored: a folder that must not or cannot be read leaves nothing behind.
    const files = readFolder(path, { roots: deps.folderRoots })
    const first = await files.next()
    const etag = await folderFingerprint(path)
    const checked = { url, title: folderTitle(path), site_url: null, etag, last_modified: null }
    return await baseline({ kind: 'folder', ...checked }, now, async (id) => {
      const report = emptyReport()
      for (let file = first; !file.done; file = await files.next()) {
        await takeFile(id, file.value, report, false)
        await progress(report.articles)
      }
      return report
    })
  }

  /** Stores a source with what it holds now. A redirect can have led to one that is known already. */
  async function baseline(
    checked: CheckedSource & { kind: SourceKind },
    now: number,
    readAll: (id: number) => Promise<ReadReport>,
  ): Promise<{ source: Source; report: ReadReport }> {
    const known = await stores.sources.byUrl(checked.url)
    const source = known ?? (await stores.sources.add({ ...checked, next_check_at: now + pollMs }, now))
    try {
      return { source, report: await readAll(source.id) }
    } catch (error) {
      // Somebody else may have begun to follow it meanwhile.
      if (!known && !(await stores.sources.hasFollowers(source.id))) await stores.sources.remove(source.id)
      throw error
    }
  }

  async function articleCount(sourceId: number): Promise<number> {
    return await stores.articles.count(new Set([sourceId]))
  }

  async function take(sourceId: number, drafts: readonly ArticleDraft[], post: boolean): Promise<ReadReport> {
    const ingested = await deps.ingest(sourceId, drafts, { post })
    return { ...countKinds(drafts), ...ingested, skipped: [] }
  }

  async function takeFile(
    sourceId: number,
    file: FolderFile,
    report: ReadReport,
    post: boolean,
  ): Promise<void> {
    if ('skipped' in file) return void report.skipped.push({ path: file.path, reason: file.skipped })
    const part = await take(sourceId, file.articles, post)
    for (const key of ['articles', 'excerpts', 'headlines', 'added', 'updated'] as const)
      report[key] += part[key]
  }

  /** Takes an address in for the operator: read anew even if known, and posted if somebody follows it. */
  async function importFrom(text: string, now: number): Promise<{ source: Source; report: ReadReport }> {
    const address = parseSourceAddress(text)
    const known = await stores.sources.byUrl(address.url)
    if (!known) return await open(address, now)
    const post = await stores.sources.hasFollowers(known.id)
    return { source: known, report: await read({ ...known, etag: null, last_modified: null }, post, now) }
  }

  /** Reads a source again; new articles go to the topics that match. Failures are noted with the source. */
  async function poll(source: Source, now: number, signal?: AbortSignal): Promise<Ingested> {
    if (reading.has(source.id)) return emptyReport()
    reading.add(source.id)
    try {
      return await read(source, true, now, signal)
    } catch (error) {
      if (!signal?.aborted) await noteFailure(source, error, now)
      return emptyReport()
    } finally {
      reading.delete(source.id)
    }
  }

  function read(source: Source, post: boolean, now: number, signal?: AbortSignal): Promise<ReadReport> {
    return source.kind === 'feed'
      ? readFeedAgain(source, post, now, signal)
      : readFolderAgain(source, post, now)
  }

  async function readFeedAgain(
    source: Source,
    post: boolean,
    now: number,
    signal?: AbortSignal,
  ): Promise<ReadReport> {
    const { id, url, etag, last_modified } = source
    const feed = await readFeed(deps.fetcher, { url, etag, lastModified: last_modified }, now, signal)
    if (feed.status === 'not-modified') {
      await stores.sources.markChecked(id, {}, nextCheck(now), now)
      return emptyReport()
    }
    const report = await take(id, feed.articles, post)
    const moved = feed.url !== url && !(await stores.sources.byUrl(feed.url))
    // After the articles are stored: if the process dies in between, the feed is simply read again.
    await stores.sources.markChecked(
      id,
      { ...describeFeed(feed), url: moved ? feed.url : url },
      nextCheck(now),
      now,
    )
    return report
  }

  async function readFolderAgain(source: Source, post: boolean, now: number): Promise<ReadReport> {
    const path = folderPath(source)
    const etag = await folderFingerprint(path)
    const report = emptyReport()
    if (etag === '' || etag !== source.etag)
      for await (const file of readFolder(path, { roots: deps.folderRoots }))
        await takeFile(source.id, file, report, post)
    await stores.sources.markChecked(source.id, { etag }, nextCheck(now), now)
    return report
  }

  async function noteFailure(source: Source, error: unknown, now: number): Promise<void> {
    const known = error instanceof UserError
    log[known ? 'warn' : 'error']({ source: displayAddress(source), err: error }, 'source not read')
    const problem = known
      ? { key: error.key, params: error.params }
      : { key: 'source.fault' as const, params: {} }
    // Doubling from the normal pace up to a day; a server that names a time is taken at its word.
    const backoff = Math.min(pollMs * 2 ** Math.min(source.failures, 12), day)
    const asked = error instanceof SourceError ? (error.retryAfterMs ?? 0) : 0
    await stores.sources.markFailed(source.id, problem, now + Math.max(backoff, Math.min(asked, day)), now)
  }

  /** A little early or late, so that sources added together do not stay in step. */
  function nextCheck(now: number): number {
    return now + Math.round(pollMs * (0.95 + Math.random() * 0.1))
  }

  /** What a server no longer reads is no longer posted there either. */
  async function unfollow(guildId: string, sourceId: number, now: number): Promise<void> {
    await stores.transaction(async (within) => {
      await within.sources.unfollow(guildId, sourceId)
      await within.deliveries.skipSource(guildId, sourceId, now)
    })
  }

  return {
    follow,
    unfollow,
    importFrom,
    poll,
    /** Reads everything that is due. */
    async pollDue(now: number, signal?: AbortSignal): Promise<void> {
      const due = await stores.sources.due(now, pollsPerTick)
      await forEachLimited(due, pollsAtOnce, async (source) => {
        if (!signal?.aborted) await poll(source, now, signal)
      })
    },
  }
}

export type SourceService = ReturnType<typeof createSourceService>

/** "riverton-herald" is shown as "Riverton Herald". */
function folderTitle(path: string): string {
  const words = basename(path)
    .split(/[-_\s]+/)
    .filter(Boolean)
  return words.map((word) => word.charAt(0).toUpperCase() + word.slice(1)).join(' ') || path
}

function emptyReport(): ReadReport {
  return { articles: 0, excerpts: 0, headlines: 0, added: 0, updated: 0, skipped: [] }
}

/** `articles` are those with their whole text; the others are counted apart. */
function countKinds(drafts: readonly ArticleDraft[]) {
  const count = (kind: ArticleDraft['kind']) => drafts.filter((draft) => draft.kind === kind).length
  return { articles: count('full'), excerpts: count('excerpt'), headlines: count('headline') }
}

function describeFeed(feed: Extract<FeedReading, { status: 'ok' }>): CheckedSource {
  const { url, title, siteUrl, etag, lastModified } = feed
  return { url, title, site_url: siteUrl, etag, last_modified: lastModified }
}
