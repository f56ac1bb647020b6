import { setImmediate as nextTurn } from 'node:timers/promises'
import type { Article } from './core/article.js'
import type { Log } from './core/log.js'
import { createParts } from './search/index/parts.js'
import type { SearchIndex } from './search/search-index.js'
import type { ServedSources } from './served-sources.js'
import { startOfTime } from './store/articles.js'
import type { Stores } from './store/stores.js'

/** A row may be committed this much later than the time it carries. */
const commitDelayMs = 10_000
/** What was removed is looked for this often, as no time of change tells of it, and what was committed very late. */
const reviewMs = 3_600_000
/** Read from the database at once: some 10 ms of work. */
const versionsPerPage = 5000
const articlesPerPage = 50
const reviewedPerPage = 500
/** So many articles are worth a part; those that were not kept when the program ends take half a millisecond each. */
const leastUnkept = 200
/** Kept in between while the index is built for the first time. */
const keptWhileFilling = 2000
/** Another process keeps the index: this one begins anew only when it has so much more. */
const afterConflict = 5000
/** So many rows that are stale or gone, and more than there are articles, are left out at last. */
const leastStale = 2000

export interface IndexingDeps {
  stores: Stores
  index: SearchIndex
  /** Whose articles are kept in memory. */
  served: ServedSources
  log: Log
  /** Told of an article that another process has stored or changed. */
  onOthers(article: Article): Promise<void>
  /** Called once, when everything that is stored can be found. */
  onComplete(): Promise<void>
}

/**
 * Keeps the index what the store has of served sources: reads the parts that were kept, adds what is missing or has changed, removes what
 * is gone, and keeps new parts. Everything in turns of a few milliseconds, so that commands are answered meanwhile.
 */
