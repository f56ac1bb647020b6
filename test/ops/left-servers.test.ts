import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { silentLog } from '../../src/core/log.js'
import { forgetGuild } from '../../src/ops/forget.js'
import { createLeftServers } from '../../src/ops/left-servers.js'
import { type OpenDatabase, openDatabase } from '../../src/store/database.js'
import { createStores, type Stores } from '../../src/store/stores.js'
import { keptTables, tables } from '../../src/store/tables.js'
import { createTopicWatch } from '../../src/topics/topic-watch.js'
import { draft, noon } from '../support/articles.js'
import { startTestBot } from '../support/bot.js'
import { dialects, emptyDatabase } from '../support/database.js'
import { fillDatabase, rowsOf } from '../support/filled-database.js'

const day = 86_400_000
const guild = '700000000000000001'
const otherGuild = '700000000000000002'
const mia = '800000000000000001'
const theo = '800000000000000002'

describe.each(dialects)('what is stored of servers and people on %s', (dialect) => {
  let database: OpenDatabase
  let stores: Stores

  beforeEach(async () => {
    database = await openDatabase(await emptyDatabase(dialect))
    stores = createStores(database.db)
    // Rows of nobody who is asked about, in every table.
    await fillDatabase(database.db)
    for (const guildId of [guild, otherGuild]) await addServer(guildId)
  })
  afterEach(() => database.close())

  /** A server with something in each table, partly made by Mia. */
  async function addServer(guildId: string): Promise<void> {
    const blank = { site_url: null, etag: null, last_modified: null, next_check_at: noon }
    const shared =
      (await stores.sources.byUrl('https://shared.test/')) ??
      (await stores.sources.add(
        { kind: 'feed', url: 'https://shared.test/', title: 'Shared', ...blank },
        noon,
      ))
    const url = `https://own.test/${guildId}`
    const own = await stores.sources.add({ kind: 'feed', url, title: 'Own', ...blank, scope: guildId }, noon)
    for (const { id } of [shared, own]) await stores.followers.follow(guildId, id, mia, noon)
    const articles: number[] = []
    const subscriptions: number[] = []
    for (let i = 0; i < 60; i++)
      articles.push((await stores.articles.put(own.id, draft({ title: `n${i}` }), noon)).id)
    for (const userId of [null, mia, theo]) {
      const topic = await stores.topics.add({
        guild_id: guildId,
        name: 'Ferry',
        query: 'ferry',
        user_id: userId,
        created_by: userId ?? mia,
        created_at: noon,
      })
      const { id } = await stores.subscriptions.put({
        topic_id: topic?.id ?? 0,
        guild_id: guildId,
        channel_id: `direct-${guildId}-${userId}`,
        user_id: userId,
        cron: '* * * * *',
        time_zone: 'UTC',
        next_run_at: noon,
        created_by: userId ?? mia,
        created_at: noon,
      })
      subscriptions.push(id)
      await stores.topics.read(topic?.id ?? 0, mia, noon)
      await stores.conversations.put(
        { place: `direct-${guildId}-${userId}`, userId: null, aloud: true },
        'Why?',
        { guildId, now: noon },
      )
    }
    for (const article of articles) await stores.deliveries.enqueue(subscriptions, article, noon)
    for (const userId of [mia, theo]) {
      await stores.searches.remember(guildId, userId, 'ferry', noon)
      await stores.views.save({ query: 'ferry', userId }, { guildId, userId, now: noon })
      for (const aloud of [false, true])
        await stores.conversations.put({ place: `${guildId}9`, userId, aloud }, 'When?', {
          guildId,
          now: noon,
        })
    }
    await stores.settings.change(guildId, { moderatorChannel: 'mods' })
    await stores.modelUsage.reserve(guildId, '2026-11-02', { tokens: 1, ms: 1 }, { tokens: 9, ms: 9 })
    await stores.feedback.put(Number(guildId.slice(-1)) + 50, {
      guildId,
      question: `Does <@${mia}> know?`,
      level: 'answer',
      evidence: [],
      good: true,
      version: '1',
      givenAt: noon,
    })
    await database.db
      .insertInto('audit_log')
      .values({ guild_id: guildId, user_id: mia, action: 'x', detail: `{"by":"${mia}"}`, at: noon })
      .execute()
  }

  /** Every table and column of the database in which the id stands. */
  async function placesOf(id: string): Promise<string[]> {
    const places = new Set<string>()
    for (const table of Object.keys(tables))
      for (const row of await rowsOf(database.db, table))
        for (const [column, cell] of Object.entries(row))
          if (String(cell).includes(id)) places.add(`${table}.${column}`)
    return [...places]
  }

  async function countAll(): Promise<Record<string, number>> {
    const counts = await Promise.all(
      keptTables.map(async (table) => [table, (await rowsOf(database.db, table)).length] as const),
    )
    return Object.fromEntries(counts)
  }

  it('forgets a server: no column of any table holds its id, and nothing else is gone', async () => {
    const own = await stores.sources.byUrl(`https://own.test/${guild}`, guild)
    const blank = { site_url: null, etag: null, last_modified: null, next_check_at: noon }
    const copy = { kind: 'feed', url: 'https://left.test/', title: 'Left', ...blank, scope: guild } as const
    const unfollowed = await stores.sources.add(copy, noon)
    await stores.followers.follow(guild, unfollowed.id, mia, noon)
    await stores.followers.unfollow(guild, unfollowed.id, noon)
    const before = await countAll()
    expect((await placesOf(guild)).length).toBeGreaterThan(8)
    const deleted = await forgetGuild(stores, guild)
    expect(await stores.sources.get(own?.id ?? 0)).toBeUndefined()
    expect(await placesOf(guild)).toEqual([])
    const after = await countAll()
    for (const table of keptTables)
      expect([table, (before[table] ?? 0) - (after[table] ?? 0)]).toEqual([table, deleted[table] ?? 0])
    expect(deleted).toMatchObject({ sources: 2, articles: 60, deliveries: 180, topics: 3, guild_sources: 2 })
    expect((await stores.followers.followedBy(otherGuild)).map(({ title }) => title)).toEqual([
      'Own',
      'Shared',
    ])
  })

  it('tells the process that watches topics of a server that was forgotten', async () => {
    const watch = createTopicWatch()
    await watch.refresh(stores)
    const [own] = (await stores.followers.followedBy(guild)).map(({ id }) => id)
    expect(watch.isWatched(own ?? 0)).toBe(true)
    await forgetGuild(stores, guild)
    await watch.refresh(stores)
    expect(watch.isWatched(own ?? 0)).toBe(false)
    const [others] = (await stores.followers.followedBy(otherGuild)).map(({ id }) => id)
    expect(watch.isWatched(others ?? 0)).toBe(true)
  })

  it('forgets a person: no column of any table holds their id, and servers keep what is theirs', async () => {
    const before = await countAll()
    const { deleted, anonymised } = await stores.people.forget(mia)
    expect(await placesOf(mia)).toEqual([])
    expect(deleted).toEqual({
      topics: 2,
      subscriptions: 2,
      deliveries: 120,
      searches: 2,
      topic_reads: 4,
      views: 2,
      conversations: 6,
    })
    expect(anonymised).toMatchObject({
      topics: 2,
      subscriptions: 2,
      guild_sources: 4,
      audit_log: 4,
      feedback: 2,
    })
    const after = await countAll()
    for (const table of ['sources', 'articles', 'guild_sources', 'audit_log', 'feedback'] as const)
      expect(after[table]).toBe(before[table])
    expect(await stores.searches.of(guild, theo)).toEqual(['ferry'])
    expect(await stores.topics.of(guild)).toHaveLength(1)
    expect(await stores.subscriptions.ofPerson(guild, theo)).toHaveLength(1)
    expect(await stores.people.forget(mia)).toEqual({ deleted: {}, anonymised: {} })
  })

  it('leaves a server as it is whose id is given for that of a person', async () => {
    const topics = await stores.topics.of(guild)
    expect((await stores.people.forget(guild)).deleted).toEqual({})
    expect(await stores.topics.of(guild)).toEqual(topics)
    expect(await stores.followers.followedBy(guild)).toHaveLength(2)
  })

  it('deletes the data of a server that was left when its time has come, in small steps', async () => {
    const servers = createLeftServers({ stores, graceMs: 30 * day, log: silentLog })
    await servers.left(guild, noon)
    await servers.left(guild, noon + 20 * day)
    await servers.tick(noon + 29 * day)
    expect(await stores.topics.of(guild)).toHaveLength(1)
    let ticks = 0
    while ((await stores.guilds.leftBefore(noon + 31 * day)) === guild && ticks++ < 20)
      await servers.tick(noon + 31 * day)
    expect(ticks).toBeLessThan(20)
    // The note for the processes that watched its topics goes a day later.
    expect(await placesOf(guild)).toEqual(['watch_changes.guild_id'])
    await stores.watches.prune(await stores.watches.version())
    expect(await placesOf(guild)).toEqual([])
    expect(await stores.topics.of(otherGuild)).toHaveLength(1)
  })

  it('keeps the data of a server that came back in time', async () => {
    const servers = createLeftServers({ stores, graceMs: 30 * day, log: silentLog })
    await servers.left(guild, noon)
    await servers.joined(guild)
    await servers.tick(noon + 31 * day)
    expect(await stores.topics.of(guild)).toHaveLength(1)
  })

  it('notes at the start what happened while it was down, and nothing of the servers of other processes', async () => {
    const third = '700000000000000003'
    await addServer(third)
    await database.db.deleteFrom('left_guilds').execute()
    await stores.guilds.markLeft([otherGuild], noon - 100 * day)
    const isIn = new Map([
      [guild, false],
      [otherGuild, true],
    ])
    const servers = createLeftServers({ stores, graceMs: 30 * day, log: silentLog })
    await servers.reconcile({ isIn: (id) => isIn.get(id) }, noon)
    expect(await stores.guilds.left('', 10)).toEqual([guild])
    expect(await stores.guilds.leftBefore(noon)).toBeUndefined()
    expect(await stores.guilds.leftBefore(noon + 1)).toBe(guild)
  })
})

describe('a bot that is removed from a server', () => {
  it('notes it, forgets the note when it is back, and notices both also after a restart', async () => {
    const bot = await startTestBot()
    const { discord } = bot
    await bot.services.stores.settings.change(discord.guildId, { moderatorChannel: 'mods' })
    const left = () => bot.services.stores.guilds.left('', 10)
    const until = async (ids: string[]) => {
      for (let tries = 0; tries < 200 && String(await left()) !== String(ids); tries++)
        await new Promise((resolve) => setTimeout(resolve, 10))
      expect(await left()).toEqual(ids)
    }
    discord.moveBot(discord.guildId, false)
    await until([discord.guildId])
    discord.moveBot(discord.guildId, true)
    await until([])
    discord.moveBot(discord.guildId, false)
    await until([discord.guildId])
    await bot.services.stores.guilds.markPresent(discord.guildId)
    await bot.restart()
    expect(await left()).toEqual([discord.guildId])
    discord.moveBot(discord.guildId, true)
    await bot.restart()
    expect(await left()).toEqual([])
    await bot.stop()
  })
})
