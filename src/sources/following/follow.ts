import { forEachLimited } from '../../core/concurrency.js'
import { UserError } from '../../core/errors.js'
import type { SourceKind } from '../../store/schema.js'
import type { CheckedSource, Source } from '../../store/sources.js'
import type { Stores } from '../../store/stores.js'
import type { Candidate } from '../discovery/candidate.js'
import { discover } from '../discovery/discover.js'
import type { ListedSource } from '../opml/source-list.js'
import { emptyReport, type FolderSources, type ReadReport } from '../reading/folder-sources.js'
import { nextCheckAfter, type PaceSettings } from '../reading/next-check.js'
import { type ReadTools, readSource, type SourceReading } from '../reading/read-source.js'
import { type TakeDeps, takeBaseline } from '../reading/take-reading.js'
import { folderPath, parseSourceAddress } from '../source-address.js'

export interface FollowDeps extends TakeDeps {
  stores: Stores
  tools: ReadTools
  folders: FolderSources
  pace: PaceSettings
  now(): number
  postExisting(guildId: string, source: Source, count: number): Promise<void>
}

export interface Follower {
  guildId: string
  userId: string
  now: number
}

export interface FollowRequest extends Follower {
  /** What somebody pasted, or one of the candidates it led to. */
  address: string | Candidate
  /** How many of the newest articles that exist already are posted to topics: usually none. */
  post: number
  progress(count: number): Promise<void>
}

export interface Opened {
  source: Source
  report: ReadReport
}

/** What following came to: a source, or several among which the person has to choose. */
export type FollowOutcome = Opened | { candidates: Candidate[] }

export interface ListRequest extends Follower {
  /** When to stop (ms); what is left is not tried. */
  until: number
  progress: Progress
}

/** What is at an address. */
export type Finding = { reading: SourceReading } | { candidates: Candidate[] }

/** How one entry of a list of sources fared. */
export interface ListResult {
  entry: ListedSource
  outcome: 'added' | 'already' | 'not-tried' | UserError
}

type Progress = (count: number) => Promise<void>
const noProgress: Progress = async () => {}
/** Entries of a list that are read at the same time; those of one site wait for each other anyway. */
const entriesAtOnce = 8

