import { UserError } from '../../core/errors.js'
import type { Log } from '../../core/log.js'
import { type Metrics, noMetrics } from '../../core/metrics.js'
import type { Source, UnchangedSource } from '../../store/sources.js'
import type { Stores } from '../../store/stores.js'
import { DatabaseUnavailable } from '../../store/unavailable.js'
import { siteOf } from '../fetch/host-queue.js'
import { displayAddress } from '../source-address.js'
import { SourceError } from '../source-error.js'
import { emptyReport, type FolderSources, type ReadReport } from './folder-sources.js'
import { nextCheckAfter, nextCheckAfterFailure, type PaceSettings } from './next-check.js'
import { dueAfterRestart } from './pace.js'
import { type ReadTools, readSource, type WebKind } from './read-source.js'
import { createSiteQueue, type HoldSite } from './site-queue.js'
import { type TakeDeps, takeReading } from './take-reading.js'

export interface PollDeps extends TakeDeps {
  stores: Stores
  tools: ReadTools
  folders: FolderSources
  pace: PaceSettings
  /** Keeps processes that share the sources from asking one site at the same time. */
  holdSite: HoldSite
  log: Log
  now(): number
  metrics?: Metrics
}

export interface PollOptions {
  signal?: AbortSignal | undefined
  /** Somebody waits for it. */
  interactive?: boolean
  /** Reads and parses also what has not changed. */
  whole?: boolean
}

/** Sites that are asked at the same time; each is asked for one of its sources after the other. */
const sitesAtOnce = 24
/** A process takes what it is about to read, and leaves the rest to the others. */
const claimedAtOnce = sitesAtOnce
/** One site may have many sources: more are taken until there are others to ask besides, but no more than this. */
const mostClaimed = 240
/** A process that dies keeps its sources from the others for so long. Longer than a tick, which keeps them on. */
const claimMs = 2 * 60_000
/** So many overdue at once are worth spreading. */
const manySources = 50
const notedTogether = 50

