import { type LocalDiscord, startLocalDiscord } from '../../src/preview/local-discord.js'
import { type Database, type Location, openDatabase } from '../../src/store/database.js'
import { createStores, type Stores } from '../../src/store/stores.js'
import { type ChaosBot, spawnBot } from './chaos-bot.js'
import { type Sites, startSites } from './sites.js'

/** A topic's word, and the channel that follows it. */
export interface Place {
  word: string
  channelId: string
  subscriptionId: number
}

/** What outlives the bot's process: Discord, the web, the database, and the time that all of them agree on. */
export interface World {
  discord: LocalDiscord
  /** One. */
  sites: Sites
  clock: { now: number }
  location: Location
  db: Database
  stores: Stores
  /** The source whose articles the crash test puts into the ledger itself. */
  sourceId: number
  feedUrl: string
  /** The last two post digests. */
  places: Place[]
  close(): Promise<void>
}

export const digestPlaces = 2
const words = ['ferry', 'harbour', 'council', 'museum', 'orchestra', 'glacier'] as const
const minute = 60_000

/**
 * Opens a world on an empty database: six channels that follow a topic each, and a feed whose baseline the bot has
 * read; that bot is still alive.
 */
export async function openWorld(location: Location): Promise<{ world: World; bot: ChaosBot }> {
  // Any fixed moment would do; the program has no opinion about the year.
  const clock = { now: Date.UTC(2026, 10, 2, 12) }
  const discord = await startLocalDiscord({
    rateLimits: false,
    moreChannels: words.map((word) => `about-${word}`),
    now: () => clock.now,
  })
  const sites = await startSites(1)
  const { db, close } = await openDatabase(location)
  const stores = createStores(db)
  const places: Place[] = []
  for (const [i, word] of words.entries()) {
    const channelId = discord.channels[`about-${word}`] ?? ''
    const style = i >= words.length - digestPlaces ? 'digest' : 'items'
    const subscriptionId = await subscribe(stores, {
      guildId: discord.guildId,
      word,
      channelId,
      style,
      now: clock.now,
    })
    places.push({ word, channelId, subscriptionId })
  }
  const sourceId = await addSource(stores, clock.now)
  const world: World = {
    discord,
    sites,
    clock,
    location,
    db,
    stores,
    sourceId,
    feedUrl: sites.urlOf(0),
    places,
    async close() {
      await close()
      await sites.close()
      await discord.close()
    },
  }
  return { world, bot: await readBaseline(world) }
}

/** A topic of one word, and the channel that is told. Returns the subscription's id. */
export async function subscribe(
  stores: Stores,
  {
    guildId,
    word,
    channelId,
    style,
    now,
  }: { guildId: string; word: string; channelId: string; style: 'items' | 'digest'; now: number },
): Promise<number> {
  const made = { guild_id: guildId, created_by: 'chaos', created_at: now }
  const topic = await stores.topics.add({ name: word, query: word, ...made })
  const subscription = await stores.subscriptions.put({
    topic_id: topic?.id ?? 0,
    channel_id: channelId,
    cron: '* * * * *',
    time_zone: 'UTC',
    next_run_at: now,
    style,
    ...made,
  })
  return subscription.id
}

async function addSource(stores: Stores, now: number): Promise<number> {
  const blank = { site_url: null, etag: null, last_modified: null }
  // Nobody asks it: its articles come from the crash test.
  const next_check_at = now + 1000 * 24 * 60 * minute
  const fields = {
    kind: 'feed',
    url: 'https://chaos.test/',
    title: 'Chaos',
    ...blank,
    next_check_at,
  } as const
  return (await stores.sources.add(fields, now)).id
}

/** The bot follows the feed, as a moderator would have it do, so that later articles are news. */
async function readBaseline({ discord, sites, clock, location }: World): Promise<ChaosBot> {
  for (let i = 0; i < 30; i++) {
    clock.now += minute
    sites.publish(0, {
      title: `Baseline ${i} of nothing in particular`,
      text: `Number ${i} only fills the feed. `.repeat(20),
      at: clock.now,
    })
  }
  const bot = spawnBot()
  const { token, apiUrl, guildId } = discord
  await bot.order({ kind: 'start', token, apiUrl, database: location, now: clock.now })
  await bot.order({ kind: 'follow', address: sites.urlOf(0), guildId })
  return bot
}
