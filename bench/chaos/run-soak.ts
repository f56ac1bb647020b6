import { setTimeout as sleep } from 'node:timers/promises'
import { PermissionFlagsBits } from 'discord-api-types/v10'
import { type LocalDiscord, startLocalDiscord } from '../../src/preview/local-discord.js'
import type { Fault } from '../../src/preview/rest.js'
import { type Location, openDatabase } from '../../src/store/database.js'
import { createStores, type Stores } from '../../src/store/stores.js'
import { randomFrom } from '../random.js'
import type { ProcessReport } from './bot-process.js'
import { type ChaosBot, spawnBot } from './chaos-bot.js'
import { type Counts, countPosts, type Expected } from './count-posts.js'
import { disturbDatabase } from './disturb-database.js'
import { type Sites, siteTroubles, startSites } from './sites.js'
import { type Place, subscribe } from './world.js'

export interface SoakOptions {
  location: Location
  /** Days of the test's clock that are measured; more go before, until everything that is kept for a time has come. */
  days: number
  sources: number
  channels: number
  seed: number
  onDay?(day: number, report: ProcessReport, totals: SoakTotals): void
}

export interface SoakTotals extends Counts {
  articles: number
  faults: number
  commands: number
  /** Commands that nobody answered. */
  unanswered: number
}

export interface SoakResult {
  totals: SoakTotals
  /** At the end of each day, the first before the week began. */
  reports: ProcessReport[]
}

const minute = 60_000
const hour = 60 * minute
const day = 24 * hour
/** How much time passes at once. */
const stepMs = 10 * minute
const warmUpDays = 2
/** Articles are kept for so long, and were there before: as many go as come. */
const keptDays = 8
const articlesPerSourceAndDay = 12
const faultsPerStep = 3
const longestTroubleMs = 3 * hour
const maxSettleSteps = 300
const patienceMs = 5000

/**
 * A bot that lives for days of the test's clock without a restart, with a fault every few minutes: sources publish and
 * fail, Discord refuses, is slow and hangs up, channels are closed to it for hours, the gateway and the database are
 * cut, people ask and moderators change things. What it holds at the end of each day is in the reports; at last each
 * article has to be in its channel once.
 */
export async function runSoak(options: SoakOptions): Promise<SoakResult> {
  const world = await openWorld(options)
  const { totals, reports } = world
  try {
    for (let n = 1 - warmUpDays; n <= options.days; n++) {
      await liveDay(world)
      const report = await world.bot.report()
      if (!report) throw new Error('soak: the bot ended by itself')
      if (n >= 0) reports.push(report)
      options.onDay?.(n, report, totals)
    }
    await settle(world)
    const { wrong, ...counts } = countPosts(world.expected, world.discord.messages, [])
    for (const token of wrong) console.error(`soak: seed ${options.seed}: ${token} is not there once`)
    return { totals: { ...totals, ...counts }, reports }
  } finally {
    await world.close()
  }
}

interface World {
  options: SoakOptions
  random: () => number
  clock: { now: number }
  discord: LocalDiscord
  sites: Sites
  stores: Stores
  places: Place[]
  bot: ChaosBot
  /** What goes back to normal, and when. */
  troubles: { until: number; end(): void }[]
  expected: Expected[]
  totals: SoakTotals
  reports: ProcessReport[]
  close(): Promise<void>
}

