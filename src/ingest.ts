import { setImmediate as nextTurn } from 'node:timers/promises'
import { type Metrics, noMetrics } from './core/metrics.js'
import type { Indexing } from './index-articles.js'
import type { StoryLinking } from './link-stories.js'
import type { Matchable } from './search/match-topic.js'
import type { TopicMatcherOptions } from './search/matching/topic-matcher.js'
import type { ServedSources } from './served-sources.js'
import type { Incoming, Ingested, NamedSource } from './sources/reading/take-reading.js'
import type { Incomplete, PageText } from './store/completions.js'
import type { Completion, Handling } from './store/schema.js'
import type { Stores } from './store/stores.js'
import { createTopicWatch } from './topics/topic-watch.js'

/** Articles and characters per transaction: about 20 ms of work, so that commands are answered in between. */
const batch = { articles: 10, characters: 50_000 }

export interface IngestDeps extends TopicMatcherOptions {
  stores: Stores
  indexing: Pick<Indexing, 'take'>
  stories: Pick<StoryLinking, 'link'>
  /** Whose stories this process keeps an eye on. */
  served: Pick<ServedSources, 'has'>
  /** Tells other processes that something has come. */
  announce(): void
  now(): number
  metrics?: Metrics
}

/**
 * The one way articles come in: stored, matched and entered in the ledger in one transaction, then searchable. An
 * article that is known already is updated and posted to nobody. One that is to be completed from its page is matched
 * when that has been tried.
 */
export function createIngest({
  stores,
  indexing,
  stories,
  served,
  announce,
  now,
  metrics = noMetrics,
  ...matching
}: IngestDeps) {
  const watch = createTopicWatch(matching)

  async function ingest(
    source: NamedSource,
    incoming: readonly Incoming[],
    then: Handling,
  ): Promise<Ingested> {
    const result = { added: 0, updated: 0 }
    for (const part of inBatches(incoming)) {
      if (then !== 'quiet') await prepareFor(part.map(({ draft }) => draft.language))
      const stored = await stores.transaction((within) =>
        // Stamped when it is stored, not when reading began: other processes look for what is new by this time.
        storeBatch(within, source, part, then, now()),
      )
      await nextTurn()
      for (const { id, change } of stored) {
        if (change === 'none') continue
        result[change === 'new' ? 'added' : 'updated']++
        metrics.articleStored(change)
        await takeUp(id, source.id)
        await nextTurn()
      }
    }
    return result
  }

  async function storeBatch(
    within: Stores,
    source: NamedSource,
    incoming: readonly Incoming[],
    then: Handling,
    now: number,
  ) {
    const subscriptionsFor = await watching(within, source, then)
    const stored = []
    for (const { draft, keys, known, fromPage } of incoming) {
      const result = await within.articles.put(source.id, draft, now, { keys: keys ?? [], known })
      if (result.change === 'new') {
        // What is held is entered at once, also before its page was read: a moderator decides about all of it.
        const completion: Completion = then === 'hold' ? 'quiet' : then
        if (fromPage) await within.completions.add(result.id, completion, now)
        if (!fromPage || then === 'hold')
          await enter(within, subscriptionsFor(draft, now), result.id, now, stateFor(then))
      }
      stored.push(result)
    }
    return stored
  }

  async function enter(
    within: Stores,
    subscriptions: readonly number[],
    articleId: number,
    now: number,
    state: 'pending' | 'held' = 'pending',
  ): Promise<void> {
    await within.deliveries.enqueue(subscriptions, articleId, now, state)
    metrics.deliveriesEntered(state, subscriptions.length)
  }

  /** Gives the subscriptions that an article of a source is for; with a server, only that one's. */
  async function watching(
    within: Stores,
    source: NamedSource,
    then: Handling,
    guildId?: string,
  ): Promise<SubscriptionsFor> {
    if (then === 'quiet') return () => []
    await watch.refresh(within)
    if (!watch.isWatched(source.id)) return () => []
    return (article, now) => {
      const started = performance.now()
      const options = guildId === undefined ? {} : { guildId }
      const subscriptions = watch.subscriptionsFor({ article, source, now, ...options })
      metrics.topicsMatched(performance.now() - started)
      return subscriptions
    }
  }

  /** Outside of a transaction: it may take long, and others wait for its end. */
  async function prepareFor(languages: readonly (string | null)[]): Promise<void> {
    await watch.refresh(stores)
    await watch.prepare(languages, nextTurn)
  }

  /** What is stored becomes searchable and is linked with what others tell of it: where its source is followed. */
  async function takeUp(id: number, sourceId: number): Promise<void> {
    announce()
    const article = served.has(sourceId) ? await stores.articles.get(id) : undefined
    if (!article) return
    indexing.take(article)
    await stories.link(article)
  }

  /** Ends an article's wait for its page, with what the page gave: it is matched now. */
  async function complete(article: Incomplete, page: PageText | null): Promise<void> {
    await stores.transaction(async (within) => {
      // Its source may have been removed while its page was read.
      const source = await within.sources.get(article.sourceId)
      if (!source || !(await within.completions.isWaiting(article.id))) return
      await within.completions.end(article.id, page, now())
      const subscriptionsFor = await watching(within, source, article.completion)
      await enter(within, subscriptionsFor({ ...article, ...page }, now()), article.id, now())
    })
    if (page) await takeUp(article.id, article.sourceId)
  }

  /** Enters a source's newest articles in the ledger of one server, for a source it has just begun to follow. */
  async function postExisting(guildId: string, source: NamedSource, count: number): Promise<void> {
    const articles = await stores.articles.latest(new Set([source.id]), count)
    await stores.transaction(async (within) => {
      const subscriptionsFor = await watching(within, source, 'post', guildId)
      for (const article of articles) await enter(within, subscriptionsFor(article, now()), article.id, now())
    })
  }

  return { ingest, complete, postExisting }
}

type SubscriptionsFor = (article: Omit<Matchable, 'source'>, now: number) => number[]

function* inBatches(incoming: readonly Incoming[]): Generator<Incoming[]> {
  let part: Incoming[] = []
  let characters = 0
  for (const each of incoming) {
    part.push(each)
    characters += each.draft.text.length
    if (part.length < batch.articles && characters < batch.characters) continue
    yield part
    part = []
    characters = 0
  }
  if (part.length > 0) yield part
}

function stateFor(then: Handling): 'pending' | 'held' {
  return then === 'hold' ? 'held' : 'pending'
}
