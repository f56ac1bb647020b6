import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { type ChannelProblem, type Channels, PostError } from '../../src/core/channels.js'
import { silentLog } from '../../src/core/log.js'
import type { Reply } from '../../src/core/reply.js'
import { type OpenDatabase, openDatabase } from '../../src/store/database.js'
import { createStores, type Stores } from '../../src/store/stores.js'
import { createDelivery } from '../../src/topics/delivery.js'
import { createPublishing } from '../../src/topics/publishing.js'
import { createRefreshing } from '../../src/topics/refresh-posts.js'
import { draft, minute, noon } from '../support/articles.js'
import { dialects, emptyDatabase } from '../support/database.js'

/** A channel that keeps what was posted, remembers nonces for some minutes, and fails as told. */
function createFakeChannel(clock: { now: number }) {
  const nonceMemoryMs = 3 * minute
  const posts: { id: string; nonce: string; at: number; reply: Reply }[] = []
  const channel = {
    posts,
    attempts: 0,
    edits: 0,
    /** Discord takes no message with these words. */
    refuses: '',
    silentFor: Number.POSITIVE_INFINITY,
    published: [] as string[],
    forgetNonces: false,
    problem: null as ChannelProblem | null,
    /** False as in a forum. */
    knowsNonces: true,
    /** What the next attempts meet: an error before or after the message is created. */
    faults: [] as { when: 'before' | 'after'; error: Error }[],
    titles: () => posts.map(({ reply }) => reply.embeds?.[0]?.title),
  }
  const channels: Channels = {
    localeOf: () => undefined,
    nameOf: () => 'channel',
    tagsOf: () => undefined,
    mayMention: () => true,
    silentFor: () => channel.silentFor,
    isPublishable: () => false,
    knowsNonces: () => channel.knowsNonces,
    directWith: async () => 'direct',
    async publish(_, messageId) {
      const fault = channel.faults.shift()
      if (fault) throw fault.error
      channel.published.push(messageId)
    },
    check: async () => channel.problem,
    async post(_, reply, nonce) {
      channel.attempts++
      const fault = channel.faults.shift()
      if (fault?.when === 'before') throw fault.error
      if (channel.refuses && JSON.stringify(reply).includes(channel.refuses))
        throw new PostError('refused', 'discord-50035')
      const memoryMs = channel.forgetNonces || !channel.knowsNonces ? 0 : nonceMemoryMs
      const known = posts.find((post) => post.nonce === nonce && clock.now - post.at < memoryMs)
      const post = known ?? { id: `m${posts.length + 1}`, nonce, at: clock.now, reply }
      if (!known) posts.push(post)
      if (fault) throw fault.error
      return post.id
    },
    async edit(_, messageId, reply) {
      const fault = channel.faults.shift()
      if (fault) throw fault.error
      const post = posts.find(({ id }) => id === messageId)
      if (!post) throw new PostError('unknown', 'discord-10008')
      post.reply = reply
      channel.edits++
    },
    async find(_, since, isIt) {
      const idsOf = (reply: Reply) => (reply.rows ?? []).flat().flatMap((part) => part.id ?? [])
      return posts.find((post) => post.at >= since && isIt(idsOf(post.reply)))?.id
    },
  }
  return { channel, channels }
}

