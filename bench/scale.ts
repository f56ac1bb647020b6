import { parseArgs } from 'node:util'
import { type LocalDiscord, startLocalDiscord } from '../src/preview/local-discord.js'
import { type OpenDatabase, openDatabase } from '../src/store/database.js'
import { createStores, type Stores } from '../src/store/stores.js'
import type { ProcessReport } from './chaos/bot-process.js'
import { type ChaosBot, spawnBot } from './chaos/chaos-bot.js'
import { type PostgresServer, startEmbeddedPostgres } from './chaos/embedded-postgres.js'
import { makeDatabase } from './chaos/make-database.js'
import { type Sites, startSites } from './chaos/sites.js'
import { subscribe } from './chaos/world.js'
import { usageOf } from './process-usage.js'
import { printTable } from './table.js'

interface Size {
  servers: number
  sources: number
  /** Stored of each source before it begins. */
  articles: number
  /** Of all sources, for each process: the more a process has done, the less the next piece of work costs it. */
  rounds: number
  /** For each process, too. */
  interactions: number
}

interface Result {
  processes: number
  /** They have nothing in common but the machine: what several cost that do not work together. */
  apart: boolean
  readsPerSecond: number
  deliveriesPerSecond: number
  /** Sources read and messages posted, for each second of CPU of all processes and their parsers together. */
  workPerCpuSecond: number
  /** The same for PostgreSQL's processes. */
  workPerDatabaseSecond: number
  interactionsPerSecond: number
  interactionsPerCpuSecond: number
  /** Of one process, on average. */
  articles: number
  heapMb: number
}

/** Sources that a server follows; neighbours share most of them. */
const followed = 4
const hour = 3_600_000
/** As in most feeds, and the same in each round: a longer one is more work. */
const listed = 20
const interactionsAtOnce = 8
/** One that has just begun compiles what it runs, which is no cost of a piece of work. */
const warmUpRounds = 3

/**
 * Real processes of the bot, each with its shards, on one real PostgreSQL and one local Discord: how much they do for
 * each second of CPU, however many they are, and what each of them keeps in memory. `--apart`: also as many bots that
 * share nothing but the machine, which says how much of the difference is the machine's.
 */
export async function scale(args: string[]): Promise<void> {
  const { values } = parseArgs({
    args,
    options: {
      processes: { type: 'string', default: '1,2,4' },
      servers: { type: 'string', default: '64' },
      sources: { type: 'string', default: '256' },
      articles: { type: 'string', default: '100' },
      rounds: { type: 'string', default: '6' },
      interactions: { type: 'string', default: '800' },
      apart: { type: 'boolean' },
      json: { type: 'boolean' },
    },
  })
  const size: Size = {
    servers: Number(values.servers),
    sources: Number(values.sources),
    articles: Number(values.articles),
    rounds: Number(values.rounds),
    interactions: Number(values.interactions),
  }
  const postgres = await startEmbeddedPostgres()
  try {
    const results: Result[] = []
    for (const processes of values.processes.split(',').map(Number)) {
      const url = await makeDatabase(postgres.url, `scale_${processes}`)
      results.push(await measure(processes, size, { url, id: postgres.id }))
      if (values.apart && processes > 1) results.push(await measureApart(processes, size, postgres))
    }
    if (values.json) console.log(JSON.stringify({ size, results }))
    else print(results)
  } finally {
    await postgres.stop()
  }
}

/** A database, and the first process of its server. */
interface Store {
  url: string
  id: number
}

interface World {
  postgresId: number
  size: Size
  discord: LocalDiscord
  database: OpenDatabase
  stores: Stores
  sites: Sites
  /** How many articles each source has published. */
  published: number
  bots: ChaosBot[]
  clock: { now: number }
}

