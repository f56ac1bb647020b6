import type { APIMessage } from 'discord-api-types/v10'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { readConfig } from '../src/config.js'
import { silentLog } from '../src/core/log.js'
import { isServedBy } from '../src/core/shards.js'
import type { LocalDiscord } from '../src/preview/local-discord.js'
import { type Running, runBot } from '../src/run-bot.js'
import { noon } from './support/articles.js'
import { rss, type Site, startSite } from './support/bot.js'
import { emptyDatabase } from './support/database.js'
import { expectNoViolations, openDiscord } from './support/discord.js'
import { openTcpProxy, type TcpProxy } from './support/tcp-proxy.js'

/** Two processes' bots in one: what they share is only the database and Discord. */
describe('two processes with half of the shards each', () => {
  let discord: LocalDiscord
  let site: Site
  let proxy: TcpProxy
  const clock = { now: noon }
  const bots: Running[] = []
  /** A server of each of the two shards, and its channel. */
  let places: { guildId: string; channelId: string }[]

  const startBot = (SHARDS: string) => {
    const config = readConfig({
      SHARDS,
      DATABASE_URL: proxy.url,
      POLL_SECONDS: '30',
    })
    const { token, apiUrl } = discord
    return runBot({ ...config, token, apiUrl }, silentLog, {
      now: () => clock.now,
      schedule: false,
      greets: false,
    })
  }

  beforeAll(async () => {
    discord = await openDiscord({ moreServers: 2 })
    const location = await emptyDatabase('postgres')
    proxy = await openTcpProxy('url' in location ? location.url : '')
    site = await startSite({
      '/one': rss([{ id: 'old', title: 'The ferry of old' }]),
      '/two': rss([{ id: 'x', title: 'Elsewhere' }], 'Two'),
    })
    places = [0, 1].map(
      (id) =>
        discord.servers.find(({ guildId }) => isServedBy({ ids: [id], total: 2 }, guildId)) ?? {
          guildId: '',
          channelId: '',
        },
    )
    for (const shards of ['0/2', '1/2']) bots.push(await startBot(shards))
    await Promise.all(bots.map(({ indexed }) => indexed))
  })
  afterAll(async () => {
    await Promise.all(bots.map((bot) => bot.stop()))
    expectNoViolations(discord)
    await discord.close()
    await site.close()
    await proxy.close()
  })
  beforeEach(() => {
    clock.now += 60_000
  })

  const at = (i: number) => ({ ...(places[i] ?? { guildId: '', channelId: '' }), bot: bots[i] as Running })
  const follow = (i: number, path: string) =>
    at(i).bot.services.sources.follow({
      address: `${site.url}${path}`,
      guildId: at(i).guildId,
      userId: 'theo',
      post: 0,
      now: clock.now,
      progress: async () => {},
    })
  const titles = (i: number, query = 'ferry') =>
    at(i).bot.services.index.search(query, { limit: 10 }).hits.length

  async function subscribe(i: number): Promise<void> {
    const { guildId, channelId, bot } = at(i)
    const made = { guild_id: guildId, created_by: 'theo', created_at: clock.now }
    const topic = await bot.services.stores.topics.add({ name: 'Ferries', query: 'ferry', ...made })
    await bot.services.stores.subscriptions.put({
      topic_id: topic?.id ?? 0,
      channel_id: channelId,
      cron: '* * * * *',
      time_zone: 'UTC',
      next_run_at: clock.now,
      ...made,
    })
  }

  it('answer what happens in their own servers, and hear nothing of the others', async () => {
    for (const i of [0, 1]) {
      const { message, failed } = await discord.as('member', { home: at(i).channelId }).command('help')
      expect({ i, failed, answered: message !== undefined }).toEqual({ i, failed: undefined, answered: true })
      expect(at(i).bot.channels.nameOf(at(i).channelId)).toBeDefined()
      expect(at(1 - i).bot.channels.nameOf(at(i).channelId)).toBeUndefined()
    }
  })

  it('find what their own servers follow, also what another process has read long ago', async () => {
    await follow(0, '/one')
    expect([titles(0), titles(1)]).toEqual([1, 0])
    await at(1).bot.services.catchUp(clock.now)
    expect(titles(1)).toBe(0)
    await follow(1, '/one')
    expect(titles(1)).toBe(1)
  })

  it('post an article in all servers, whichever of them read it, each in its own', async () => {
    for (const i of [0, 1]) await subscribe(i)
    site.pages['/one'] = rss([
      { id: 'new', title: 'A new ferry' },
      { id: 'old', title: 'The ferry of old' },
    ])
    clock.now += 3_600_000
    await at(1).bot.services.sources.pollDue()
    await at(0).bot.delivery.tick()
    await at(0).bot.delivery.idle()
    expect([0, 1].map((i) => discord.messages(at(i).channelId).length)).toEqual([1, 0])
    await at(1).bot.delivery.tick()
    await at(1).bot.delivery.idle()
    expect([0, 1].map((i) => discord.messages(at(i).channelId).length)).toEqual([1, 1])
    // Announced by the one that read it, to the one that did not.
    await expect.poll(() => titles(0, '"new ferry"')).toBe(1)
  })

  it('read a source once, however many of them look', async () => {
    const before = site.requests.length
    clock.now += 3_600_000
    await Promise.all(bots.map((bot) => bot.services.sources.pollDue()))
    const read = site.requests.slice(before).map(({ path }) => path)
    expect(read.filter((path) => path === '/one')).toHaveLength(1)
  })

  it('say that the database cannot be reached, and go on when it can', async () => {
    proxy.cut()
    const asked = discord.as('moderator', { home: at(1).channelId })
    const said = async () => saidBy((await asked.command('source list')).message)
    expect(await said()).toContain('The database cannot be reached just now')
    proxy.mend()
    await expect.poll(said, { timeout: 10_000 }).toContain('Harbour News')
  })
})

function saidBy(message: APIMessage | undefined): string {
  return JSON.stringify([message?.content, message?.embeds, message?.components])
}
