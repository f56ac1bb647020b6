import { readdirSync } from 'node:fs'
import { ticksOf } from '../../src/bot-ticks.js'
import { readConfig } from '../../src/config.js'
import { silentLog } from '../../src/core/log.js'
import { type Running, runBot } from '../../src/run-bot.js'
import type { Location } from '../../src/store/database.js'

/** What the crash test tells the bot's process to do. */
export type Order =
  | {
      kind: 'start'
      token: string
      apiUrl: string
      database: Location
      now: number
      shards?: string
      /** For how long articles are kept; for ever unless told. */
      keepDays?: number
    }
  | { kind: 'follow'; address: string; guildId: string }
  /** Time passes: what is due is read and posted. `dieAtLook`: the process ends when it looks at its clock that often. */
  | { kind: 'step'; now: number; dieAtLook: number }
  /** Time passes, and everything is done that the bot does by itself. */
  | { kind: 'live'; now: number }
  | { kind: 'report' }

export interface Answer {
  kind: 'done' | 'failed'
  error?: string
  report?: ProcessReport
}

/** What a process holds after its garbage was collected (where it can be). */
export interface ProcessReport {
  heapBytes: number
  rssBytes: number
  articles: number
  /** Open files and sockets; 0 where the system does not tell. */
  files: number
  /** What keeps the process alive: timers, sockets, requests. */
  handles: number
}

/**
 * The real bot in a process of its own, whose time is told by the crash test: what takes a day takes a second, and a
 * restart can happen hours later. The bot looks at its clock before each change of the ledger, so that the moment of
 * a kill can be counted in such looks.
 */
const clock = { now: 0, looksLeft: Number.POSITIVE_INFINITY }
let running: Running | undefined

function now(): number {
  clock.looksLeft--
  if (clock.looksLeft <= 0) process.kill(process.pid, 'SIGKILL')
  return clock.now
}

async function start(order: Extract<Order, { kind: 'start' }>): Promise<void> {
  const { token, apiUrl, database } = order
  const config = readConfig({
    ALLOWED_ADDRESSES: '127.0.0.0/8',
    POLL_SECONDS: '30',
    ...(order.keepDays && { RETENTION_DAYS: String(order.keepDays) }),
    ...('url' in database && { DATABASE_URL: database.url, SHARDS: order.shards }),
  })
  running = await runBot({ ...config, token, apiUrl, database }, silentLog, { now, schedule: false })
  await running.indexed
}

async function follow(address: string, guildId: string): Promise<void> {
  const by = { guildId, userId: 'chaos', now: clock.now }
  await running?.services.sources.follow({ address, post: 0, progress: async () => {}, ...by })
}

async function step(): Promise<void> {
  await running?.services.sources.pollDue()
  await running?.services.sources.completeDue()
  await running?.delivery.tick()
  await running?.delivery.idle()
}

/** One tick after the other. One that fails is tried again by the next call, as the bot itself would. */
async function live(): Promise<void> {
  if (!running) return
  for (const { work } of ticksOf(running, now, never)) await work().catch(() => {})
  await running.delivery.idle()
}

const never = new AbortController().signal

function report(): ProcessReport {
  globalThis.gc?.()
  const { heapUsed, arrayBuffers, rss } = process.memoryUsage()
  const articles = running?.services.index.size ?? 0
  return {
    heapBytes: heapUsed + arrayBuffers,
    rssBytes: rss,
    articles,
    files: openFiles(),
    handles: process.getActiveResourcesInfo().length,
  }
}

function openFiles(): number {
  try {
    return readdirSync('/proc/self/fd').length
  } catch {
    return 0
  }
}

async function obey(order: Order): Promise<void> {
  if ('now' in order) clock.now = order.now
  clock.looksLeft = order.kind === 'step' && order.dieAtLook > 0 ? order.dieAtLook : Number.POSITIVE_INFINITY
  if (order.kind === 'start') await start(order)
  else if (order.kind === 'follow') await follow(order.address, order.guildId)
  else if (order.kind === 'step') await step()
  else if (order.kind === 'live') await live()
  clock.looksLeft = Number.POSITIVE_INFINITY
}

const answer = (it: Answer) => void process.send?.(it)
process.on('message', (order: Order) => {
  obey(order).then(
    () => answer({ kind: 'done', ...(order.kind === 'report' && { report: report() }) }),
    (error: unknown) => answer({ kind: 'failed', error: String(error) }),
  )
})
process.on('disconnect', () => process.exit(0))
