import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { type OpenDatabase, openDatabase } from '../../src/store/database.js'
import { createStores, type Stores } from '../../src/store/stores.js'
import { draft, minute, noon } from '../support/articles.js'
import { dialects, emptyDatabase } from '../support/database.js'

describe.each(dialects)('the bin on %s', (dialect) => {
  let database: OpenDatabase
  let stores: Stores
  const guild = 'g1'

  beforeEach(async () => {
    database = await openDatabase(await emptyDatabase(dialect))
    stores = createStores(database.db)
  })
  afterEach(() => database.close())

  const addSource = async () => {
    const blank = { site_url: null, etag: null, last_modified: null, next_check_at: noon }
    const source = await stores.sources.add(
      { kind: 'feed', url: 'https://a.test/', title: 'A', ...blank },
      noon,
    )
    await stores.followers.follow(guild, source.id, 'theo', noon)
    return source.id
  }
  const addTopic = async (name: string, owner: { user_id?: string } = {}) => {
    const topic = await stores.topics.add({
      guild_id: guild,
      name,
      query: name,
      created_by: 'theo',
      created_at: noon,
      ...owner,
    })
    if (!topic) throw new Error('topic exists')
    return topic
  }
  const subscribe = async (topicId: number, channel: string, owner: { user_id?: string } = {}) => {
    const { id } = await stores.subscriptions.put({
      topic_id: topicId,
      guild_id: guild,
      channel_id: channel,
      cron: '* * * * *',
      time_zone: 'UTC',
      next_run_at: noon,
      created_by: 'theo',
      created_at: noon,
      ...owner,
    })
    return id
  }

  it('counts what a server would lose: of everyone, not what single people watch for', async () => {
    const source = await addSource()
    const [first, second] = [await addTopic('Trains'), await addTopic('Ferries')]
    const own = await addTopic('Ships', { user_id: 'mia' })
    const news = await subscribe(first.id, 'news')
    const tech = await subscribe(first.id, 'tech')
    await subscribe(second.id, 'news')
    const direct = await subscribe(own.id, 'direct', { user_id: 'mia' })
    const article = await stores.articles.put(source, draft({ title: 'One' }), noon)
    const held = await stores.articles.put(source, draft({ title: 'Two' }), noon)
    await stores.deliveries.enqueue([news, tech, direct], article.id, noon)
    await stores.deliveries.enqueue([news], held.id, noon, 'held')
    expect(await stores.bin.lossOfSource(guild, source)).toEqual({ articles: 2, topics: 1, waiting: 3 })
    expect(await stores.bin.lossOfTopic(guild, first.id)).toEqual({ subscriptions: 2, waiting: 3 })
    expect(await stores.bin.lossOfTopic(guild, second.id)).toEqual({ subscriptions: 1, waiting: 0 })
    expect(await stores.bin.lossOfSubscription(news)).toBe(2)
  })

  it('is neither due nor waiting for the watchdog, which would end a bot that leaves it alone', async () => {
    const source = await addSource()
    const topic = await addTopic('Trains')
    const news = await subscribe(topic.id, 'news')
    const { id } = await stores.articles.put(source, draft({ title: 'One' }), noon)
    await stores.deliveries.enqueue([news], id, noon)
    await stores.bin.removeTopic(topic.id, noon)
    expect(await stores.subscriptions.oldestDue(noon)).toBeUndefined()
    expect(await stores.deliveries.countOpen(10)).toEqual({ pending: 0, claimed: 0 })
    await stores.bin.restoreTopic(topic.id)
    expect(await stores.subscriptions.oldestDue(noon)).toBe(noon)
    expect(await stores.deliveries.countOpen(10)).toEqual({ pending: 1, claimed: 0 })
  })

  it('gives a topic back with its subscriptions, and not while its name is taken', async () => {
    const topic = await addTopic('Trains')
    const news = await subscribe(topic.id, 'news')
    expect(await stores.bin.removeTopic(topic.id, noon)).toBe(true)
    expect(await stores.bin.removeTopic(topic.id, noon)).toBe(false)
    expect(await stores.topics.edit(topic, { name: 'Ghost' })).toBe(false)
    expect(await stores.topics.get(guild, topic.id)).toBeUndefined()
    const other = await addTopic('trains')
    expect(await stores.bin.restoreTopic(topic.id)).toBe(false)
    expect(await stores.topics.edit(other, { name: 'Trams' })).toBe(true)
    expect(await stores.bin.restoreTopic(topic.id)).toBe(true)
    expect((await stores.subscriptions.of(guild)).map(({ id }) => id)).toEqual([news])
    expect(await stores.bin.restoreTopic(topic.id)).toBe(false)
  })

  it('renames a topic to what no other topic of the server is called, in whatever case', async () => {
    const [trains, ferries] = [await addTopic('Trains'), await addTopic('Ferries')]
    expect(await stores.topics.edit(trains, { name: 'FERRIES' })).toBe(false)
    expect(await stores.topics.edit(trains, { name: 'TRAINS', query: 'rail' })).toBe(true)
    expect(await stores.topics.byName(guild, 'trains')).toMatchObject({ name: 'TRAINS', query: 'rail' })
    expect(await stores.topics.edit(ferries, { name: 'Boats' })).toBe(true)
    expect(await stores.topics.byName(guild, 'ferries')).toBeUndefined()
  })

  it('makes room for a subscription that moves to where another one was removed', async () => {
    const { id } = await addTopic('Trains')
    const news = await subscribe(id, 'news')
    const tech = await subscribe(id, 'tech')
    await stores.bin.removeSubscription(tech, noon)
    await stores.subscriptions.change({ id: news, topic_id: id }, { channel_id: 'tech' })
    expect((await stores.subscriptions.get(news))?.channel_id).toBe('tech')
    expect(await stores.bin.restoreSubscription(tech)).toBe(false)
  })

  it('is noted by whom: entries are of one server, and taken back once', async () => {
    const entry = { user_id: 'theo', action: 'topic.removed', detail: '{}', at: noon, undo: '{}' }
    const id = await stores.audit.add({ guild_id: guild, ...entry })
    await stores.audit.add({ guild_id: 'g2', ...entry, at: noon + minute })
    expect(await stores.audit.get(guild, id)).toMatchObject({ user_id: 'theo', undone_at: null })
    expect(await stores.audit.get('g2', id)).toBeUndefined()
    expect((await stores.audit.undoable(guild, noon))?.id).toBe(id)
    expect(await stores.audit.undoable(guild, noon + 1)).toBeUndefined()
    expect(await stores.audit.markUndone(id, noon)).toBe(true)
    expect(await stores.audit.markUndone(id, noon)).toBe(false)
    expect(await stores.audit.undoable(guild, noon)).toBeUndefined()
  })
})
