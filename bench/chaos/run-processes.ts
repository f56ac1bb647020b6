import { setTimeout as sleep } from 'node:timers/promises'
import { type LocalDiscord, startLocalDiscord } from '../../src/preview/local-discord.js'
import { openDatabase } from '../../src/store/database.js'
import { createStores, type Stores } from '../../src/store/stores.js'
import { randomFrom } from '../random.js'
import { type ChaosBot, spawnBot } from './chaos-bot.js'
import { type Counts, countPosts, type Expected } from './count-posts.js'
import { cutConnections } from './disturb-database.js'
import { type Sites, startSites } from './sites.js'
import { type Place, subscribe } from './world.js'

export interface ProcessesOptions {
  url: string
  processes: number
  seed: number
  /** When to end (ms of this machine's clock); what has come by then is still brought to its end. */
  until: number
  onRound?(round: number, totals: ProcessesTotals): void
}

export interface ProcessesTotals extends Counts {
  rounds: number
  kills: number
  databaseCuts: number
  gatewayCuts: number
}

type Event = 'kill' | 'kill-all' | 'cut-database' | 'cut-gateway' | 'nothing'

const minute = 60_000
const words = ['ferry', 'harbour', 'council', 'museum', 'orchestra', 'glacier', 'lantern', 'meadow'] as const
/** What is not settled after so many more steps never will be. */
const maxSettleSteps = 200

/**
 * Several processes of the bot, each with its shards, on one database: at random one of them is killed, or all, or the
 * connections to the database or to Discord are cut, while articles come. At the end each article has to be in its
 * channel once. Bots live on real seconds, but what is due is told by the test's clock.
 */
export async function runProcesses(options: ProcessesOptions): Promise<ProcessesTotals> {
  const random = randomFrom(options.seed)
  const world = await openWorld(options)
  const totals: ProcessesTotals = {
    ...{ rounds: 0, kills: 0, databaseCuts: 0, gatewayCuts: 0 },
    ...{ posted: 0, lost: 0, duplicated: 0, ambiguous: 0 },
  }
  const expected: Expected[] = []
  try {
    while (Date.now() < options.until) {
      totals.rounds++
      expected.push(...bringArticles(world, random))
      await liveThrough(world, pickEvent(random), random, totals)
      options.onRound?.(totals.rounds, totals)
    }
    await settle(world, expected)
    const { wrong, ...counts } = countPosts(expected, world.discord.messages, [])
    for (const token of wrong)
      console.error(`chaos: seed ${options.seed}: ${await tellOf(token, world, expected)}`)
    return { ...totals, ...counts }
  } finally {
    await world.close()
  }
}

/** What the ledger says of an article that is not where it should be. */
async function tellOf(
  token: string,
  { stores, places }: World,
  expected: readonly Expected[],
): Promise<string> {
  const channelId = expected.find((each) => each.token === token)?.channelId
  const place = places.find((each) => each.channelId === channelId)
  const rows = place ? await stores.deliveries.of(place.subscriptionId) : []
  const articles = await stores.articles.byIds(rows.map(({ article_id }) => article_id))
  const id = articles.find(({ title }) => title.includes(token))?.id
  const row = rows.find(({ article_id }) => article_id === id)
  return `${token} ${place?.word}: ${row ? `${row.state} ${row.reason} ${row.message_id}` : 'not in the ledger'}`
}

interface World {
  discord: LocalDiscord
  /** One. */
  sites: Sites
  stores: Stores
  url: string
  clock: { now: number }
  places: Place[]
  shards: string[]
  bots: ChaosBot[]
  close(): Promise<void>
}

async function openWorld({ url, processes }: ProcessesOptions): Promise<World> {
  const clock = { now: Date.UTC(2026, 10, 2, 12) }
  const discord = await startLocalDiscord({
    rateLimits: false,
    moreServers: words.length,
    now: () => clock.now,
  })
  const sites = await startSites(1)
  const database = await openDatabase({ url })
  const stores = createStores(database.db)
  const shards = Array.from({ length: processes }, (_, id) => `${id}/${processes}`)
  const world: World = { discord, sites, stores, url, clock, places: [], shards, bots: [], close }
  async function close(): Promise<void> {
    await Promise.all(world.bots.map((bot) => bot.kill()))
    await database.close()
    await sites.close()
    await discord.close()
  }
  for (let i = 0; i < 30; i++)
    sites.publish(0, {
      title: `Baseline ${i}`,
      text: `Number ${i} only fills the feed. `.repeat(20),
      at: clock.now,
    })
  await Promise.all(shards.map((_, i) => revive(world, i)))
  for (const [i, word] of words.entries()) {
    const { guildId = '', channelId = '' } = discord.servers[i] ?? {}
    const style = i === words.length - 1 ? 'digest' : 'items'
    const place = { guildId, word, channelId, style, now: clock.now } as const
    world.places.push({ word, channelId, subscriptionId: await subscribe(stores, place) })
    await world.bots[0]?.order({ kind: 'follow', address: sites.urlOf(0), guildId })
  }
  return world
}