/** Reading sources again: when their next check is due, and on request. */
export function createPolling(deps: PollDeps) {
  const { stores, tools, folders, log, now, metrics = noMetrics } = deps
  const reading = new Set<number>()
  const queue = createSiteQueue<Source>({ sitesAtOnce, keyOf: ({ id }) => id, holdSite: deps.holdSite })
  /** Sources that had nothing new. They are noted together: a transaction for each would cost more than its request. */
  let unchanged: UnchangedSource[] = []
  let claiming: Promise<boolean> | undefined

  /** Reads everything that is due; what an earlier call still works on is left to it. */
  async function pollDue(signal?: AbortSignal): Promise<void> {
    await noteUnchanged()
    await stores.sources.keepClaims(queue.keys(), now() + claimMs)
    const left: number[] = []
    let isMore = await claimDue()
    await queue.drain({
      async work(source) {
        if (signal?.aborted) left.push(source.id)
        else await poll(source, now(), { signal })
      },
      async done() {
        if (unchanged.length >= notedTogether) await noteUnchanged()
        if (isMore && !signal?.aborted) isMore = await claimDue()
      },
      turnedAway: (sources) =>
        stores.sources.keepClaims(
          sources.map(({ id }) => id),
          null,
        ),
    })
    await noteUnchanged()
    await stores.sources.keepClaims(left, null)
  }

  /** Sees to it that there are enough sites to ask. Returns whether there may be more. Several calls are one. */
  function claimDue(): Promise<boolean> {
    claiming ??= fillQueue().finally(() => {
      claiming = undefined
    })
    return claiming
  }

  async function fillQueue(): Promise<boolean> {
    while (queue.sites() < sitesAtOnce && queue.keys().length < mostClaimed) {
      const due = await stores.sources.claimDue(now(), claimedAtOnce, now() + claimMs)
      for (const source of due) queue.add(queueOf(source), source)
      if (due.length < claimedAtOnce) return false
    }
    return true
  }

  async function noteUnchanged(): Promise<void> {
    const noted = unchanged
    unchanged = []
    if (noted.length > 0) await stores.sources.markUnchanged(noted, now())
  }

  /** After a pause of the program everything is overdue; many sources are spread over some minutes. */
  async function spreadOverdue(): Promise<void> {
    const overdue = await stores.sources.overdue(now())
    if (overdue.length < manySources) return
    const pace = { minMs: deps.pace.fastestMs, now: now() }
    for (const { id, next_check_at } of overdue) {
      const at = dueAfterRestart(next_check_at, { ...pace, jitter: Math.random() })
      await stores.sources.setNextCheck(id, Math.round(at))
    }
  }

  /** Reads a source again; new articles go to the topics that match. Failures are noted with the source. */
  async function poll(source: Source, now: number, options: PollOptions = {}): Promise<ReadReport> {
    try {
      return await read(source, now, options)
    } catch (error) {
      if (!(error instanceof UserError)) log.error({ source: source.id, err: error }, 'source not read')
      return emptyReport()
    }
  }

  /** The same, and throws what went wrong as well. @throws UserError */
  async function read(source: Source, now: number, options: PollOptions = {}): Promise<ReadReport> {
    if (reading.has(source.id)) {
      if (options.interactive) throw new UserError('source.beingRead', { source: source.title })
      return emptyReport()
    }
    reading.add(source.id)
    const started = performance.now()
    try {
      const report =
        source.kind === 'folder'
          ? await readFolder(options.whole ? { ...source, etag: null } : source, now)
          : await readWeb(source, source.kind, now, options)
      const isChanged = report.added + report.updated > 0
      metrics.sourceRead(isChanged ? 'changed' : 'unchanged', performance.now() - started)
      return report
    } catch (error) {
      const problem = error instanceof UserError ? error.key : 'source.fault'
      metrics.sourceRead('failed', performance.now() - started, problem)
      // That the database is away is not the source's fault: its claim runs out, and it is read again.
      const isItsOwn = !options.signal?.aborted && !(error instanceof DatabaseUnavailable)
      if (isItsOwn) await noteFailure(source, error, now)
      throw error
    } finally {
      reading.delete(source.id)
    }
  }

  async function readWeb(
    source: Source,
    kind: WebKind,
    now: number,
    options: PollOptions,
  ): Promise<ReadReport> {
    const { id, url } = source
    const { signal, interactive = false, whole = false } = options
    const last = whole
      ? {}
      : { etag: source.etag, lastModified: source.last_modified, bodyHash: source.body_hash }
    const result = await readSource(
      { kind, url, ...last, headers: source.headers, interactive, signal },
      tools,
      now,
    )
    if (result.status === 'unchanged') {
      const nextCheckAt = nextCheckAfter(source, source.pace, result, now, deps.pace)
      // A 304 that gives no validators leaves those that were sent.
      unchanged.push({
        id,
        etag: result.etag ?? source.etag,
        lastModified: result.lastModified ?? source.last_modified,
        nextCheckAt,
      })
      if (interactive) await noteUnchanged()
      return emptyReport()
    }
    const { taken, checked } = await takeReading(source, result, now, deps)
    const moved = result.url !== url && !(await stores.sources.byUrl(result.url, source.scope))
    const nextCheck = nextCheckAfter({ ...source, ...checked }, checked.pace ?? null, result, now, deps.pace)
    // After the articles are stored: if the process dies in between, the source is simply read again.
    await stores.sources.markChecked(source, { ...checked, url: moved ? result.url : url }, nextCheck, now)
    return { ...taken, skipped: [] }
  }

  async function readFolder(source: Source, now: number): Promise<ReadReport> {
    const { report, etag } = await folders.readAgain(source, 'post')
    const found = report.added > 0 ? { last_new_at: now } : {}
    await stores.sources.markChecked(source, { etag, ...found }, now + deps.pace.fastestMs, now)
    return report
  }

  async function noteFailure(source: Source, error: unknown, now: number): Promise<void> {
    const problem =
      error instanceof UserError
        ? { key: error.key, params: error.params }
        : { key: 'source.fault' as const, params: {} }
    log.warn(
      { source: displayAddress(source), problem: problem.key, failures: source.failures + 1 },
      'source not read',
    )
    const asked = error instanceof SourceError ? error.retryAfterMs : null
    await stores.sources.markFailed(
      source.id,
      problem,
      nextCheckAfterFailure(source.failures, asked, now, deps.pace),
      now,
    )
  }

  return { pollDue, poll, read, spreadOverdue }
}

/** Sources of one registrable domain are one site's; a folder is a site of its own. */
function queueOf(source: Source): string {
  if (source.kind === 'folder') return source.url
  return siteOf(new URL(source.url))
}