describe.each(dialects)('delivery on %s', (dialect) => {
  let database: OpenDatabase
  let stores: Stores
  let clock: { now: number }
  let fake: ReturnType<typeof createFakeChannel>
  let subscription: number

  beforeEach(async () => {
    database = await openDatabase(await emptyDatabase(dialect))
    stores = createStores(database.db)
    clock = { now: noon }
    fake = createFakeChannel(clock)
    const topic = await stores.topics.add({
      guild_id: 'g',
      name: 'Trains',
      query: 'train',
      created_by: 'theo',
      created_at: noon,
    })
    subscription = (
      await stores.subscriptions.put({
        topic_id: topic?.id ?? 0,
        guild_id: 'g',
        channel_id: 'c',
        cron: '* * * * *',
        time_zone: 'UTC',
        next_run_at: noon,
        created_by: 'theo',
        created_at: noon,
      })
    ).id
  })
  afterEach(() => database.close())

  const newDelivery = () =>
    createDelivery({ stores, channels: fake.channels, log: silentLog, now: () => clock.now })

  async function enqueue(...titles: string[]): Promise<void> {
    const source =
      (await stores.sources.byUrl('https://a.test/')) ??
      (await stores.sources.add(
        {
          kind: 'feed',
          url: 'https://a.test/',
          title: 'A',
          site_url: null,
          etag: null,
          last_modified: null,
          next_check_at: noon,
        },
        noon,
      ))
    for (const title of titles) {
      const { id } = await stores.articles.put(source.id, draft({ title }), clock.now)
      await stores.deliveries.enqueue([subscription], id, clock.now)
    }
  }

  async function pass(ms: number, delivery = newDelivery()): Promise<void> {
    clock.now += ms
    await delivery.tick()
    await delivery.idle()
  }

  const states = async () => (await stores.deliveries.of(subscription)).map(({ state }) => state)
  const noAnswer = () => new PostError('unknown', 'no-answer')

  it('posts what waits once, oldest first, and marks it sent with the id of its message', async () => {
    await enqueue('one', 'two')
    await pass(0)
    await pass(minute)
    expect(fake.channel.titles()).toEqual(['one', 'two'])
    const rows = await stores.deliveries.of(subscription)
    expect(rows.map(({ state, message_id }) => [state, message_id])).toEqual([
      ['sent', 'm1'],
      ['sent', 'm2'],
    ])
  })

  it('posts nothing before the slot and catches a missed slot up once', async () => {
    await pass(0)
    await enqueue('one')
    await pass(minute / 2)
    expect(fake.channel.posts).toHaveLength(0)
    await pass(8 * 60 * minute)
    await pass(0)
    expect(fake.channel.titles()).toEqual(['one'])
    const { next_run_at } = (await stores.subscriptions.get(subscription)) ?? { next_run_at: 0 }
    expect(next_run_at).toBeGreaterThan(clock.now)
  })

  it('posts nothing twice when the reply to a send is lost', async () => {
    await enqueue('one')
    fake.channel.faults.push({ when: 'after', error: noAnswer() })
    await pass(0)
    expect(await states()).toEqual(['claimed'])
    await pass(minute / 2)
    expect(await states()).toEqual(['sent'])
    expect(fake.channel.posts).toHaveLength(1)
  })

  it('posts again when a send never arrived', async () => {
    await enqueue('one')
    fake.channel.faults.push({ when: 'before', error: noAnswer() })
    await pass(0)
    await pass(minute / 2)
    expect(fake.channel.titles()).toEqual(['one'])
    expect(await states()).toEqual(['sent'])
  })

  it('waits longer after each attempt without an answer, and gives up after about a day', async () => {
    await enqueue('one')
    const attempts: number[] = []
    for (let elapsed = 0; elapsed < 2 * 24 * 60; ) {
      fake.channel.faults = [{ when: 'before', error: noAnswer() }]
      const before = fake.channel.attempts
      const step = elapsed < 30 ? 1 : 10
      await pass(step * minute)
      if (fake.channel.attempts > before) attempts.push(elapsed)
      elapsed += step
    }
    expect(attempts.slice(0, 6)).toEqual([0, 1, 2, 3, 5, 9])
    expect(attempts).toHaveLength(30)
    expect(attempts.at(-1)).toBeGreaterThan(20 * 60)
    expect(await stores.deliveries.of(subscription)).toMatchObject([{ state: 'failed', reason: 'no-answer' }])
  })

  it.each([
    ['after Discord took the message', 'after'],
    ['before Discord took the message', 'before'],
  ] as const)('survives dying between claim and sent, %s, within the nonce window', async (_, when) => {
    await enqueue('one')
    await dieWhileSending(when)
    clock.now += minute / 2
    await stores.deliveries.expireLeases(clock.now)
    await pass(0)
    expect(fake.channel.titles()).toEqual(['one'])
    expect(await states()).toEqual(['sent'])
  })

  it.each(['after', 'before'] as const)(
    'looks into the history when it comes back long after dying (%s the message existed)',
    async (when) => {
      await enqueue('one')
      await dieWhileSending(when)
      await pass(60 * minute)
      expect(fake.channel.titles()).toEqual(['one'])
      expect(await states()).toEqual(['sent'])
      expect(fake.channel.attempts).toBe(when === 'after' ? 1 : 2)
    },
  )

  /** The process ends in the middle of a send: its promise never settles. */
  async function dieWhileSending(when: 'before' | 'after'): Promise<void> {
    const post = fake.channels.post
    const reached = new Promise<void>((resolve) => {
      fake.channels.post = async (...args) => {
        if (when === 'after') await post(...args)
        else fake.channel.attempts++
        resolve()
        return new Promise(() => {})
      }
    })
    await newDelivery().tick()
    await reached
    fake.channels.post = post
    expect(await states()).toEqual(['claimed'])
  }

  it('keeps the backlog of a channel with a problem and goes on when it is mended', async () => {
    await enqueue('one')
    fake.channel.problem = { kind: 'missing-permission', permission: 'SendMessages' }
    await pass(0)
    expect(await stores.subscriptions.get(subscription)).toMatchObject({
      paused_reason: 'missing-permission:SendMessages',
    })
    fake.channel.problem = null
    await pass(minute)
    expect(fake.channel.titles()).toEqual(['one'])
    expect(await stores.subscriptions.get(subscription)).toMatchObject({ paused_reason: null })
  })

  it('waits when Discord refuses the channel while sending, and loses nothing', async () => {
    await enqueue('one', 'two')
    fake.channel.faults.push({ when: 'before', error: new PostError('blocked', 'unknown-channel') })
    await pass(0)
    expect(await states()).toEqual(['claimed', 'pending'])
    await pass(11 * minute)
    await pass(minute)
    expect(fake.channel.titles().toSorted()).toEqual(['one', 'two'])
    expect(await states()).toEqual(['sent', 'sent'])
  })

  it('ends a message that Discord will never take with its reason, and posts the next', async () => {
    await enqueue('one', 'two')
    fake.channel.faults.push({ when: 'before', error: new PostError('refused', 'discord-50035') })
    await pass(0)
    const rows = await stores.deliveries.of(subscription)
    expect(rows.map(({ state, reason }) => [state, reason])).toEqual([
      ['failed', 'discord-50035'],
      ['sent', null],
    ])
  })

  it('never gives a post up because its channel was blocked for long', async () => {
    await enqueue('one')
    fake.channel.faults.push({ when: 'before', error: new PostError('blocked', 'unknown-channel') })
    await pass(0)
    fake.channel.problem = { kind: 'unknown-channel' }
    for (let i = 0; i < 60; i++) await pass(10 * minute)
    fake.channel.problem = null
    fake.channel.faults.push({ when: 'before', error: noAnswer() })
    for (let i = 0; i < 3; i++) await pass(minute)
    expect(fake.channel.titles()).toEqual(['one'])
    expect(await states()).toEqual(['sent'])
  })

  it('says on the subscription why it waits while a claimed post is blocked', async () => {
    await enqueue('one')
    fake.channel.faults.push({ when: 'before', error: noAnswer() })
    await pass(0)
    fake.channel.problem = { kind: 'missing-permission', permission: 'SendMessages' }
    await pass(minute / 2)
    expect(await stores.subscriptions.get(subscription)).toMatchObject({
      paused_reason: 'missing-permission:SendMessages',
    })
  })

  it('gives up only the article that Discord refuses, not the list it is in', async () => {
    await enqueue(...Array.from({ length: 12 }, (_, i) => `n${i}`))
    fake.channel.refuses = 'n7'
    for (let i = 0; i < 6; i++) await pass(minute)
    const ended = await states()
    expect(ended.filter((state) => state === 'failed')).toHaveLength(1)
    expect(ended.filter((state) => state === 'sent')).toHaveLength(11)
  })

  it('posts nothing more of a source that the server has removed', async () => {
    await enqueue('one')
    const source = await stores.sources.byUrl('https://a.test/')
    await stores.sourceDeliveries.skipSource('g', source?.id ?? 0, clock.now)
    await pass(0)
    expect(fake.channel.posts).toEqual([])
    expect(await states()).toEqual(['skipped'])
  })

  it('sets slots right that a wrong clock put off', async () => {
    const delivery = newDelivery()
    clock.now += 365 * 24 * 60 * minute
    await delivery.tick()
    await delivery.idle()
    clock.now = noon + minute
    await delivery.repairSlots()
    await enqueue('one')
    await pass(minute)
    expect(fake.channel.titles()).toEqual(['one'])
  })

  describe('when the clock jumps', () => {
    const hour = 60 * minute
    beforeEach(async () => {
      await stores.subscriptions.endSlot(subscription, noon, null)
      await database.db.updateTable('subscriptions').set({ cron: '0 * * * *' }).execute()
    })
    /** Runs whatever is due at every minute from now on, with a repair every hour. */
    async function live(minutes: number, delivery: ReturnType<typeof newDelivery>): Promise<number[]> {
      const slots: number[] = []
      for (let i = 0; i < minutes; i++) {
        clock.now += minute
        if (i % 60 === 29) await delivery.repairSlots()
        const due = (await stores.subscriptions.get(subscription))?.next_run_at ?? 0
        if (due <= clock.now) slots.push(due)
        await delivery.tick()
        await delivery.idle()
      }
      return slots
    }

    it('runs each slot once when it is set back by an hour', async () => {
      const delivery = newDelivery()
      clock.now = noon - minute
      const before = await live(65, delivery)
      clock.now -= hour
      const after = await live(185, delivery)
      const slots = [...before, ...after]
      expect(slots).toEqual([0, 1, 2, 3].map((i) => noon + i * hour))
    })

    it('goes on within the hour when it is set back and posts come every minute', async () => {
      await database.db.updateTable('subscriptions').set({ cron: '* * * * *' }).execute()
      const delivery = newDelivery()
      await live(5, delivery)
      clock.now -= 24 * hour
      await enqueue('one')
      await live(31, delivery)
      expect(fake.channel.titles()).toEqual(['one'])
    })

    it('catches up once after eight hours of sleep, with what came meanwhile as one list', async () => {
      const delivery = newDelivery()
      await live(1, delivery)
      await enqueue(...Array.from({ length: 20 }, (_, i) => `n${i}`))
      clock.now += 8 * hour
      const slots = await live(61, delivery)
      expect(slots).toEqual([noon + hour, noon + 9 * hour])
      expect(fake.channel.posts.length).toBeLessThan(10)
      expect(new Set(await states())).toEqual(new Set(['sent']))
    })

    it.each([1, 10, 59])(
      'finds a message whose claim lies in the future, %s minutes after',
      async (later) => {
        clock.now = noon + hour
        await enqueue('one')
        await dieWhileSending('after')
        // The clock was an hour fast: Discord made the message an hour ago.
        for (const post of fake.channel.posts) post.at = noon
        clock.now = noon + later * minute
        await stores.deliveries.expireLeases(clock.now)
        fake.channel.forgetNonces = true
        await pass(0)
        expect(fake.channel.titles()).toEqual(['one'])
        expect(await states()).toEqual(['sent'])
      },
    )
  })

  it('rolls a flood into few messages and marks every article sent', async () => {
    await enqueue(...Array.from({ length: 60 }, (_, i) => `n${i}`))
    await pass(0)
    expect(fake.channel.posts.length).toBeLessThan(20)
    expect(new Set(await states())).toEqual(new Set(['sent']))
  })

  it('finishes the send under way when it stops, and starts no other', async () => {
    await enqueue('one', 'two', 'three')
    const delivery = newDelivery()
    const post = fake.channels.post
    let release = () => {}
    const reached = new Promise<void>((resolve) => {
      fake.channels.post = async (...args) => {
        resolve()
        await new Promise<void>((go) => {
          release = go
        })
        return post(...args)
      }
    })
    await delivery.tick()
    await reached
    const stopped = delivery.stop()
    release()
    await stopped
    fake.channels.post = post
    expect(await states()).toEqual(['sent', 'pending', 'pending'])
    await pass(0)
    expect(fake.channel.titles()).toEqual(['one', 'two', 'three'])
  })

  it('lets two processes post every article once between them', async () => {
    await enqueue('one', 'two', 'three')
    const [a, b] = [newDelivery(), newDelivery()]
    await Promise.all([a.tick(), b.tick()])
    await Promise.all([a.idle(), b.idle()])
    await pass(minute)
    expect(fake.channel.titles().toSorted()).toEqual(['one', 'three', 'two'])
  })

  it('looks before it posts again where Discord knows no nonce', async () => {
    fake.channel.knowsNonces = false
    await enqueue('one')
    fake.channel.faults.push({ when: 'after', error: noAnswer() })
    await pass(0)
    await pass(minute)
    await pass(minute)
    expect(fake.channel.posts).toHaveLength(1)
    expect(await states()).toEqual(['sent'])
    await enqueue('two')
    fake.channel.faults.push({ when: 'before', error: noAnswer() })
    for (let i = 0; i < 4; i++) await pass(minute)
    expect(fake.channel.titles()).toEqual(['one', 'two'])
  })

  describe('a digest', () => {
    beforeEach(async () => {
      const { topic_id } = (await stores.subscriptions.get(subscription)) ?? { topic_id: 0 }
      await stores.subscriptions.put({
        topic_id,
        guild_id: 'g',
        channel_id: 'c',
        cron: '0 12 * * *',
        time_zone: 'UTC',
        next_run_at: noon,
        style: 'digest',
        created_by: 'theo',
        created_at: noon,
      })
    })
    const onlyPost = () => fake.channel.posts[0]?.reply

    it('is one message for everything that waits, and nothing when nothing does', async () => {
      await enqueue(
        ...Array.from({ length: 30 }, (_, i) => `Train ${'abcdefghijklmnopqrstuvwxyzäöüß'[i]} derailed`),
      )
      await pass(0)
      await pass(24 * 60 * minute)
      expect(fake.channel.posts).toHaveLength(1)
      expect(await states()).toEqual(Array.from({ length: 30 }, () => 'sent'))
      const { title, description, footer } = onlyPost()?.embeds?.[0] ?? {}
      expect(title).toBe('Trains: what is new')
      expect(description?.match(/derailed/g)?.length).toBeGreaterThan(5)
      expect(footer).toMatch(/^30 articles · \d+ more stories$/)
    })

    it('is not posted twice when the reply to its send is lost', async () => {
      await enqueue('one', 'two')
      fake.channel.faults.push({ when: 'after', error: noAnswer() })
      await pass(0)
      for (let i = 0; i < 10; i++) await pass(minute)
      expect(fake.channel.posts).toHaveLength(1)
      expect(await states()).toEqual(['sent', 'sent'])
    })

    it('is recovered when it is as large as one can be', async () => {
      await stores.transaction(async (within) => {
        const source = { kind: 'feed', url: 'https://b.test/', title: 'B' } as const
        const blank = { site_url: null, etag: null, last_modified: null, next_check_at: noon }
        const { id: sourceId } = await within.sources.add({ ...source, ...blank }, noon)
        for (let i = 0; i < 500; i++) {
          const { id } = await within.articles.put(sourceId, draft({ title: `Train ${i}` }), clock.now)
          await within.deliveries.enqueue([subscription], id, clock.now)
        }
      })
      fake.channel.faults.push({ when: 'before', error: noAnswer() })
      await pass(0)
      await pass(minute)
      expect(fake.channel.posts).toHaveLength(1)
      expect(new Set(await states())).toEqual(new Set(['sent']))
    })

    it('says how the day compares with those before', async () => {
      for (let day = 0; day < 5; day++) {
        await enqueue(
          ...Array.from({ length: day === 4 ? 12 : 3 }, (_, i) => `Train ${day} ${'abcdefghijkl'[i]}`),
        )
        await pass(24 * 60 * minute)
      }
      expect(fake.channel.posts.at(-1)?.reply.embeds?.[0]?.footer).toMatch(
        /^12 articles, 4 times as many as usual \(3\)/,
      )
    })
  })

  describe('later coverage', () => {
    const coverage = () => createRefreshing({ stores, channels: fake.channels, log: silentLog })
    const text = () => fake.channel.posts[0]?.reply.embeds?.[0]?.description ?? ''
    async function told(by: string): Promise<number> {
      const blank = { site_url: null, etag: null, last_modified: null, next_check_at: noon }
      const url = `https://${by.toLowerCase()}.test/`
      const source = await stores.sources.add({ kind: 'feed', url, title: by, ...blank }, noon)
      await stores.followers.follow('g', source.id, 'theo', noon)
      return (await stores.articles.put(source.id, draft({ title: `Train derailed, says ${by}` }), clock.now))
        .id
    }
    async function postFirst(wanted: boolean): Promise<number> {
      const {
        id: _,
        topicName,
        paused_reason,
        ...row
      } = (await stores.subscriptions.get(subscription)) as never as Record<string, never>
      await stores.subscriptions.put({ ...(row as object), coverage: wanted ? 1 : 0 } as never)
      const first = await told('Herald')
      await stores.deliveries.enqueue([subscription], first, clock.now)
      await pass(0)
      return first
    }

    it('is added to the post, each time another source tells the news', async () => {
      const first = await postFirst(true)
      await coverage().tick(clock.now)
      expect(fake.channel.edits).toBe(0)
      await stores.stories.link(first, [first, await told('Tribune')])
      await coverage().tick(clock.now)
      await coverage().tick(clock.now)
      expect(fake.channel.edits).toBe(1)
      expect(text()).toContain('*Also covered by Tribune*')
      await stores.stories.link(first, [await told('Coast')])
      await coverage().tick(clock.now)
      expect(text()).toContain('*Also covered by Tribune, Coast*')
      expect(fake.channel.posts).toHaveLength(1)
    })

    it('is left out where the subscription does not want it', async () => {
      const first = await postFirst(false)
      await stores.stories.link(first, [first, await told('Tribune')])
      await coverage().tick(clock.now)
      expect(fake.channel.edits).toBe(0)
    })

    it('is tried again when Discord does not answer, and given up when the message is gone', async () => {
      const first = await postFirst(true)
      await stores.stories.link(first, [first, await told('Tribune')])
      fake.channel.faults.push({ when: 'before', error: noAnswer() })
      await coverage().tick(clock.now)
      await coverage().tick(clock.now)
      expect(text()).toContain('Also covered by Tribune')
      await stores.stories.link(first, [await told('Coast')])
      fake.channel.posts.length = 0
      await coverage().tick(clock.now)
      const [{ covered } = { covered: 0 }] = await stores.deliveries.of(subscription)
      expect(covered).toBeGreaterThan(1000)
    })
  })

  describe('options', () => {
    async function choose(options: Record<string, unknown>): Promise<void> {
      const before = await stores.subscriptions.get(subscription)
      if (before) await stores.subscriptions.change(before, options as never)
    }
    const reply = (index = 0) => fake.channel.posts[index]?.reply

    it('quiet hours hold what waits until they end', async () => {
      await choose({ quiet_hours: '12:00-14:00' })
      await enqueue('one')
      await pass(0)
      await pass(119 * minute)
      expect(fake.channel.posts).toHaveLength(0)
      await pass(minute)
      expect(fake.channel.titles()).toEqual(['one'])
    })

    it('a mention pings its role, and only for articles with its words', async () => {
      await choose({ mention_role: '77', mention_if: 'derailed' })
      await enqueue('A train derailed', 'A train arrived')
      await pass(0)
      expect([reply(0)?.content, reply(0)?.mentions]).toEqual(['<@&77>', ['77']])
      expect([reply(1)?.content, reply(1)?.mentions]).toEqual([undefined, undefined])
    })

    it('a text stands above each post, escaped, and not above lists if it speaks of one article', async () => {
      await choose({ template: 'News: {title}', max_posts: 1 })
      await enqueue('A *train*', 'B', 'C')
      await pass(0)
      expect(fake.channel.posts).toHaveLength(1)
      expect(reply()?.content).toBeUndefined()
      await choose({ max_posts: null })
      await enqueue('D *bold*')
      await pass(minute)
      expect(reply(1)?.content).toBe('News: D \\*bold\\*')
    })

    it('a list is one message for all that waits', async () => {
      await choose({ style: 'list' })
      await enqueue('one', 'two', 'three')
      await pass(0)
      expect(fake.channel.posts).toHaveLength(1)
    })

    it('a post in a forum has the title of its article, and tags', async () => {
      await choose({ tags: '["5"]' })
      await enqueue('one')
      await pass(0)
      expect(reply()?.post).toEqual({ name: 'one', tags: ['5'] })
    })

    it('patience waits while people talk, half an hour at most', async () => {
      await choose({ waits: 1 })
      fake.channel.silentFor = 0
      await enqueue('one')
      await pass(0)
      await pass(29 * minute)
      expect(fake.channel.posts).toHaveLength(0)
      await pass(minute)
      expect(fake.channel.posts).toHaveLength(1)
      fake.channel.silentFor = 3 * minute
      await enqueue('two')
      await pass(minute)
      expect(fake.channel.posts).toHaveLength(2)
    })

    it('publishing publishes each post once, tries again when Discord is busy, and gives up what it refuses', async () => {
      await choose({ publish: 1 })
      const publishing = createPublishing({ stores, channels: fake.channels, log: silentLog })
      await enqueue('one', 'two')
      await pass(0)
      fake.channel.faults.push({ when: 'before', error: new PostError('unknown', 'rate-limited') })
      await publishing.tick(clock.now)
      expect(fake.channel.published).toEqual([])
      await publishing.tick(clock.now)
      await publishing.tick(clock.now)
      expect(fake.channel.published).toEqual(['m1', 'm2'])
      await enqueue('three')
      await pass(minute)
      fake.channel.faults.push({ when: 'before', error: new PostError('refused', 'discord-40033') })
      await publishing.tick(clock.now)
      await publishing.tick(clock.now)
      expect(fake.channel.published).toEqual(['m1', 'm2'])
    })

    it('coverage posts news of several sources once', async () => {
      await choose({ coverage: 1 })
      const tell = async (by: string) => {
        const blank = { site_url: null, etag: null, last_modified: null, next_check_at: noon }
        const url = `https://${by}.test/`
        const source = await stores.sources.add({ kind: 'feed', url, title: by, ...blank }, noon)
        const { id } = await stores.articles.put(
          source.id,
          draft({ title: `Derailed, says ${by}` }),
          clock.now,
        )
        await stores.deliveries.enqueue([subscription], id, clock.now)
        return id
      }
      const first = await tell('a')
      await stores.stories.link(first, [first, await tell('b')])
      await pass(0)
      await stores.stories.link(first, [await tell('c')])
      await pass(minute)
      expect(fake.channel.titles()).toEqual(['Derailed, says a'])
      expect(await states()).toEqual(['sent', 'skipped', 'skipped'])
    })

    it('a refused digest is halved, not scattered', async () => {
      await choose({ style: 'digest' })
      await enqueue(...Array.from({ length: 16 }, (_, i) => `Train ${'abcdefghijklmnop'[i]}`))
      fake.channel.faults.push({ when: 'before', error: new PostError('refused', 'discord-200000') })
      for (let i = 0; i < 5; i++) await pass(minute)
      expect(fake.channel.posts).toHaveLength(2)
      expect(new Set(await states())).toEqual(new Set(['sent']))
    })
  })

  it('edits the post of an article whose title changed, once, and no other', async () => {
    const refreshing = createRefreshing({ stores, channels: fake.channels, log: silentLog })
    await enqueue('A train derailed', 'Another train')
    await pass(0)
    await pass(minute)
    await refreshing.tick(clock.now)
    expect(fake.channel.edits).toBe(0)
    const source = await stores.sources.byUrl('https://a.test/')
    const [first] = await stores.deliveries.of(subscription)
    clock.now += minute
    const known = { ...draft({ title: 'A train derailed' }), title: 'A train derailed in Millgate' }
    await stores.articles.put(source?.id ?? 0, known, clock.now, { known: first?.article_id ?? 0 })
    await refreshing.tick(clock.now)
    await refreshing.tick(clock.now)
    expect(fake.channel.edits).toBe(1)
    expect(fake.channel.titles()).toEqual(['A train derailed in Millgate', 'Another train'])
  })
})