/** Starts the process of these shards anew. One that is refused, or dies of what happens meanwhile, is tried again. */
async function revive(world: World, i: number): Promise<void> {
  for (;;) {
    const bot = spawnBot()
    world.bots[i] = bot
    const { token, apiUrl } = world.discord
    const start = {
      kind: 'start',
      token,
      apiUrl,
      database: { url: world.url },
      now: world.clock.now,
    } as const
    if (await succeeds(bot.order({ ...start, shards: world.shards[i] ?? '' }))) return
    await bot.kill()
  }
}

/** What fails because the database was cut is tried again by the next step; anything else ends the test. */
async function succeeds(work: Promise<boolean>): Promise<boolean> {
  try {
    return await work
  } catch (error) {
    if (/DatabaseUnavailable|database: it cannot be reached|ShardsTaken/.test(String(error))) return false
    throw error
  }
}

function bringArticles({ sites, clock, places }: World, random: () => number): Expected[] {
  const pick = (most: number) => Math.floor(random() * most)
  return Array.from({ length: pick(6) }, () => {
    clock.now += 1
    const place = places[pick(places.length)]
    const token = `x${clock.now.toString(36)}x`
    const text = Array.from(
      { length: 12 },
      () => `Number ${pick(1e6)} met ${pick(1e6)} in ${pick(1e6)}.`,
    ).join(' ')
    sites.publish(0, {
      title: `${token} ${place?.word} ${pick(1e6)}`,
      text: `${token}. ${text}`,
      at: clock.now,
    })
    return { channelId: place?.channelId ?? '', token }
  })
}

function pickEvent(random: () => number): Event {
  const events: Event[] = [
    'kill',
    'kill',
    'kill',
    'kill-all',
    'cut-database',
    'cut-database',
    'cut-gateway',
    'nothing',
  ]
  return events[Math.floor(random() * events.length)] ?? 'nothing'
}

/** A minute passes in all processes, and something happens in the middle of it. */
async function liveThrough(
  world: World,
  event: Event,
  random: () => number,
  totals: ProcessesTotals,
): Promise<void> {
  world.clock.now += minute
  const stepping = stepAll(world)
  await sleep(random() * 400)
  if (event === 'kill') totals.kills += kill(world, [Math.floor(random() * world.bots.length)])
  if (event === 'kill-all') totals.kills += kill(world, [...world.bots.keys()])
  if (event === 'cut-gateway') {
    world.discord.cutGateway()
    totals.gatewayCuts++
  }
  if (event === 'cut-database') {
    await cutConnections(world.url)
    totals.databaseCuts++
  }
  await stepping
  await Promise.all(world.bots.map((bot, i) => (bot.alive() ? undefined : revive(world, i))))
}

function kill({ bots }: World, which: readonly number[]): number {
  for (const i of which) bots[i]?.killNow()
  return which.length
}

async function stepAll({ bots, clock }: World): Promise<void> {
  const order = { kind: 'step', now: clock.now, dieAtLook: 0 } as const
  await Promise.all(bots.map((bot) => succeeds(bot.order(order))))
}

/** Lets time pass until every article has its end. */
async function settle(world: World, expected: readonly Expected[]): Promise<void> {
  for (let step = 1; step <= maxSettleSteps; step++) {
    world.clock.now += step < 8 ? 16_000 : minute
    await stepAll(world)
    const states = await Promise.all(
      world.places.map(({ subscriptionId }) => world.stores.deliveries.of(subscriptionId)),
    )
    const rows = states.flat()
    const isOpen = rows.some(({ state }) => state === 'pending' || state === 'claimed' || state === 'held')
    if (!isOpen && rows.length >= expected.length) return
  }
}
