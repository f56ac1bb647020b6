import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { silentLog } from '../src/core/log.js'
import { allShards } from '../src/core/shards.js'
import { createIndexing } from '../src/index-articles.js'
import { createSearchIndex } from '../src/search/search-index.js'
import { createServedSources } from '../src/served-sources.js'
import { type OpenDatabase, openDatabase } from '../src/store/database.js'
import { createStores, type Stores } from '../src/store/stores.js'
import { draft, minute, noon, storeMany } from './support/articles.js'
import { dialects, emptyDatabase } from './support/database.js'
import { randomFrom } from './support/random.js'

const hour = 60 * minute

describe.each(dialects)('the index beside the store on %s', (dialect) => {
  let database: OpenDatabase
  let stores: Stores
  let source: number

  beforeEach(async () => {
    database = await openDatabase(await emptyDatabase(dialect))
    stores = createStores(database.db)
    const blank = { site_url: null, etag: null, last_modified: null, next_check_at: noon }
    source = (await stores.sources.add({ kind: 'feed', url: 'https://a.test/', title: 'A', ...blank }, noon))
      .id
  })
  afterEach(() => database.close())

  /** A process with an index of its own, which says what was analysed rather than read from what was kept. */
  function start(from = stores, shards = allShards) {
    const index = createSearchIndex()
    const analysed: string[] = []
    const add = index.add.bind(index)
    index.add = (article) => {
      analysed.push(article.title)
      add(article)
    }
    const indexing = createIndexing({
      stores: from,
      index,
      served: createServedSources(from, shards),
      log: silentLog,
      onOthers: async () => {},
      onComplete: async () => {},
    })
    return { index, analysed, ...indexing }
  }

  const put = async (title: string, text = `A story about ${title}.`, now = noon) =>
    (await stores.articles.put(source, draft({ title, identity: title.split(':')[0] ?? '', text }), now)).id
  const store = (count: number, prefix = 'n') => {
    const drafts = Array.from({ length: count }, (_, i) =>
      draft({ title: `${prefix}${i} harbour`, text: `Ferry ${prefix}${i}.` }),
    )
    return storeMany(database.db, source, drafts, noon)
  }
  const total = ({ index }: ReturnType<typeof start>, query: string) =>
    index.search(query, { limit: 1 }).total

  it('reads after a restart what was kept, and analyses only what came since', async () => {
    await store(300)
    const first = start()
    await first.catchUp(noon)
    await first.stop()
    await put('late arrival')
    const second = start()
    await second.catchUp(noon + hour)
    expect(second.analysed).toEqual(['late arrival'])
    expect(total(second, 'harbour')).toBe(300)
    expect(total(second, 'n7')).toBe(1)
  })

  it('does not keep a handful of articles', async () => {
    await store(20)
    const first = start()
    await first.catchUp(noon)
    await first.stop()
    expect(await stores.indexParts.epoch()).toBeUndefined()
  })

  it('finds after a restart what changed and forgets what is gone', async () => {
    await store(300)
    const changed = await put('changed: before')
    const gone = await put('gone')
    const first = start()
    await first.catchUp(noon)
    await first.stop()
    await put('changed: after', 'Other words entirely.', noon + minute)
    await stores.articles.remove([gone])
    const second = start()
    await second.catchUp(noon + hour)
    expect(second.analysed).toEqual(['changed: after'])
    expect(total(second, 'gone')).toBe(0)
    expect(total(second, 'before')).toBe(0)
    expect(second.index.search('entirely', { limit: 1 }).hits).toMatchObject([{ id: changed }])
  })

  it('finds what another process stores, and within an hour forgets what it removes', async () => {
    const running = start()
    const gone = await put('gone')
    await running.catchUp(noon)
    await put('stored elsewhere', undefined, noon + minute)
    await running.catchUp(noon + minute)
    expect(total(running, 'elsewhere')).toBe(1)
    await stores.articles.remove([gone])
    await running.catchUp(noon + 2 * hour)
    expect(total(running, 'gone')).toBe(0)
  })

  it('forgets within an hour what no server of its shards follows any more', async () => {
    const shards = { ids: [1], total: 2 }
    const guildId = String(1n << 22n)
    await stores.followers.follow(guildId, source, 'theo', noon)
    await put('followed')
    const running = start(createStores(database.db, shards), shards)
    await running.catchUp(noon)
    expect(total(running, 'followed')).toBe(1)
    await stores.followers.unfollow(guildId, source, noon)
    await running.catchUp(noon + hour)
    expect(total(running, 'followed')).toBe(0)
  })

  it('finds within an hour what was committed long after its time', async () => {
    const running = start()
    await put('on time')
    await running.catchUp(noon)
    await put('late', undefined, noon - 20 * minute)
    await running.catchUp(noon + minute)
    expect(total(running, 'late')).toBe(0)
    await running.catchUp(noon + hour)
    expect(total(running, 'late')).toBe(1)
  })

  it('reads each article once, however often others announce one', async () => {
    const read: number[] = []
    const byIds: Stores['articles']['byIds'] = async (ids) => {
      read.push(...ids)
      return await stores.articles.byIds(ids)
    }
    const running = start({ ...stores, articles: { ...stores.articles, byIds } })
    await running.catchUp(noon)
    const ids: number[] = []
    for (let i = 0; i < 5; i++) {
      ids.push(await put(`news ${i}`, undefined, noon + i))
      await running.catchUp(noon + i)
    }
    expect(read).toEqual(ids)
  })

  it('takes articles in at once, but while it is filled only with all others', async () => {
    await store(100)
    const running = start()
    const filling = running.catchUp(noon)
    const article = await stores.articles.get(await put('meanwhile'))
    if (!article) throw new Error('not stored')
    running.take(article)
    await filling
    expect(running.complete()).toBe(true)
    expect(total(running, 'meanwhile')).toBe(1)
    const next = await stores.articles.get(await put('afterwards'))
    if (next) running.take(next)
    expect(total(running, 'afterwards')).toBe(1)
  })

  it('uses what comes before a damaged part and mends the rest', async () => {
    await store(2500)
    const first = start()
    await first.catchUp(noon)
    await first.stop()
    const epoch = (await stores.indexParts.epoch()) ?? 0
    const parts = []
    for await (const part of stores.indexParts.read(epoch)) parts.push(part)
    expect(parts.length).toBeGreaterThan(1)
    await stores.indexParts.cut(epoch, parts.length - 1)
    await stores.indexParts.append(epoch, parts.length, Buffer.from('rubbish, half written'))
    const second = start()
    await second.catchUp(noon)
    await second.stop()
    expect(second.analysed.length).toBeGreaterThan(0)
    expect(second.analysed.length).toBeLessThan(2500)
    expect(total(second, 'harbour')).toBe(2500)
    const third = start()
    await third.catchUp(noon)
    expect(third.analysed).toEqual([])
    expect(total(third, 'harbour')).toBe(2500)
  })

  it('starts over when nothing that was kept is good', async () => {
    await store(300)
    await stores.indexParts.begin(5)
    await stores.indexParts.append(5, 1, Buffer.from('of another version'))
    const first = start()
    await first.catchUp(noon)
    await first.stop()
    const second = start()
    await second.catchUp(noon)
    expect(second.analysed).toEqual([])
    expect(total(second, 'harbour')).toBe(300)
  })

  it.each(['versions', 'byIds'] as const)(
    'survives a first filling in which %s fails, and keeps what is good',
    async (query) => {
      await store(700)
      const first = start()
      await first.catchUp(noon)
      await first.stop()
      await store(300, 'm')
      const articles = {
        ...stores.articles,
        [query]: () => Promise.reject(new Error('the database is away')),
      }
      const broken = start({ ...stores, articles })
      await expect(broken.catchUp(noon)).rejects.toThrow('away')
      articles[query] = stores.articles[query] as never
      await broken.catchUp(noon)
      await broken.stop()
      expect(total(broken, 'harbour')).toBe(1000)
      const third = start()
      await third.catchUp(noon)
      expect(third.analysed).toEqual([])
      expect(total(third, 'harbour')).toBe(1000)
    },
  )

  it('survives a part that could not be stored', async () => {
    await store(700)
    let fails = true
    const indexParts = {
      ...stores.indexParts,
      append: (...args: Parameters<Stores['indexParts']['append']>) => {
        if (!fails) return stores.indexParts.append(...args)
        fails = false
        return Promise.reject(new Error('the disk is full'))
      },
    }
    const first = start({ ...stores, indexParts })
    await expect(first.catchUp(noon)).rejects.toThrow('full')
    await first.catchUp(noon)
    await store(300, 'm')
    await first.catchUp(noon + minute)
    await first.stop()
    const second = start()
    await second.catchUp(noon + minute)
    expect(second.analysed).toEqual([])
    expect(total(second, 'harbour')).toBe(1000)
  })

  it('was killed in the middle of writing anew: the old parts stay in force', async () => {
    await store(300)
    const first = start()
    await first.catchUp(noon)
    await first.stop()
    const epoch = (await stores.indexParts.epoch()) ?? 0
    await stores.indexParts.append(epoch + 1, 1, Buffer.from('half'))
    const second = start()
    await second.catchUp(noon)
    expect(second.analysed).toEqual([])
  })

  it('lets one of two processes keep the index, and both stay right', async () => {
    await store(300)
    const [a, b] = [start(), start()]
    await a.catchUp(noon)
    await b.catchUp(noon)
    await store(300, 'm')
    // Both have seen the same parts, and now both have the same to add.
    await a.catchUp(noon + minute)
    await b.catchUp(noon + minute)
    await a.stop()
    await b.stop()
    for (const process of [a, b]) expect(total(process, 'harbour')).toBe(600)
    const third = start()
    await third.catchUp(noon + minute)
    expect(third.analysed).toEqual([])
    expect(total(third, 'harbour')).toBe(600)
  })

  it('writes the parts anew when most of what they hold is stale', async () => {
    const random = randomFrom(4)
    const first = start()
    for (let round = 0; round < 6; round++) {
      const drafts = Array.from({ length: 500 }, (_, i) =>
        draft({ title: `n${i}`, text: `Round ${round}, ${random()}` }),
      )
      await storeMany(database.db, source, drafts, noon + round)
      await first.catchUp(noon + round)
    }
    await first.stop()
    const second = start()
    await second.catchUp(noon + hour)
    expect(second.analysed).toEqual([])
    expect(second.index.size).toBe(500)
    expect(second.index.inverted.rows.end).toBeLessThan(1500)
    expect(total(second, 'round 5')).toBe(500)
  })
})

describe('what people searched for', () => {
  it.each(dialects)('is remembered for each of them, the last first, on %s', async (dialect) => {
    const database = await openDatabase(await emptyDatabase(dialect))
    const { searches } = createStores(database.db)
    for (let i = 0; i < 60; i++) await searches.remember('g', 'mia', `query ${i}`, noon + i)
    await searches.remember('g', 'mia', 'query 20', noon + 100)
    await searches.remember('g', 'mia', 'x'.repeat(101), noon + 101)
    await searches.remember('g', 'theo', 'other', noon)
    const own = await searches.of('g', 'mia')
    expect(own.slice(0, 2)).toEqual(['query 20', 'query 59'])
    expect(own).toHaveLength(50)
    await searches.prune(noon + 50)
    expect(await searches.of('g', 'theo')).toEqual([])
    expect(await searches.of('g2', 'mia')).toEqual([])
    await database.close()
  })
})
