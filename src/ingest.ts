import { setImmediate as nextTurn } from 'node:timers/promises'
import type { Article, ArticleDraft } from './core/article.js'
import { matches, prepareArticle } from './search/match-topic.js'
import { parseQuery, type Query } from './search/query.js'
import type { SearchIndex } from './search/search-index.js'
import type { Ingested } from './sources/source-service.js'
import type { Stores } from './store/stores.js'

/** Articles per transaction: about 20 ms of work, so that commands are answered in between. */
const batchSize = 10

/**
 * The one way articles come in: stored, matched and entered in the ledger in one transaction, then searchable. An
 * article that is known already is updated and posted to nobody.
 */
export function createIngest({ stores, index, now }: { stores: Stores; index: SearchIndex; now(): number }) {
  /** `post: false` stores without posting: a source's first reading is its baseline. */
  async function ingest(
    sourceId: number,
    drafts: readonly ArticleDraft[],
    options: { post: boolean },
  ): Promise<Ingested> {
    const result = { added: 0, updated: 0 }
    for (let start = 0; start < drafts.length; start += batchSize) {
      const batch = drafts.slice(start, start + batchSize)
      const stored = await stores.transaction((within) =>
        // Stamped when it is stored, not when reading began: other processes look for what is new by this time.
        storeBatch(within, sourceId, batch, options.post, now()),
      )
      for (const { id, change } of stored) {
        if (change === 'none') continue
        result[change === 'new' ? 'added' : 'updated']++
        const article = await stores.articles.get(id)
        if (article) index.add(article)
      }
      await nextTurn()
    }
    return result
  }

  /** Enters a source's newest articles in the ledger of one server, for a source it has just begun to follow. */
  async function postExisting(guildId: string, sourceId: number, count: number): Promise<void> {
    const articles = await stores.articles.latest(new Set([sourceId]), count)
    await stores.transaction(async (within) => {
      const watching = (await within.topics.watching(sourceId)).filter((topic) => topic.guildId === guildId)
      for (const article of articles)
        await within.deliveries.enqueue(subscriptionsFor(article, watching), article.id, now())
    })
  }

  return { ingest, postExisting }
}

export type Ingest = ReturnType<typeof createIngest>

async function storeBatch(
  stores: Stores,
  sourceId: number,
  drafts: readonly ArticleDraft[],
  post: boolean,
  now: number,
) {
  const watching = post ? await stores.topics.watching(sourceId) : []
  const stored = []
  for (const draft of drafts) {
    const result = await stores.articles.put(sourceId, draft, now)
    if (result.change === 'new')
      await stores.deliveries.enqueue(subscriptionsFor(draft, watching), result.id, now)
    stored.push(result)
  }
  return stored
}

function subscriptionsFor(
  article: Pick<Article, 'title' | 'text' | 'kind'>,
  watching: { subscriptionId: number; query: string }[],
): number[] {
  if (watching.length === 0) return []
  const prepared = prepareArticle(article)
  return watching
    .filter((topic) => matches(parsedQuery(topic.query), prepared))
    .map((topic) => topic.subscriptionId)
}

/** Topics are few and matched often: each query is parsed once. */
const parsed = new Map<string, Query>()
const maxParsed = 10_000

function parsedQuery(text: string): Query {
  let query = parsed.get(text)
  if (!query) {
    if (parsed.size >= maxParsed) parsed.clear()
    query = parseQuery(text)
    parsed.set(text, query)
  }
  return query
}