async function openWorld(options: SoakOptions): Promise<World> {
  const clock = { now: Date.UTC(2026, 10, 2, 12) }
  const words = Array.from({ length: options.channels }, (_, i) => `${topicWords[i % topicWords.length]}${i}`)
  const discord = await startLocalDiscord({ rateLimits: false, moreChannels: words, now: () => clock.now })
  const sites = await startSites(options.sources)
  const database = await openDatabase(options.location)
  const stores = createStores(database.db)
  const bot = spawnBot()
  const none = { posted: 0, lost: 0, duplicated: 0, ambiguous: 0 }
  const world: World = {
    ...{ options, clock, discord, sites, stores, bot },
    ...{ random: randomFrom(options.seed), places: [], troubles: [], expected: [], reports: [] },
    totals: { ...none, articles: 0, faults: 0, commands: 0, unanswered: 0 },
    async close() {
      await bot.kill()
      await database.close()
      await sites.close()
      await discord.close()
    },
  }
  for (const [i, word] of words.entries()) {
    const channelId = discord.channels[word] ?? ''
    // Every fifth posts digests.
    const style = i % 5 === 4 ? 'digest' : 'items'
    const place = { guildId: discord.guildId, word, channelId, style, now: clock.now } as const
    world.places.push({ word, channelId, subscriptionId: await subscribe(stores, place) })
  }
  await fillWithThePast(world)
  const { token, apiUrl } = discord
  await bot.order({
    kind: 'start',
    token,
    apiUrl,
    database: options.location,
    now: clock.now,
    keepDays: keptDays,
  })
  return world
}

/** Sources with articles of the last days, so that from the first day on old ones go as new ones come. */
async function fillWithThePast({ options, sites, stores, clock, discord, random }: World): Promise<void> {
  const about = { site_url: null, etag: null, last_modified: null, next_check_at: clock.now }
  for (let i = 0; i < options.sources; i++) {
    const fields = { kind: 'feed', url: sites.urlOf(i), title: `Site ${i}`, ...about } as const
    const { id } = await stores.sources.add(fields, clock.now)
    await stores.followers.follow(discord.guildId, id, 'soak', clock.now)
    await stores.transaction(async (within) => {
      for (let n = keptDays * articlesPerSourceAndDay; n > 0; n--) {
        const at = clock.now - (n * day) / articlesPerSourceAndDay
        const identity = `https://site-${i}.test/old-${n}`
        const draft = {
          identity,
          url: identity,
          kind: 'full',
          author: null,
          language: 'en',
          publishedAt: at,
        } as const
        await within.articles.put(id, { ...draft, ...write(random, `old ${n}`) }, at)
      }
    })
  }
}

const topicWords = 'ferry harbour council museum orchestra glacier lantern meadow quarry viaduct'.split(' ')
const vocabulary =
  'amber bronze canyon dapper ember falcon garnet hollow indigo juniper kettle marble nectar opal pepper quartz raven saffron timber umber velvet walnut yonder zephyr'.split(
    ' ',
  )

/** An article that has little in common with any other but a topic's word. */
function write(random: () => number, word: string): { title: string; text: string } {
  const pick = () => `${vocabulary[Math.floor(random() * vocabulary.length)]}`
  const number = () => Math.floor(random() * 1e6)
  const text = Array.from(
    { length: 12 },
    () => `The ${pick()} ${pick()} of ${number()} met a ${pick()} in ${number()}.`,
  ).join(' ')
  return { title: `${word} ${pick()} ${number()}`, text }
}

async function liveDay(world: World): Promise<void> {
  for (let step = 0; step < day / stepMs; step++) {
    publish(world)
    endTroubles(world)
    for (let n = 0; n < faultsPerStep; n++) makeTrouble(world)
    await talk(world)
    await passTime(world)
  }
}

async function passTime({ bot, clock }: World): Promise<void> {
  clock.now += stepMs
  if (!(await bot.order({ kind: 'live', now: clock.now }))) throw new Error('soak: the bot ended by itself')
}

/** Half of what comes is for a channel. */
function publish({ options, sites, places, clock, random, expected, totals }: World): void {
  for (let i = 0; i < options.sources; i++) {
    if (random() >= (articlesPerSourceAndDay * stepMs) / day) continue
    const at = clock.now - Math.floor(random() * stepMs)
    const token = `x${totals.articles++}x`
    const place = random() < 0.5 ? places[Math.floor(random() * places.length)] : undefined
    const { title, text } = write(random, `${token} ${place?.word ?? 'nothing'}`)
    if (place) expected.push({ channelId: place.channelId, token })
    sites.publish(i, { title, text, at })
  }
}