/** Finding sources, reading them for the first time, and following them. */
export function createFollowing(deps: FollowDeps) {
  const { stores, tools, folders } = deps

  /**
   * Finds the source of an address and follows it. What it holds already is its baseline and is posted only as far as
   * asked. Whatever goes wrong, nothing stays behind. @throws UserError
   */
  async function follow(request: FollowRequest): Promise<FollowOutcome> {
    const opened = await open(request.address, request.now, request.progress)
    if ('candidates' in opened) return opened
    const { source } = opened
    if (!(await addFollower(source, request))) throw new UserError('source.already', { source: source.title })
    if (request.post > 0) await deps.postExisting(request.guildId, source, request.post)
    return opened
  }

  /** Returns false when the server follows it already, be it as a copy that it reads in its own way. */
  async function addFollower({ id, url }: Source, { guildId, userId, now }: Follower): Promise<boolean> {
    const own = await stores.sources.byUrl(url, guildId)
    const followed = await stores.followers.idsFollowedBy(guildId)
    if (own && followed.has(own.id)) return false
    return await stores.followers.follow(guildId, id, userId, now)
  }

  /**
   * Follows what a list names, in the time it is given. Each entry is a feed, or an address with one or several of
   * which the best is taken; nothing is posted.
   */
  async function followList(
    entries: readonly ListedSource[],
    { until, progress, ...by }: ListRequest,
  ): Promise<ListResult[]> {
    const results = new Map<ListedSource, ListResult['outcome']>()
    await forEachLimited(entries, entriesAtOnce, async (entry) => {
      if (deps.now() > until) return
      results.set(entry, await followEntry(entry, by))
      await progress(results.size)
    })
    return entries.map((entry) => ({ entry, outcome: results.get(entry) ?? 'not-tried' }))
  }

  async function followEntry(entry: ListedSource, by: Follower): Promise<ListResult['outcome']> {
    try {
      const { source } = await openFirst(entry.url, by.now)
      return (await addFollower(source, by)) ? 'added' : 'already'
    } catch (error) {
      if (error instanceof UserError) return error
      throw error
    }
  }

  /** Where an address has several sources, the best. */
  async function openFirst(address: string, now: number): Promise<Opened> {
    const opened = await open(address, now, noProgress)
    const [first] = 'candidates' in opened ? opened.candidates : []
    const chosen = first ? await open(first, now, noProgress) : opened
    if ('candidates' in chosen) throw new UserError('source.nothingFound', { url: address })
    return chosen
  }

  /** The source of an address, read for the first time or (when nobody follows it) anew, without posting. */
  async function open(
    address: string | Candidate,
    now: number,
    progress: Progress = noProgress,
  ): Promise<FollowOutcome> {
    const { kind, url } = typeof address === 'string' ? parseSourceAddress(address) : address
    const known = await knownSource(url)
    if (known) return known
    if (kind === 'folder') return await openFolder(url, now, progress)
    const found = await find(address, now)
    return 'reading' in found ? await storeReading(found.reading, now) : found
  }

  /** What is at an address, without storing anything: a reading of its source, or several sources to choose from. */
  async function find(address: string | Candidate, now: number): Promise<Finding> {
    if (typeof address !== 'string') return { reading: await readCandidate(address, now) }
    const { kind, url } = parseSourceAddress(address)
    if (kind === 'folder') throw new UserError('source.folderHere', { path: folderPath({ url }) })
    const discovery = await discover(url, tools, now)
    return 'found' in discovery ? { reading: discovery.found } : discovery
  }

  /** A source that somebody follows has been read already. */
  async function knownSource(url: string): Promise<Opened | undefined> {
    const source = await stores.sources.byUrl(url)
    if (!source || !(await stores.followers.hasFollowers(source.id))) return undefined
    return {
      source,
      report: { ...emptyReport(), articles: await stores.articles.count(new Set([source.id])) },
    }
  }

  async function readCandidate({ kind, url }: Candidate, now: number): Promise<SourceReading> {
    const reading = await readSource({ kind, url, interactive: true }, tools, now)
    if (reading.status === 'read') return reading
    throw new UserError('source.refusedStatus', { host: new URL(url).host, status: 304 })
  }

  async function storeReading(reading: SourceReading, now: number): Promise<Opened> {
    const known = await knownSource(reading.url)
    if (known) return known
    const { kind, url, title, siteUrl, etag, lastModified } = reading
    const described = { kind, url, title, site_url: siteUrl, etag, last_modified: lastModified }
    return await baseline(described, now, async (source) => {
      const { taken, checked } = await takeBaseline(source, reading, now, deps)
      const nextCheck = nextCheckAfter(source, checked.pace ?? null, reading, now, deps.pace)
      await stores.sources.markChecked(source, checked, nextCheck, now)
      return { ...taken, skipped: [] }
    })
  }

  async function openFolder(url: string, now: number, progress: Progress): Promise<Opened> {
    // Begun before the source is stored: a folder that must not or cannot be read leaves nothing behind.
    const { described, readAll } = await folders.begin(url)
    return await baseline({ kind: 'folder', ...described }, now, (source) => readAll(source, progress))
  }

  /** Stores a source with what it holds now; when that fails, it is as if it had never been asked for. */
  async function baseline(
    described: CheckedSource & { kind: SourceKind },
    now: number,
    readAll: (source: Source) => Promise<ReadReport>,
  ): Promise<Opened> {
    const known = await stores.sources.byUrl(described.url)
    const next_check_at = now + deps.pace.fastestMs
    const source = known ?? (await stores.sources.add({ ...described, next_check_at }, now))
    try {
      const report = await readAll(source)
      return { source: (await stores.sources.get(source.id)) ?? source, report }
    } catch (error) {
      // Somebody else may have begun to follow it meanwhile.
      if (!known && !(await stores.followers.hasFollowers(source.id))) await stores.sources.remove(source.id)
      throw error
    }
  }

  return { follow, followList, open, openFirst, find }
}
