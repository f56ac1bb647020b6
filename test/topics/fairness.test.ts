import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { Channels } from '../../src/core/channels.js'
import { silentLog } from '../../src/core/log.js'
import { type OpenDatabase, openDatabase } from '../../src/store/database.js'
import { createStores, type Stores } from '../../src/store/stores.js'
import { createDelivery } from '../../src/topics/delivery.js'
import { draft, minute, noon } from '../support/articles.js'
import { dialects, emptyDatabase } from '../support/database.js'

/** Whose turn it is when many channels of many servers have something to post. */
describe.each(dialects)('many slots at once on %s', (dialect) => {
  let database: OpenDatabase
  let stores: Stores
  let posted: string[]
  /** Channels whose messages do not come back until it is said so. */
  let hanging: Map<string, Promise<void>>
  let sourceId: number

  beforeEach(async () => {
    database = await openDatabase(await emptyDatabase(dialect))
    stores = createStores(database.db)
    posted = []
    hanging = new Map()
    const blank = { site_url: null, etag: null, last_modified: null, next_check_at: noon }
    sourceId = (
      await stores.sources.add({ kind: 'feed', url: 'https://a.test/', title: 'A', ...blank }, noon)
    ).id
  })
  afterEach(() => database.close())

  const channels: Channels = {
    localeOf: () => undefined,
    nameOf: () => undefined,
    tagsOf: () => undefined,
    mayMention: () => true,
    silentFor: () => Number.POSITIVE_INFINITY,
    isPublishable: () => false,
    knowsNonces: () => true,
    publish: async () => {},
    directWith: async () => 'direct',
    check: async () => null,
    async post(channelId) {
      await hanging.get(channelId)
      posted.push(channelId)
      return `m${posted.length}`
    },
    edit: async () => {},
    find: async () => undefined,
  }
  const newDelivery = () => createDelivery({ stores, channels, log: silentLog, now: () => noon })

  /** Topics of a server, one channel each unless they share one, with an article waiting for all of them. */
  async function subscribe(
    guild_id: string,
    count: number,
    { dueAt = noon, channel = '' } = {},
  ): Promise<void> {
    const made = { guild_id, created_by: 'theo', created_at: noon }
    await stores.transaction(async (within) => {
      const ids: number[] = []
      for (let i = 0; i < count; i++) {
        const topic = await within.topics.add({ name: `${channel}${i}`, query: 'train', ...made })
        const schedule = { cron: '* * * * *', time_zone: 'UTC', next_run_at: dueAt }
        const channel_id = channel || `${guild_id}-${i}`
        ids.push(
          (await within.subscriptions.put({ topic_id: topic?.id ?? 0, channel_id, ...schedule, ...made })).id,
        )
      }
      const { id } = await within.articles.put(sourceId, draft({ title: `For ${guild_id} ${channel}` }), noon)
      await within.deliveries.enqueue(ids, id, noon)
    })
  }

  it('starts the next ones as others end, without waiting for a tick', async () => {
    await subscribe('a', 230)
    const delivery = newDelivery()
    await delivery.tick()
    await delivery.idle()
    expect(new Set(posted).size).toBe(230)
    expect(posted).toHaveLength(230)
  })

  it('gives every server its turn, however much another one has waiting for longer', async () => {
    await subscribe('large', 150, { dueAt: noon - 60 * minute })
    await subscribe('small', 2)
    const delivery = newDelivery()
    await delivery.tick()
    await delivery.idle()
    expect(posted).toHaveLength(152)
    expect(posted.findIndex((channel) => channel.startsWith('small'))).toBeLessThan(60)
    expect(posted.findLastIndex((channel) => channel.startsWith('small'))).toBeLessThan(60)
  })

  it('lets slow channels wait alone, also those of the same server', async () => {
    await subscribe('a', 120)
    let release = () => {}
    const slow = new Promise<void>((resolve) => {
      release = resolve
    })
    for (let i = 0; i < 40; i++) hanging.set(`a-${i}`, slow)
    const delivery = newDelivery()
    await delivery.tick()
    await expect.poll(() => posted.length, { timeout: 10_000 }).toBe(80)
    release()
    await delivery.idle()
    expect(posted).toHaveLength(120)
  })

  it('posts one after the other in a channel that follows several topics', async () => {
    let underWay = 0
    let most = 0
    const counting: Channels = {
      ...channels,
      async post(...args) {
        most = Math.max(most, ++underWay)
        await new Promise((resolve) => setImmediate(resolve))
        underWay--
        return channels.post(...args)
      },
    }
    await subscribe('a', 10, { channel: 'shared' })
    const delivery = createDelivery({ stores, channels: counting, log: silentLog, now: () => noon })
    await delivery.tick()
    await delivery.idle()
    expect(posted).toHaveLength(10)
    expect(most).toBe(1)
  })

  it('leaves what failed to the next tick, instead of trying it again at once', async () => {
    await subscribe('a', 3)
    let looks = 0
    const broken: Channels = {
      ...channels,
      check: async () => {
        looks++
        throw new Error('a fault')
      },
    }
    const delivery = createDelivery({ stores, channels: broken, log: silentLog, now: () => noon })
    await delivery.tick()
    await delivery.idle()
    expect(looks).toBe(3)
    await delivery.tick()
    await delivery.idle()
    expect(looks).toBe(6)
  })
})