function endTroubles(world: World): void {
  const { clock } = world
  for (const trouble of world.troubles) if (trouble.until <= clock.now) trouble.end()
  world.troubles = world.troubles.filter(({ until }) => until > clock.now)
}

const postPath = /\/channels\/\d+\/messages$/
const refusals: Pick<Fault, 'when' | 'response' | 'delayMs'>[] = [
  { when: 'before', response: { status: 502 } },
  { when: 'before', response: 'drop' },
  { when: 'after', response: 'drop' },
  {
    when: 'before',
    response: {
      status: 429,
      headers: { 'Retry-After': '0.1', 'X-RateLimit-Scope': 'shared' },
      body: { message: 'You are being rate limited.', retry_after: 0.1, global: false },
    },
  },
  { when: 'before', response: 'pass', delayMs: 200 },
]

function makeTrouble(world: World): void {
  const { random, clock, discord, sites, places, options, totals } = world
  const pick = <T>(list: readonly T[]): T | undefined => list[Math.floor(random() * list.length)]
  const until = clock.now + random() * longestTroubleMs
  totals.faults++
  const kinds: (() => void)[] = [
    () => {
      const site = Math.floor(random() * options.sources)
      sites.trouble(site, pick(siteTroubles))
      world.troubles.push({ until, end: () => sites.trouble(site, undefined) })
    },
    () => {
      const refusal = pick(refusals)
      if (refusal) discord.fault({ method: 'POST', path: postPath, ...refusal })
    },
    () => {
      const channelId = pick(places)?.channelId ?? ''
      discord.setPermissions(channelId, PermissionFlagsBits.SendMessages)
      world.troubles.push({ until, end: () => discord.setPermissions(channelId, 0n) })
    },
    () => discord.cutGateway(),
    () => void disturbDatabase(options.location).catch(() => {}),
  ]
  // Sites fail most.
  const kind = random() < 0.7 ? kinds[0] : pick(kinds)
  kind?.()
}

/** Somebody asks something at each step, and now and then a moderator changes something. */
async function talk({ discord, random, totals, places }: World): Promise<void> {
  const word = `${vocabulary[Math.floor(random() * vocabulary.length)]}`
  const searched = places[Math.floor(random() * places.length)]?.word
  const [member, moderator] = [discord.as('member'), discord.as('moderator')]
  const asked = [
    () => member.command('search', { query: `${word} ${searched}` }),
    () => member.command('ask', { question: `What did the ${word} meet?` }),
    () => member.command('latest'),
    () => moderator.command('topic create', { name: `T ${word}`, query: word }),
    async () => {
      const asking = await moderator.command('topic delete', { topic: `T ${word}` })
      // There may be no such topic.
      const sure = asking.message?.components?.length ? asking.message : undefined
      return sure ? await moderator.press(sure, 'Yes, remove') : asking
    },
    () => moderator.command('status'),
  ]
  totals.commands++
  // A bot that is cut off at this moment answers nobody.
  const outcome = await Promise.race([
    asked[Math.floor(random() * asked.length)]?.(),
    sleep(patienceMs, undefined, { ref: false }),
  ])
  if (!outcome || outcome.failed) totals.unanswered++
}

/** No more troubles: time passes until everything has its end. */
async function settle(world: World): Promise<void> {
  for (const { end } of world.troubles) end()
  world.discord.clearFaults()
  for (let step = 0; step < maxSettleSteps; step++) {
    await passTime(world)
    const { pending, claimed } = await world.stores.deliveries.countOpen(1)
    // A source that failed for long is asked seldom.
    if (step > (12 * hour) / stepMs && pending + claimed === 0) return
  }
}
