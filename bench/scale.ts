import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { parseArgs } from 'node:util'
import { type LocalDiscord, startLocalDiscord } from '../src/preview/local-discord.js'
import { type OpenDatabase, openDatabase } from '../src/store/database.js'
import { createStores, type Stores } from '../src/store/stores.js'
import type { ProcessReport } from './chaos/bot-process.js'
import { type ChaosBot, spawnBot } from './chaos/chaos-bot.js'
import { startEmbeddedPostgres } from './chaos/embedded-postgres.js'
import { makeDatabase } from './chaos/make-database.js'
import { subscribe } from './chaos/world.js'
import { printTable } from './table.js'

interface Size {
  servers: number
  sources: number
  /** Stored of each source before it begins. */
  articles: number
  rounds: number
  interactions: number
}

interface Result {
  processes: number
  readsPerSecond: number
  deliveriesPerSecond: number
  /** Sources read and messages posted, for each second of all processes' CPU together. */
  workPerCpuSecond: number
  interactionsPerSecond: number
  interactionsPerCpuSecond: number
  /** Of one process, on average. */
  articles: number
  heapMb: number
}

/** Sources that a server follows; neighbours share most of them. */
const followed = 4
const hour = 3_600_000
const interactionsAtOnce = 8
const warmUpRounds = 2

/**
 * Real processes of the bot, each with its shards, on one real PostgreSQL and one local Discord: how much they do for
 * each second of CPU, however many they are, and what each of them keeps in memory.
 */
