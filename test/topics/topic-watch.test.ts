import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { type OpenDatabase, openDatabase } from '../../src/store/database.js'
import { createStores, type Stores } from '../../src/store/stores.js'
import { createTopicWatch, type TopicWatch } from '../../src/topics/topic-watch.js'
import { draft, noon } from '../support/articles.js'
import { dialects, emptyDatabase } from '../support/database.js'
import { randomFrom } from '../support/random.js'

describe.each(dialects)('topic watch on %s', (dialect) => {
  let database: OpenDatabase
  let stores: Stores
  let watch: TopicWatch

  beforeEach(async () => {
    database = await openDatabase(await emptyDatabase(dialect))
    stores = createStores(database.db)
    watch = createTopicWatch()
  })
  afterEach(() => database.close())

  const follow = async (guildId: string, name = 'a') => {
    const source = await stores.sources.add(
      {
        kind: 'feed',
        url: `https://${name}.test/feed`,
        title: name,
        site_url: null,
        etag: null,
        last_modified: null,
        next_check_at: noon,
      },
      noon,
    )
    await stores.followers.follow(guildId, source.id, 'theo', noon)
    return source.id
  }
  const made = { created_by: 'theo', created_at: noon }
  const addTopic = async (guildId: string, query: string, name = query) => {
    const topic = await stores.topics.add({ guild_id: guildId, name, query, ...made })
    if (!topic) throw new Error('topic exists')
    return topic.id
  }
  const subscribe = async (topicId: number, guildId: string, channelId = 'news') => {
    const place = { channel_id: channelId, cron: '* * * * *', time_zone: 'UTC', next_run_at: noon }
    const { id } = await stores.subscriptions.put({ topic_id: topicId, guild_id: guildId, ...place, ...made })
    return id
  }
  const unsubscribe = async (topicId: number, channelId: string) => {
    const subscription = await stores.subscriptions.at(topicId, channelId)
    if (subscription) await stores.bin.removeSubscription(subscription.id, noon)
  }
  const told = async (sourceId: number, title: string, guildId?: string) => {
    await watch.refresh(stores)
    return watch
      .subscriptionsFor({
        article: { ...draft({ title }), language: 'en' },
        source: { id: sourceId, title: 'a', url: 'https://a.test/feed' },
        now: noon,
        ...(guildId !== undefined && { guildId }),
      })
      .sort((a, b) => a - b)
  }

  it('tells only subscribed topics of servers that follow the source', async () => {
    const source = await follow('g1')
    const subscription = await subscribe(await addTopic('g1', 'trains'), 'g1')
    await addTopic('g1', 'train')
    await subscribe(await addTopic('g2', 'trains'), 'g2')
    expect(await told(source, 'A new train')).toEqual([subscription])
    expect(await told(source + 1, 'A new train')).toEqual([])
  })

  it('tells everyone who stored the same query, or only one server', async () => {
    const source = await follow('g1')
    await stores.followers.follow('g2', source, 'theo', noon)
    const first = await subscribe(await addTopic('g1', 'trains'), 'g1')
    const second = await subscribe(await addTopic('g2', 'trains'), 'g2')
    expect(await told(source, 'A new train')).toEqual([first, second])
    expect(await told(source, 'A new train', 'g2')).toEqual([second])
    expect(await told(source, 'A new train', 'g3')).toEqual([])
  })

  it('takes in every kind of change', async () => {
    const source = await follow('g1')
    expect(await told(source, 'A new train')).toEqual([])
    expect(watch.isWatched(source)).toBe(false)
    const topic = await addTopic('g1', 'trains')
    const subscription = await subscribe(topic, 'g1')
    expect(await told(source, 'A new train')).toEqual([subscription])
    await stores.topics.edit({ id: topic, guild_id: 'g1' }, { query: 'ferry' })
    expect(await told(source, 'A new train')).toEqual([])
    await stores.topics.edit({ id: topic, guild_id: 'g1' }, { query: 'trains' })
    await stores.followers.unfollow('g1', source, noon)
    expect(await told(source, 'A new train')).toEqual([])
    await stores.followers.follow('g1', source, 'theo', noon)
    const elsewhere = await subscribe(topic, 'g1', 'other')
    expect(await told(source, 'A new train')).toEqual([subscription, elsewhere])
    await stores.bin.removeSubscription(subscription, noon)
    expect(await told(source, 'A new train')).toEqual([elsewhere])
    await stores.bin.removeTopic(topic, noon + 1)
    expect(await told(source, 'A new train')).toEqual([])
    expect(watch.isWatched(source)).toBe(false)
    expect(await stores.bin.restoreTopic(topic)).toBe(true)
    expect(await told(source, 'A new train')).toEqual([elsewhere])
    await stores.topics.remove(topic)
    expect(await told(source, 'A new train')).toEqual([])
  })

  it('takes in that a source went with its followers', async () => {
    const source = await follow('g1')
    await subscribe(await addTopic('g1', 'trains'), 'g1')
    await watch.refresh(stores)
    expect(watch.isWatched(source)).toBe(true)
    await database.db.deleteFrom('sources').where('id', '=', source).execute()
    await watch.refresh(stores)
    expect(watch.isWatched(source)).toBe(false)
  })

  it('narrows a topic to its width', async () => {
    const source = await follow('g1')
    const topic = await addTopic('g1', 'text')
    await subscribe(topic, 'g1')
    const text = `Nothing here.\n\n${'Other words stand here. '.repeat(20)}\n\nThe text.`
    const count = async () => {
      await watch.refresh(stores)
      const article = { ...draft({ title: 'News', text }), language: 'en' }
      return watch.subscriptionsFor({ article, source: { id: source, title: '', url: '' }, now: noon }).length
    }
    expect(await count()).toBe(0)
    await stores.topics.edit({ id: topic, guild_id: 'g1' }, { width: 'wide' })
    expect(await count()).toBe(1)
  })

  it('reads one number as long as nothing has changed', async () => {
    await subscribe(await addTopic('g1', 'trains'), 'g1')
    await watch.refresh(stores)
    const fail = () => Promise.reject(new Error('read'))
    const { version } = stores.watches
    await watch.refresh({ watches: { version, changedSince: fail, topics: fail, following: fail } })
    await stores.subscriptions.endSlot(1, noon + 1, null)
    await watch.refresh({ watches: { version, changedSince: fail, topics: fail, following: fail } })
  })

  it('knows after random changes what one that starts now knows', async () => {
    const random = randomFrom(5)
    const pick = (count: number) => Math.floor(random() * count)
    const sources = [await follow('g0', 'a'), await follow('g0', 'b'), await follow('g0', 'c')]
    const topics: { id: number; guild: string }[] = []
    for (let step = 0; step < 60; step++) {
      const guild = `g${pick(4)}`
      const topic = topics[pick(topics.length)]
      const kind = pick(6)
      if (kind === 0) await stores.followers.follow(guild, sources[pick(3)] ?? 0, 'theo', noon)
      if (kind === 1) await stores.followers.unfollow(guild, sources[pick(3)] ?? 0, noon)
      if (kind === 2)
        topics.push({ id: await addTopic(guild, pick(2) ? 'trains' : 'ferry', `t${step}`), guild })
      if (kind === 3 && topic) await subscribe(topic.id, topic.guild, `c${pick(3)}`)
      if (kind === 4 && topic) await unsubscribe(topic.id, `c${pick(3)}`)
      if (kind === 5 && topic && random() < 0.3) {
        topics.splice(topics.indexOf(topic), 1)
        await stores.topics.remove(topic.id)
      }
      const known = [
        await told(sources[0] ?? 0, 'A train and a ferry'),
        await told(sources[1] ?? 0, 'A train'),
      ]
      const kept = watch
      watch = createTopicWatch()
      const fresh = [
        await told(sources[0] ?? 0, 'A train and a ferry'),
        await told(sources[1] ?? 0, 'A train'),
      ]
      watch = kept
      expect(known, `step ${step}`).toEqual(fresh)
    }
  })
})
