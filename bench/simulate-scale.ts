import { parseArgs } from 'node:util'
import { printTable } from './table.js'

/** How large the whole is, and how people and sources behave. */
interface Load {
  servers: number
  sources: number
  articles: number
  /** Sources that a server follows; topics that it has. */
  follows: number
  topics: number
  /** New articles of a source in a day; how many of a followed source's match some topic of a server. */
  articlesPerDay: number
  matching: number
  /** Commands of a server in a day. */
  commandsPerDay: number
  /** Checks of a source in a day, most of them answered with 304. */
  checksPerDay: number
  /** Days for which the ledger is kept. */
  ledgerDays: number
}

const usual: Load = {
  servers: 1_000_000,
  sources: 500_000,
  articles: 100_000_000,
  follows: 10,
  topics: 3,
  articlesPerDay: 6,
  matching: 0.05,
  commandsPerDay: 5,
  checksPerDay: 36,
  ledgerDays: 90,
}

/**
 * Costs of one thing, measured on one core of a slow machine with PostgreSQL 18. To measure yours: `npm run bench -- poll`
 * (checks, new articles with their parsers), `scale` (posts, commands), `index`, and `pg_total_relation_size` over rows.
 */
export const unitCosts = {
  /** CPU ms. */
  checkMs: 2.2,
  ingestMs: 30,
  postMs: 7.5,
  commandMs: 31,
  /** Bytes in PostgreSQL with indexes: an article of 2,700 characters, its three keys, a topic with its subscription. */
  articleBytes: 2_900,
  keyBytes: 710,
  ledgerBytes: 290,
  sourceBytes: 860,
  subscriptionBytes: 770,
  followBytes: 140,
  /** Bytes in a process's memory: an article of the index, a server in discord.js's cache, a topic being watched. */
  indexedBytes: 2_600,
  serverBytes: 12_000,
  watchedBytes: 1_500,
  processBytes: 150_000_000,
} as const

/** Servers of one shard, as Discord recommends; it closes the connection of one with more than 2,500. */
const serversPerShard = 1_000
const shardsPerProcess = 16
const daySeconds = 86_400

export interface Simulated {
  component: string
  amount: string
}

/** What a load comes to, component by component. */
export function simulate(load: Load): Simulated[] {
  const perSecond = (perDay: number) => perDay / daySeconds
  const checks = perSecond(load.sources * load.checksPerDay)
  const arriving = perSecond(load.sources * load.articlesPerDay)
  const posts = perSecond(load.servers * load.follows * load.articlesPerDay * load.matching)
  const commands = perSecond(load.servers * load.commandsPerDay)
  const ledgerRows = posts * daySeconds * load.ledgerDays
  const subscriptions = load.servers * load.topics
  const follows = load.servers * load.follows
  const shards = Math.ceil(load.servers / serversPerShard)
  const processes = Math.ceil(shards / shardsPerProcess)
  const servers = load.servers / processes
  // Popular sources are followed by many: of those that a process's servers follow, so many are different.
  const different = load.sources * (1 - (1 - 1 / load.sources) ** (servers * load.follows))
  const indexed = (load.articles * different) / load.sources
  const cost = unitCosts
  const cpu =
    (checks * cost.checkMs + arriving * cost.ingestMs + posts * cost.postMs + commands * cost.commandMs) /
    1000
  const tables = {
    articles: load.articles * (cost.articleBytes + cost.keyBytes),
    ledger: ledgerRows * cost.ledgerBytes,
    others:
      load.sources * cost.sourceBytes + subscriptions * cost.subscriptionBytes + follows * cost.followBytes,
  }
  return [
    { component: 'checks of sources per second', amount: number(checks) },
    { component: 'new articles per second', amount: number(arriving) },
    { component: 'posts per second', amount: number(posts) },
    { component: 'commands per second', amount: number(commands) },
    { component: 'CPU cores for the bot', amount: number(cpu) },
    { component: `shards (${serversPerShard} servers each)`, amount: number(shards) },
    { component: `processes (${shardsPerProcess} shards each)`, amount: number(processes) },
    { component: 'articles in the index of a process', amount: number(indexed) },
    { component: 'memory of a process: index', amount: bytes(indexed * cost.indexedBytes) },
    { component: 'memory of a process: servers', amount: bytes(servers * cost.serverBytes) },
    {
      component: 'memory of a process: topics of all servers',
      amount: bytes(subscriptions * cost.watchedBytes),
    },
    { component: 'memory of a process: program', amount: bytes(cost.processBytes) },
    { component: 'rows of the ledger', amount: number(ledgerRows) },
    { component: 'database: articles and their keys', amount: bytes(tables.articles) },
    { component: 'database: ledger', amount: bytes(tables.ledger) },
    { component: 'database: all else', amount: bytes(tables.others) },
    {
      component: 'rows written per second',
      amount: number(checks + arriving * 3 + posts * 3 + commands),
    },
  ]
}

/** Prints what a load comes to: the table of docs/scale.md. */
export function simulateScale(args: string[]): void {
  const { values } = parseArgs({
    args,
    options: { servers: { type: 'string' }, sources: { type: 'string' }, articles: { type: 'string' } },
  })
  const given = Object.fromEntries(Object.entries(values).map(([name, value]) => [name, Number(value)]))
  printTable(
    ['component', 'amount'],
    simulate({ ...usual, ...given }).map(({ component, amount }) => [component, amount]),
  )
}

function number(value: number): string {
  return value >= 100 ? Math.round(value).toLocaleString('en') : value.toPrecision(2)
}

function bytes(value: number): string {
  return value >= 1e12
    ? `${(value / 1e12).toFixed(1)} TB`
    : value >= 1e9
      ? `${(value / 1e9).toFixed(1)} GB`
      : `${Math.round(value / 1e6)} MB`
}
