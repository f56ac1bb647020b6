import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { createRetention } from '../../src/ops/retention.js'
import { type OpenDatabase, openDatabase } from '../../src/store/database.js'
import type { Keep } from '../../src/store/retention.js'
import type { SourceKind } from '../../src/store/schema.js'
import { createStores, type Stores } from '../../src/store/stores.js'
import { draft, minute, noon } from '../support/articles.js'
import { rss, startSite, startTestBot } from '../support/bot.js'
import { dialects, emptyDatabase } from '../support/database.js'

const day = 86_400_000
const all: Keep = { days: null, articles: null }

describe.each(dialects)('retention on %s', (dialect) => {
  let database: OpenDatabase
  let stores: Stores

  beforeEach(async () => {
    database = await openDatabase(await emptyDatabase(dialect))
    stores = createStores(database.db)
  })
  afterEach(() => database.close())

  /** A source with an article of each of these ages in days; each is named after its age. */
  async function addSource(ages: readonly number[], kind: SourceKind = 'feed'): Promise<number> {
    const url = `https://${kind}.test/${(await stores.sources.all()).length}`
    const blank = { site_url: null, etag: null, last_modified: null, next_check_at: noon }
    const { id } = await stores.sources.add({ kind, url, title: 'A', ...blank }, noon)
    for (const age of ages)
      await stores.articles.put(
        id,
        draft({ title: String(age), publishedAt: noon - age * day }),
        noon - age * day,
      )
    return id
  }

  async function follow(guildId: string, sourceId: number, { days, articles }: Keep): Promise<void> {
    await stores.followers.follow(guildId, sourceId, 'theo', noon)
    await database.db
      .updateTable('guild_sources')
      .set({ keep_days: days, keep_articles: articles })
      .where('guild_id', '=', guildId)
      .where('source_id', '=', sourceId)
      .execute()
  }

  async function agesLeft(sourceId: number): Promise<number[]> {
    const articles = await stores.articles.latest(new Set([sourceId]), 1000)
    return articles.map(({ title }) => Number(title))
  }

  /** Ticks until nothing is left to do. Returns what was removed. */
  async function pass(most: Keep): Promise<number[]> {
    const removed: number[] = []
    const retention = createRetention({ stores, most, onRemoved: (ids) => removed.push(...ids) })
    for (let ticks = 0; ticks < 10; ticks++) await retention.tick(noon)
    return removed
  }

  it('keeps everything where nobody set a limit', async () => {
    const source = await addSource([1, 400, 4000])
    await follow('g1', source, all)
    expect(await pass(all)).toEqual([])
  })

  it('removes what is older than the operator keeps, also where nobody follows the source', async () => {
    const source = await addSource([1, 99, 101, 400])
    expect(await pass({ days: 100, articles: null })).toHaveLength(2)
    expect(await agesLeft(source)).toEqual([1, 99])
  })

  it('keeps of a source what the server wants that wants most, and never more than the operator', async () => {
    const both = await addSource([1, 20, 40, 60])
    await follow('g1', both, { days: 10, articles: null })
    await follow('g2', both, { days: 50, articles: null })
    const one = await addSource([1, 20, 40, 60])
    await follow('g1', one, { days: 10, articles: null })
    await follow('g2', one, all)
    await pass(all)
    expect(await agesLeft(both)).toEqual([1, 20, 40])
    expect(await agesLeft(one)).toEqual([1, 20, 40, 60])
    await pass({ days: 30, articles: null })
    expect(await agesLeft(both)).toEqual([1, 20])
    expect(await agesLeft(one)).toEqual([1, 20])
  })

  it('takes what a server set for all its sources where it set nothing for one', async () => {
    const source = await addSource([1, 20, 40])
    await follow('g1', source, all)
    await database.db
      .insertInto('guild_settings')
      .values({
        guild_id: 'g1',
        locale: null,
        time_zone: null,
        moderator_role_id: null,
        moderator_channel_id: null,
        keep_days: 30,
      })
      .execute()
    await pass(all)
    expect(await agesLeft(source)).toEqual([1, 20])
    await stores.retention.keepSource('g1', source, { days: 10, articles: null })
    await pass(all)
    expect(await agesLeft(source)).toEqual([1])
  })

  it('keeps the newest so many of a source', async () => {
    const source = await addSource([50, 10, 40, 20, 30])
    await pass({ days: null, articles: 3 })
    expect(await agesLeft(source)).toEqual([10, 20, 30])
  })

  it('keeps for a week whatever came, also what is dated long ago', async () => {
    const source = await addSource([1, 2, 3, 8])
    await stores.articles.put(source, draft({ title: '999', publishedAt: noon - 999 * day }), noon - day)
    await pass({ days: 7, articles: 2 })
    expect(await agesLeft(source)).toEqual([1, 2, 3, 999])
  })

  it('keeps what waits to be posted, for a moderator or for its page, and what a folder holds', async () => {
    const source = await addSource([100, 101, 102, 103])
    const folder = await addSource([100], 'folder')
    const topic = await stores.topics.add({
      guild_id: 'g1',
      name: 'T',
      query: 'x',
      created_by: 'theo',
      created_at: noon,
    })
    const { id: subscription } = await stores.subscriptions.put({
      topic_id: topic?.id ?? 0,
      guild_id: 'g1',
      channel_id: 'news',
      cron: '* * * * *',
      time_zone: 'UTC',
      next_run_at: noon,
      created_by: 'theo',
      created_at: noon,
    })
    const [pending, held, waiting, sent] = (await stores.articles.latest(new Set([source]), 4)).map(
      ({ id }) => id,
    )
    await stores.deliveries.enqueue([subscription], pending ?? 0, noon)
    await stores.deliveries.enqueue([subscription], held ?? 0, noon, 'held')
    await stores.completions.add(waiting ?? 0, 'post', noon)
    await stores.deliveries.enqueue([subscription], sent ?? 0, noon)
    await database.db
      .updateTable('deliveries')
      .set({ state: 'sent' })
      .where('article_id', '=', sent ?? 0)
      .execute()
    expect(await pass({ days: 10, articles: null })).toEqual([sent])
    expect(await agesLeft(folder)).toEqual([100])
    expect(await stores.deliveries.of(subscription)).toHaveLength(2)
  })

  it('goes through all sources in small steps, whatever their number', async () => {
    for (let i = 0; i < 3; i++) await addSource(Array.from({ length: 60 }, (_, age) => 100 + age))
    const steps: number[] = []
    const counted = {
      retention: {
        ...stores.retention,
        prune: async (...args: Parameters<Stores['retention']['prune']>) => {
          const gone = await stores.retention.prune(...args)
          steps.push(gone.length)
          return gone
        },
      },
    }
    const retention = createRetention({
      stores: counted,
      most: { days: 30, articles: null },
      onRemoved: () => {},
    })
    await retention.tick(noon)
    expect(steps).toEqual([50, 10, 50, 10, 50, 10])
    await retention.tick(noon + minute)
    expect(steps).toHaveLength(6)
    await addSource([200])
    await retention.tick(noon + 61 * minute)
    expect(steps.at(-1)).toBe(1)
  })
})

