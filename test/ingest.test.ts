import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { Article, ArticleDraft } from '../src/core/article.js'
import { createIngest } from '../src/ingest.js'
import { createSearchIndex, type SearchIndex } from '../src/search/search-index.js'
import { type OpenDatabase, openDatabase } from '../src/store/database.js'
import type { Handling } from '../src/store/schema.js'
import { createStores, type Stores } from '../src/store/stores.js'
import { draft, noon } from './support/articles.js'
import { dialects, emptyDatabase } from './support/database.js'

describe.each(dialects)('ingest on %s', (dialect) => {
  let database: OpenDatabase
  let stores: Stores
  let index: SearchIndex
  let source: number
  let trains: number
  let elsewhere: number
  const clock = noon
  const stories = { link: async () => {} }
  const indexing = { take: (article: Article) => index.add(article) }

  const subscribe = async (guild: string, query: string) => {
    const made = { guild_id: guild, created_by: 'theo', created_at: noon }
    const topic = await stores.topics.add({ name: query, query, ...made })
    const when = { cron: '* * * * *', time_zone: 'UTC', next_run_at: noon }
    return (await stores.subscriptions.put({ topic_id: topic?.id ?? 0, channel_id: 'c', ...when, ...made }))
      .id
  }

  beforeEach(async () => {
    database = await openDatabase(await emptyDatabase(dialect))
    stores = createStores(database.db)
    index = createSearchIndex()
    const blank = { site_url: null, etag: null, last_modified: null, next_check_at: noon }
    source = (await stores.sources.add({ kind: 'feed', url: 'https://a.test/', title: 'A', ...blank }, noon))
      .id
    await stores.followers.follow('g1', source, 'theo', noon)
    trains = await subscribe('g1', 'train')
    elsewhere = await subscribe('g2', 'train')
  })
  afterEach(() => database.close())

  const name = { title: 'A', url: 'https://a.test/' }
  const alone = { served: { has: () => true }, announce: () => {} }
  const { ingest, postExisting } = {
    ingest: (sourceId: number, drafts: ArticleDraft[], then: Handling) => {
      const incoming = drafts.map((each) => ({ draft: each }))
      return createIngest({ stores, indexing, stories, ...alone, now: () => clock }).ingest(
        { ...name, id: sourceId },
        incoming,
        then,
      )
    },
    postExisting: (...args: Parameters<ReturnType<typeof createIngest>['postExisting']>) =>
      createIngest({ stores, indexing, stories, ...alone, now: () => clock }).postExisting(...args),
  }
  const waiting = async (subscription: number) =>
    (
      await stores.articles.byIds((await stores.deliveries.of(subscription)).map((row) => row.article_id))
    ).map(({ title }) => title)

  it('enters new articles in the ledger of the topics they match, where the source is followed', async () => {
    const drafts = [draft({ title: 'Train arrives' }), draft({ title: 'Ship arrives' })]
    expect(await ingest(source, drafts, 'post')).toEqual({ added: 2, updated: 0 })
    expect(await waiting(trains)).toEqual(['Train arrives'])
    expect(await waiting(elsewhere)).toEqual([])
  })

  it('posts a changed article to nobody, and finds it by its new words', async () => {
    await ingest(source, [draft({ identity: '1', title: 'Ship arrives' })], 'post')
    const changed = [draft({ identity: '1', title: 'Train arrives' })]
    expect(await ingest(source, changed, 'post')).toEqual({ added: 0, updated: 1 })
    expect(await waiting(trains)).toEqual([])
    expect(index.search('train', { limit: 5 }).total).toBe(1)
    expect(index.search('ship', { limit: 5 }).total).toBe(0)
  })

  it('posts nothing of a baseline but the newest that were asked for', async () => {
    const drafts = [1, 2, 3, 4].map((n) => draft({ title: `Train ${n}`, publishedAt: noon + n }))
    await ingest(source, drafts, 'quiet')
    expect(await waiting(trains)).toEqual([])
    await postExisting('g1', { ...name, id: source }, 2)
    expect((await waiting(trains)).sort()).toEqual(['Train 3', 'Train 4'])
  })

  it('does nothing the second time', async () => {
    const drafts = Array.from({ length: 25 }, (_, i) => draft({ title: `Train ${i}` }))
    await ingest(source, drafts, 'post')
    expect(await ingest(source, drafts, 'post')).toEqual({ added: 0, updated: 0 })
    expect(await waiting(trains)).toHaveLength(25)
    expect(index.size).toBe(25)
  })
})