/** As many bots of one process, each with its share of everything and a database of its own. */
async function measureApart(processes: number, size: Size, postgres: PostgresServer): Promise<Result> {
  const share = { ...size }
  for (const what of ['servers', 'sources', 'interactions'] as const)
    share[what] = Math.ceil(size[what] / processes)
  const urls: string[] = []
  // PostgreSQL makes one database at a time.
  for (let i = 0; i < processes; i++) urls.push(await makeDatabase(postgres.url, `scale_${processes}_${i}`))
  const results = await Promise.all(urls.map((url) => measure(1, share, { url, id: postgres.id }, processes)))
  const all = (measure: 'readsPerSecond' | 'deliveriesPerSecond' | 'interactionsPerSecond') =>
    results.reduce((sum, result) => sum + result[measure], 0)
  const each = (measure: keyof Omit<Result, 'apart'>) => mean(results.map((result) => result[measure]))
  return {
    processes,
    apart: true,
    readsPerSecond: all('readsPerSecond'),
    deliveriesPerSecond: all('deliveriesPerSecond'),
    workPerCpuSecond: each('workPerCpuSecond'),
    // Each has seen the work of PostgreSQL for all.
    workPerDatabaseSecond: each('workPerDatabaseSecond') * processes,
    interactionsPerSecond: all('interactionsPerSecond'),
    interactionsPerCpuSecond: each('interactionsPerCpuSecond'),
    articles: each('articles'),
    heapMb: each('heapMb'),
  }
}

/** `sharing`: how many share the work of a whole world; each round is then a smaller share for each of them. */
async function measure(
  processes: number,
  size: Size,
  { url, id: postgresId }: Store,
  sharing = processes,
): Promise<Result> {
  const [rounds, interactions] = [size.rounds * sharing, size.interactions * sharing]
  const clock = { now: Date.UTC(2026, 10, 2, 12) }
  const discord = await startLocalDiscord({
    rateLimits: false,
    moreServers: size.servers,
    now: () => clock.now,
  })
  const database = await openDatabase({ url })
  const sites = await startSites(size.sources, { listed })
  const world: World = {
    ...{ size, discord, database, postgresId, sites, clock, published: 0, bots: [] },
    stores: createStores(database.db),
  }
  try {
    await fill(world)
    const { token, apiUrl } = discord
    for (let id = 0; id < processes; id++) {
      const bot = spawnBot()
      world.bots.push(bot)
      const start = { kind: 'start', token, apiUrl, database: { url }, now: clock.now } as const
      await bot.order({ ...start, shards: `${id}/${processes}` })
    }
    for (let i = 0; i < warmUpRounds * sharing; i++) await readAndPost(world)
    await interact(world, Math.ceil(interactions / 4))
    const work = await timed(world, async () => {
      for (let i = 0; i < rounds; i++) await readAndPost(world)
    })
    const talk = await timed(world, () => interact(world, interactions))
    const reads = rounds * size.sources
    const deliveries = rounds * size.servers * followed
    const reports = await reportsOf(world)
    return {
      processes,
      apart: false,
      readsPerSecond: reads / work.seconds,
      deliveriesPerSecond: deliveries / work.seconds,
      workPerCpuSecond: (reads + deliveries) / work.cpuSeconds,
      workPerDatabaseSecond: (reads + deliveries) / work.databaseSeconds,
      interactionsPerSecond: interactions / talk.seconds,
      interactionsPerCpuSecond: interactions / talk.cpuSeconds,
      articles: mean(reports.map(({ articles }) => articles)),
      heapMb: mean(reports.map(({ heapBytes }) => heapBytes)) / 2 ** 20,
    }
  } finally {
    await Promise.all(world.bots.map((bot) => bot.kill()))
    await database.close()
    await sites.close()
    await discord.close()
  }
}