describe('an article that was removed', () => {
  it('does not come back and is not posted again while it still stands in its feed', async () => {
    const items = [{ id: '1', title: 'Ferry timetable changes' }]
    const site = await startSite({ '/feed': rss(items) })
    const bot = await startTestBot()
    const { stores, sources, index } = bot.services
    const guildId = bot.discord.guildId
    const news = bot.discord.channels.news ?? ''
    const request = { guildId, userId: 'theo', post: 0, now: noon, progress: async () => {} }
    await sources.follow({ address: `${site.url}/feed`, ...request })
    const [source] = await stores.sources.all()
    const topic = await stores.topics.add({
      guild_id: guildId,
      name: 'Ferry',
      query: 'ferry',
      created_by: 'theo',
      created_at: noon,
    })
    await stores.subscriptions.put({
      topic_id: topic?.id ?? 0,
      guild_id: guildId,
      channel_id: news,
      cron: '* * * * *',
      time_zone: 'UTC',
      next_run_at: noon,
      created_by: 'theo',
      created_at: noon,
    })
    items.push({ id: '2', title: 'Ferry stopped by ice' })
    site.pages['/feed'] = rss(items)
    const read = async () => {
      await stores.sources.readAnew(source?.id ?? 0, bot.clock.now)
      await bot.pass(minute)
    }
    await read()
    expect(bot.discord.messages(news)).toHaveLength(1)
    bot.clock.now += 40 * day
    await stores.retention.keepSource(guildId, source?.id ?? 0, { days: 30, articles: null })
    const retention = createRetention({ stores, most: all, onRemoved: bot.services.dropArticles })
    await retention.tick(bot.clock.now)
    expect(await stores.articles.count()).toBe(0)
    expect(index.search('ferry', { limit: 1 }).total).toBe(0)
    items.push({ id: '3', title: 'Ferry runs again' })
    site.pages['/feed'] = rss(items)
    await read()
    expect(bot.discord.messages(news)).toHaveLength(2)
    expect(await stores.articles.count()).toBe(1)
    await bot.stop()
    await site.close()
  })
})