export async function scale(args: string[]): Promise<void> {
  const { values } = parseArgs({
    args,
    options: {
      processes: { type: 'string', default: '1,2,4' },
      servers: { type: 'string', default: '32' },
      sources: { type: 'string', default: '64' },
      articles: { type: 'string', default: '100' },
      rounds: { type: 'string', default: '3' },
      interactions: { type: 'string', default: '400' },
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
      results.push(await measure(processes, size, url))
    }
    if (values.json) console.log(JSON.stringify({ size, results }))
    else print(results)
  } finally {
    await postgres.stop()
  }
}

interface World {
  size: Size
  discord: LocalDiscord
  database: OpenDatabase
  stores: Stores
  feeds: Feeds
  bots: ChaosBot[]
  clock: { now: number }
}

async function measure(processes: number, size: Size, url: string): Promise<Result> {
  const clock = { now: Date.UTC(2026, 10, 2, 12) }
  const discord = await startLocalDiscord({
    rateLimits: false,
    moreServers: size.servers,
    now: () => clock.now,
  })
  const database = await openDatabase({ url })
  const feeds = await startFeeds(size.sources)
  const world: World = {
    ...{ size, discord, database, feeds, clock, bots: [] },
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
    for (let i = 0; i < warmUpRounds; i++) await readAndPost(world)
    await interact(world, size.interactions / 4)
    const work = await timed(world, async () => {
      for (let i = 0; i < size.rounds; i++) await readAndPost(world)
    })
    const talk = await timed(world, () => interact(world, size.interactions))
    const reads = size.rounds * size.sources
    const deliveries = size.rounds * size.servers * followed
    const reports = await reportsOf(world)
    return {
      processes,
      readsPerSecond: reads / work.seconds,
      deliveriesPerSecond: deliveries / work.seconds,
      workPerCpuSecond: (reads + deliveries) / work.cpuSeconds,
      interactionsPerSecond: size.interactions / talk.seconds,
      interactionsPerCpuSecond: size.interactions / talk.cpuSeconds,
      articles: mean(reports.map(({ articles }) => articles)),
      heapMb: mean(reports.map(({ heapBytes }) => heapBytes)) / 2 ** 20,
    }
  } finally {
    await Promise.all(world.bots.map((bot) => bot.kill()))
    await database.close()
    await feeds.close()
    await discord.close()
  }
}

/** Every server follows some of the sources and has a topic for all that is new. */
async function fill({ size, discord, stores, feeds, clock }: World): Promise<void> {
  const now = clock.now
  const sources: number[] = []
  for (let i = 0; i < size.sources; i++) {
    const blank = { site_url: null, etag: null, last_modified: null }
    const fields = {
      kind: 'feed',
      url: feeds.urlOf(i),
      title: `Source ${i}`,
      ...blank,
      next_check_at: now,
    } as const
    const { id } = await stores.sources.add(fields, now)
    sources.push(id)
    await stores.transaction(async (within) => {
      for (let n = 0; n < size.articles; n++) {
        const identity = `https://scale.test/${i}/old-${n}`
        const text = `Report ${i} ${n} of the ${n % 97} ferries and ${n % 89} harbours. `.repeat(20)
        const about = { title: `Report ${i}-${n} about harbours`, text, url: identity, kind: 'full' } as const
        const by = { author: null, language: 'en', publishedAt: now - hour * (n + 100) }
        await within.articles.put(id, { identity, ...about, ...by }, now)
      }
    })
  }
  for (const [i, { guildId, channelId }] of discord.servers.entries()) {
    const first = Math.floor((i * size.sources) / size.servers)
    for (let n = 0; n < followed; n++)
      await stores.followers.follow(guildId, sources[(first + n) % size.sources] ?? 0, 'scale', now)
    await subscribe(stores, { guildId, word: 'ferry', channelId, style: 'items', now })
  }
}

/** One new article in every source, read and posted everywhere. */
async function readAndPost(world: World): Promise<void> {
  const { clock, feeds, bots } = world
  // A day later everything is due, whatever pace was found.
  clock.now += 25 * hour
  feeds.publish(clock.now)
  const step = () => Promise.all(bots.map((bot) => bot.order({ kind: 'step', now: clock.now, dieAtLook: 0 })))
  do {
    await step()
    clock.now += 60_000
  } while (!isPosted(world))
}

function isPosted({ feeds, size, discord }: World): boolean {
  const posted = discord.servers.reduce((sum, { channelId }) => sum + discord.messages(channelId).length, 0)
  return posted >= feeds.published() * size.servers * followed
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

async function timed(
  world: World,
  work: () => Promise<void>,
): Promise<{ seconds: number; cpuSeconds: number }> {
  const cpu = async () => (await reportsOf(world)).reduce((sum, { cpuMs }) => sum + cpuMs, 0)
  const before = await cpu()
  const started = performance.now()
  await work()
  const seconds = (performance.now() - started) / 1000
  return { seconds, cpuSeconds: ((await cpu()) - before) / 1000 }
}

async function reportsOf({ bots }: World): Promise<ProcessReport[]> {
  return (await Promise.all(bots.map((bot) => bot.report()))).flatMap((report) => report ?? [])
}

interface Feeds {
  urlOf(i: number): string
  /** An article more in every feed. */
  publish(now: number): void
  published(): number
  close(): Promise<void>
}

/** Feeds at loopback addresses of their own: each is a site. */
async function startFeeds(count: number): Promise<Feeds> {
  const items: { at: number; n: number }[] = []
  const server = createServer((request, response) => {
    const i = Number(request.url?.slice(1))
    if (!Number.isInteger(i) || i >= count) return response.writeHead(404).end()
    return response.writeHead(200, { 'content-type': 'application/rss+xml' }).end(render(i, items.slice(-20)))
  })
  await new Promise<void>((resolve) => server.listen(0, '0.0.0.0', resolve))
  const { port } = server.address() as AddressInfo
  return {
    urlOf: (i) => `http://127.0.${1 + Math.floor(i / 200)}.${1 + (i % 200)}:${port}/${i}`,
    publish: (at) => void items.push({ at, n: items.length }),
    published: () => items.length,
    async close() {
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
    },
  }
}

function render(i: number, items: readonly { at: number; n: number }[]): string {
  const entries = items.map(({ at, n }) => {
    const link = `https://scale.test/${i}/${n}`
    const text = `The ferry ${n} of line ${i} sails at ${at % 1e7}. `.repeat(15)
    return `<item><guid>${link}</guid><title>Ferry ${i}-${n} sails</title><link>${link}</link><pubDate>${new Date(at).toUTCString()}</pubDate><content:encoded>${text}</content:encoded></item>`
  })
  return `<?xml version="1.0"?><rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/"><channel><title>Source ${i}</title>${entries.join('')}</channel></rss>`
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
      'searches/s',
      'searches per CPU s',
      'articles each',
      'heap MB each',
    ],
    results.map((it) => [
      String(it.processes),
      it.readsPerSecond.toFixed(1),
      it.deliveriesPerSecond.toFixed(1),
      it.workPerCpuSecond.toFixed(1),
      it.interactionsPerSecond.toFixed(1),
      it.interactionsPerCpuSecond.toFixed(1),
      it.articles.toFixed(0),
      it.heapMb.toFixed(0),
    ]),
  )
}