/** Every server follows some of the sources and has a topic for all that is new. */
async function fill({ size, discord, stores, sites, clock }: World): Promise<void> {
  const now = clock.now
  const ids: number[] = []
  for (let i = 0; i < size.sources; i++) {
    const blank = { site_url: null, etag: null, last_modified: null }
    const fields = {
      kind: 'feed',
      url: sites.urlOf(i),
      title: `Source ${i}`,
      ...blank,
      next_check_at: now,
    } as const
    const { id } = await stores.sources.add(fields, now)
    ids.push(id)
    await stores.transaction(async (within) => {
      for (let n = 0; n < size.articles; n++) {
        const text = `Report ${i} ${n} of the ${n % 97} ferries and ${n % 89} harbours. `.repeat(20)
        const title = `Report ${i}-${n} about harbours`
        const at = now - hour * (size.articles - n + 100)
        const url = sites.publish(i, { title, text, at })
        const by = { author: null, language: 'en', publishedAt: at }
        await within.articles.put(id, { identity: url, url, title, text, kind: 'full', ...by }, now)
      }
    })
  }
  for (const [i, { guildId, channelId }] of discord.servers.entries()) {
    const first = Math.floor((i * size.sources) / size.servers)
    for (let n = 0; n < followed; n++)
      await stores.followers.follow(guildId, ids[(first + n) % size.sources] ?? 0, 'scale', now)
    await subscribe(stores, { guildId, word: 'ferry', channelId, style: 'items', now })
  }
}

/** One new article in every source, read and posted everywhere. */
async function readAndPost(world: World): Promise<void> {
  const { clock, bots } = world
  // A day later everything is due, whatever pace was found.
  clock.now += 25 * hour
  publish(world)
  const step = () => Promise.all(bots.map((bot) => bot.order({ kind: 'step', now: clock.now, dieAtLook: 0 })))
  do {
    await step()
    clock.now += 60_000
  } while (!isPosted(world))
}

/** An article more in every source. */
function publish(world: World): void {
  const { sites, size, clock } = world
  const n = world.published++
  for (let i = 0; i < size.sources; i++)
    sites.publish(i, {
      title: `Ferry ${i}-${n} sails`,
      text: `The ferry ${n} of line ${i} sails at ${clock.now % 1e7}. `.repeat(15),
      at: clock.now,
    })
}

function isPosted({ published, size, discord }: World): boolean {
  const posted = discord.servers.reduce((sum, { channelId }) => sum + discord.messages(channelId).length, 0)
  return posted >= published * size.servers * followed
}

async function interact({ discord, size }: World, count: number): Promise<void> {
  let left = count
  async function person(): Promise<void> {
    for (; left > 0; ) {
      const { channelId = '' } = discord.servers[--left % size.servers] ?? {}
      const { failed } = await discord
        .as('member', { home: channelId })
        .command('search', { query: 'ferry harbours' })
      if (failed) throw new Error(`scale: a search was not answered: ${failed}`)
    }
  }
  await Promise.all(Array.from({ length: interactionsAtOnce }, person))
}

interface Times {
  seconds: number
  cpuSeconds: number
  databaseSeconds: number
}

async function timed({ bots, postgresId }: World, work: () => Promise<void>): Promise<Times> {
  const botsMs = () => bots.reduce((sum, { id }) => sum + usageOf(id).cpuMs, 0)
  const before = { bots: botsMs(), database: usageOf(postgresId).cpuMs, time: performance.now() }
  await work()
  return {
    seconds: (performance.now() - before.time) / 1000,
    cpuSeconds: (botsMs() - before.bots) / 1000,
    databaseSeconds: (usageOf(postgresId).cpuMs - before.database) / 1000,
  }
}

async function reportsOf({ bots }: World): Promise<ProcessReport[]> {
  return (await Promise.all(bots.map((bot) => bot.report()))).flatMap((report) => report ?? [])
}

function mean(numbers: readonly number[]): number {
  return numbers.reduce((sum, each) => sum + each, 0) / Math.max(1, numbers.length)
}

function print(results: readonly Result[]): void {
  printTable(
    [
      'processes',
      'read/s',
      'posted/s',
      'both per CPU s',
      'per CPU s of PostgreSQL',
      'searches/s',
      'searches per CPU s',
      'articles each',
      'heap MB each',
    ],
    results.map((it) => [
      it.apart ? `${it.processes} apart` : String(it.processes),
      it.readsPerSecond.toFixed(1),
      it.deliveriesPerSecond.toFixed(1),
      it.workPerCpuSecond.toFixed(1),
      it.workPerDatabaseSecond.toFixed(1),
      it.interactionsPerSecond.toFixed(1),
      it.interactionsPerCpuSecond.toFixed(1),
      it.articles.toFixed(0),
      it.heapMb.toFixed(0),
    ]),
  )
}
