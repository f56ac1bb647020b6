import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { type OpenDatabase, openDatabase } from '../../src/store/database.js'
import { createStores, type Stores } from '../../src/store/stores.js'
import { draft, minute, noon } from '../support/articles.js'
import { dialects, emptyDatabase } from '../support/database.js'

const hour = 60 * minute
const day = 24 * hour
const midnight = noon - 12 * hour
const days = [midnight - 2 * day, midnight - day, midnight]

describe.each(dialects)('the activity of a server on %s', (dialect) => {
  let database: OpenDatabase
  let stores: Stores

  beforeEach(async () => {
    database = await openDatabase(await emptyDatabase(dialect))
    stores = createStores(database.db)
  })
  afterEach(() => database.close())

  async function addSource(name: string, ...guilds: string[]): Promise<number> {
    const unread = { site_url: null, etag: null, last_modified: null, next_check_at: noon }
    const url = `https://${name}.test/`
    const { id } = await stores.sources.add({ kind: 'feed', url, title: name, ...unread }, noon)
    for (const guild of guilds) await stores.followers.follow(guild, id, 'theo', noon)
    return id
  }

  let made = 0
  async function addArticles(source: number, ...times: number[]): Promise<number[]> {
    const ids = []
    for (const at of times) {
      const { id } = await stores.articles.put(source, draft({ title: `n${made++}`, publishedAt: 0 }), at)
      ids.push(id)
    }
    return ids
  }

  async function subscribe(guild: string, name: string, userId: string | null = null): Promise<number> {
    const by = { guild_id: guild, user_id: userId, created_by: 'theo', created_at: noon }
    const topic = await stores.topics.add({ ...by, name, query: name })
    const { id } = await stores.subscriptions.put({
      ...by,
      topic_id: topic?.id ?? 0,
      channel_id: `${guild}-${name}`,
      cron: '* * * * *',
      time_zone: 'UTC',
      next_run_at: noon,
    })
    return id
  }

  async function post(subscription: number, articles: number[], at: number): Promise<void> {
    const nonce = `${subscription}-${articles.join('-')}`
    for (const article of articles) await stores.deliveries.enqueue([subscription], article, at)
    const rows = await stores.deliveries.pending(subscription, 100)
    await stores.deliveries.claim(
      rows.map(({ id }) => id),
      nonce,
      at,
      at + minute,
    )
    await stores.deliveries.markSent(nonce, `message-${nonce}`, at)
  }

  it('counts what its own sources brought in each day, by when it was read', async () => {
    const shared = await addSource('shared', 'g1', 'g2')
    await addArticles(shared, midnight - 3 * day, midnight - day - 1, midnight - day, midnight - 1, midnight)
    await addArticles(await addSource('own', 'g1'), noon)
    await addArticles(await addSource('other', 'g2'), noon, noon)
    expect(await stores.activity.readPerDay('g1', days)).toEqual([1, 2, 2])
    expect(await stores.activity.readPerDay('g2', days)).toEqual([1, 2, 3])
    expect(await stores.activity.readPerDay('g3', days)).toEqual([0, 0, 0])
  })

  it('lets days begin at any quarter of an hour, as in Nepal', async () => {
    const source = await addSource('s', 'g1')
    const start = midnight + 18 * hour + 15 * minute
    await addArticles(source, start - 1, start, start + minute)
    expect(await stores.activity.readPerDay('g1', [start - day, start])).toEqual([1, 2])
  })

  it('counts messages of the server, a list as one, and neither those to single people nor those of others', async () => {
    const source = await addSource('s', 'g1', 'g2')
    const [a = 0, b = 0, c = 0, d = 0] = await addArticles(source, noon, noon, noon, noon)
    const [one, two] = [await subscribe('g1', 'one'), await subscribe('g1', 'two')]
    await post(one, [a], midnight - 1)
    await post(one, [b, c, d], noon)
    await post(two, [a], noon)
    await post(await subscribe('g1', 'private', 'mia'), [a], noon)
    await post(await subscribe('g2', 'elsewhere'), [a], noon)
    await stores.deliveries.enqueue([two], b, noon)
    expect(await stores.activity.postedPerDay('g1', days)).toEqual([0, 1, 2])
  })

  it('counts once each article of today that matches, wherever it goes and whatever became of it', async () => {
    const source = await addSource('s', 'g1', 'g2')
    const [old = 0, a = 0, b = 0, c = 0] = await addArticles(source, midnight - 1, midnight, noon, noon)
    const [one, two] = [await subscribe('g1', 'one'), await subscribe('g1', 'two')]
    await post(one, [old, a], noon)
    await stores.deliveries.enqueue([two], a, noon)
    await stores.deliveries.enqueue([two], b, noon, 'held')
    await stores.deliveries.enqueue([await subscribe('g2', 'elsewhere')], c, noon)
    expect(await stores.activity.matchedSince('g1', midnight)).toBe(2)
    expect(await stores.activity.matchedSince('g1', noon + 1)).toBe(0)
  })

  it('what was posted stays in its day when the server reads its source in a way of its own', async () => {
    const [from, to] = [await addSource('s', 'g1', 'g2'), await addSource('copy')]
    await post(await subscribe('g1', 'one'), await addArticles(from, midnight - day), midnight - day)
    await stores.articles.copy(from, to, noon)
    await stores.sourceDeliveries.moveTo('g1', from, to)
    expect(await stores.activity.postedPerDay('g1', days)).toEqual([0, 1, 0])
  })
})