export function createIndexing({ stores, index, served, log, onOthers, onComplete }: IndexingDeps) {
  const { indexParts } = stores
  let parts = createParts(index.inverted)
  /** Where parts are kept; undefined while they have to be written anew. */
  let epoch: number | undefined
  let nextPart = 1
  /** Nothing is kept before there are so many rows. */
  let keepFrom = 0

  let since = 0
  let reviewedAt = 0
  let complete = false
  let stopped = false
  let underWay: Promise<void> | undefined

  async function fill(now: number): Promise<void> {
    const started = performance.now()
    await served.refresh()
    await indexParts.removeOthers()
    const read = await readParts()
    const { added, removed } = await reconcile()
    if (stopped) return
    since = now - commitDelayMs
    reviewedAt = now
    await takeChanges(now)
    await keep(leastUnkept)
    if (stopped) return
    complete = true
    const ms = Math.round(performance.now() - started)
    log.info({ articles: index.size, read, added, removed, ms }, 'index filled')
    await onComplete()
  }

  /**
   * Returns how many articles came from parts. Only an empty index can take them: after a start that failed half way
   * what it has is completed from the articles, and parts are written anew.
   */
  async function readParts(): Promise<number> {
    if (index.inverted.dictionary.size > 0) {
      epoch = undefined
      return index.size
    }
    epoch = await indexParts.epoch()
    let found = 0
    async function* stored(from: number) {
      for await (const part of indexParts.read(from)) {
        if (stopped) return
        found++
        yield part
      }
    }
    const good = epoch === undefined ? 0 : await parts.read(stored(epoch), nextTurn)
    nextPart = good + 1
    if (epoch !== undefined && good < found && !stopped) {
      log.warn(
        { good, found },
        'kept index is damaged or of another version; the rest is read from the articles',
      )
      await indexParts.cut(epoch, good)
    }
    return index.size
  }

  /** Makes the index hold what the store holds. */
  async function reconcile(): Promise<{ added: number; removed: number }> {
    const { rows } = index.inverted
    const isCurrent = new Uint8Array(rows.end)
    const missing: number[] = []
    for (let cursor = startOfTime, page = [cursor]; page.length > 0 && !stopped; ) {
      page = await stores.articles.versions(cursor, versionsPerPage)
      for (const { id, updatedAt } of page)
        if (index.versionOf(id) === updatedAt) isCurrent[rows.rowOf(id) ?? 0] = 1
        else missing.push(id)
      cursor = page.at(-1) ?? cursor
      await nextTurn()
    }
    if (stopped) return { added: 0, removed: 0 }
    const gone: number[] = []
    for (let row = 1; row < isCurrent.length; row++)
      if (rows.isLive(row) && isCurrent[row] === 0) gone.push(rows.idOf(row))
    await removeAll(gone)
    await addMissing(missing)
    return { added: missing.length, removed: gone.length }
  }

  async function removeAll(ids: readonly number[]): Promise<void> {
    for (const id of ids) {
      index.remove(id)
      await nextTurn()
    }
  }

  async function addMissing(ids: readonly number[]): Promise<void> {
    for (let start = 0; start < ids.length && !stopped; start += articlesPerPage) {
      for (const article of await stores.articles.byIds(ids.slice(start, start + articlesPerPage))) {
        add(article)
        await nextTurn()
      }
      await keep(keptWhileFilling)
    }
  }

  /** The cost is that of what this process has, whatever all others have. */
  async function review(now: number): Promise<void> {
    since = Math.min(since, reviewedAt - reviewMs)
    await takeChanges(now)
    await removeGone()
    reviewedAt = now
  }

  async function removeGone(): Promise<void> {
    const { rows } = index.inverted
    for (let row = 1; row < rows.end && !stopped; ) {
      const ids: number[] = []
      for (; row < rows.end && ids.length < reviewedPerPage; row++)
        if (rows.isLive(row)) ids.push(rows.idOf(row))
      const existing = await stores.articles.existing(ids)
      const isServed = (id: number) => served.has(rows.sourceOf(rows.rowOf(id) ?? 0))
      await removeAll(ids.filter((id) => !existing.has(id) || !isServed(id)))
    }
  }

  /**
   * Adds what changed since the last time. Each change is looked at several times, as rows may be committed late: whole
   * articles are read only where the index has another version.
   */
  async function takeChanges(now: number): Promise<void> {
    for (let cursor = { updatedAt: since - 1, id: 0 }, page = [cursor]; page.length > 0; ) {
      page = await stores.articles.versions(cursor, versionsPerPage)
      const changed = page.filter(({ id, updatedAt }) => index.versionOf(id) !== updatedAt)
      await takeOthers(changed.map(({ id }) => id))
      if (stopped) return
      cursor = page.at(-1) ?? cursor
    }
    since = now - commitDelayMs
  }

  async function takeOthers(ids: readonly number[]): Promise<void> {
    for (let start = 0; start < ids.length; start += articlesPerPage)
      for (const article of await stores.articles.byIds(ids.slice(start, start + articlesPerPage))) {
        if (stopped) return
        if (add(article) && complete) await onOthers(article)
        await nextTurn()
      }
  }

  async function follow(now: number): Promise<void> {
    const come = await served.refresh()
    if (come.length > 0) await addMissing(await stores.articles.idsOf(come))
    await takeChanges(now)
    if (now - reviewedAt >= reviewMs) await review(now)
    await keep(leastUnkept)
  }

  /** Returns false when the index has it as it is. */
  function add(article: Article): boolean {
    if (index.versionOf(article.id) === article.updatedAt) return false
    index.add(article)
    return true
  }

  /** Keeps what is new once it is worth it. What cannot be kept is read from the articles after the next start. */
  async function keep(least: number): Promise<void> {
    if (isStale() && !stopped) await compact()
    if (index.inverted.rows.end < keepFrom || parts.unkept < least) return
    if (epoch === undefined) await keepAnew()
    // Another process may have written it anew.
    else if ((await indexParts.epoch()) === epoch) await appendParts(epoch)
    else {
      epoch = undefined
      keepFrom = index.inverted.rows.end + afterConflict
    }
  }

  function isStale(): boolean {
    const stale = index.inverted.rows.end - 1 - index.size
    return stale > Math.max(leastStale, index.size)
  }

  /** Leaves out what is stale; what was kept is then of no more use. */
  async function compact(): Promise<void> {
    const before = index.inverted.rows.end
    await index.compact(nextTurn)
    parts = createParts(index.inverted)
    epoch = undefined
    keepFrom = Math.max(0, keepFrom - before + index.inverted.rows.end)
  }

  /** Returns false when another process was first. */
  async function appendParts(to: number): Promise<boolean> {
    // Should a part get lost on the way, those after it would be of no use.
    epoch = undefined
    for (let part = parts.write(); part; part = parts.write()) {
      if (!(await indexParts.append(to, nextPart, part))) {
        log.info({ epoch: to, part: nextPart }, 'another process keeps the index')
        keepFrom = index.inverted.rows.end + afterConflict
        return false
      }
      nextPart++
      await nextTurn()
    }
    epoch = to
    return true
  }

  async function keepAnew(): Promise<void> {
    const before = await indexParts.epoch()
    const fresh = Math.max(Date.now(), (before ?? 0) + 1)
    parts = createParts(index.inverted)
    nextPart = 1
    // What is there is of no use: parts count from the first one on.
    if (before === undefined) await indexParts.begin(fresh)
    if ((await appendParts(fresh)) && before !== undefined) await indexParts.begin(fresh)
  }

  return {
    /** Takes articles in that were stored since the last call; all of them the first time. Who asks during one gets that one. */
    catchUp(now: number): Promise<void> {
      underWay ??= (complete ? follow(now) : fill(now)).finally(() => {
        underWay = undefined
      })
      return underWay
    },
    /** Makes an article that was just stored searchable. While the index is filled, it comes with all others. */
    take(article: Article): void {
      if (complete && served.has(article.sourceId)) add(article)
    },
    /** Articles that are gone are no longer found. */
    drop(ids: readonly number[]): void {
      if (complete) for (const id of ids) index.remove(id)
    },
    complete: () => complete,
    /** Everything that was stored before this time (ms) can be found; undefined while it is filled. */
    until: () => (complete ? since : undefined),
    async stop(): Promise<void> {
      stopped = true
      await underWay?.catch(() => {})
      if (complete) await keep(leastUnkept)
    },
  }
}

export type Indexing = ReturnType<typeof createIndexing>
