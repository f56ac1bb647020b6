import { commands } from '../commands/index.js'
import { ticksOf, type Workers } from './bot-ticks.js'
import type { Config } from './config.js'
import type { Channels } from './core/channels.js'
import type { Log } from './core/log.js'
import { type Metrics, noMetrics } from './core/metrics.js'
import type { Shards } from './core/shards.js'
import { createBot, recommendedShards } from './discord/bot.js'
import { createGreeting } from './greeting.js'
import { watchClock } from './ops/clock-watch.js'
import { createLeftServers } from './ops/left-servers.js'
import { createRetention } from './ops/retention.js'
import { createServices, type Deps } from './services.js'
import { createAlerts } from './sources/health/alerts.js'
import type { Parser } from './sources/parsing/parser.js'
import { joinProcesses } from './store/processes.js'
import { DatabaseUnavailable } from './store/unavailable.js'
import { createRunCoordinator, startTicks } from './ticks.js'
import { createDelivery } from './topics/delivery.js'
import { createPublishing } from './topics/publishing.js'
import { createRefreshing } from './topics/refresh-posts.js'
import { createUpkeep } from './upkeep.js'

/** A bot that is online. */
export interface Running extends Workers {
  channels: Channels
  /** Resolves when everything that is stored can be found. */
  indexed: Promise<void>
  /** Whether Discord sends what happens. */
  isConnected(): boolean
  /** Finishes what is being sent and answered, closes the database. */
  stop(): Promise<void>
}

export interface RunOptions {
  now?: () => number
  /** False leaves the ticks to the caller, who then decides when time passes. */
  schedule?: boolean
  metrics?: Metrics
  /** One that outlives the bot: its processes take a second to start. Left out, it has its own. */
  parser?: Parser
  /** False leaves it to people to find the bot where it is new. */
  greets?: boolean
}

type BotConfig = Config & { token: string }
/** What has been opened, each with how it is closed. */
type Opened = (() => unknown)[]

/** The bot: database → services → index → Discord → schedule, and back again on `stop`. */
export async function runBot(config: BotConfig, log: Log, options: RunOptions = {}): Promise<Running> {
  const opened: Opened = []
  try {
    return await start(config, log, options, opened)
  } catch (error) {
    // What went wrong is said, not what goes wrong after it.
    await closeAll(opened).catch(() => {})
    throw error
  }
}

/** What was opened last is closed first. */
async function closeAll(opened: Opened): Promise<void> {
  for (const close of opened.splice(0).reverse()) await close()
}

async function start(
  config: BotConfig,
  log: Log,
  { now = Date.now, schedule = true, greets = true, metrics = noMetrics, parser }: RunOptions,
  opened: Opened,
): Promise<Running> {
  const onFatal = (reason: string) => {
    log.error({ reason }, 'stopping')
    process.exit(1)
  }
  const shards = await shardsOf(config)
  const processes = await joinProcesses(config.database, { shards, log, onExpelled: onFatal })
  opened.push(processes.leave)
  const services = await createServices(config, log, { now, place: { shards, processes }, metrics, parser })
  opened.push(services.close)
  const { stores } = services
  // No other process serves these servers: their leases are from before a crash.
  await stores.deliveries.expireLeases(now())
  if (processes.alone) {
    await stores.sources.endClaims()
    await services.sources.spreadOverdue()
  }
  // The bot answers while its index is built; with many articles that takes a while.
  const indexed = services
    .catchUp(now())
    .catch((error: unknown) => log.error({ err: error }, 'index not filled; the next tick tries again'))
  opened.push(() => indexed)

  const leftServers = createLeftServers({ stores, graceMs: config.leftServerMs, log })
  const note = (work: Promise<void>) =>
    void work.catch((error: unknown) => log.error({ err: error }, 'a change of servers was not noted'))
  const bot = createBot<Deps>({
    token: config.token,
    apiUrl: config.apiUrl,
    commands,
    deps: (channels) => ({ ...services, channels }),
    log,
    now,
    metrics,
    guildOf: stores.subscriptions.guildOf,
    settingsOf: stores.settings.of,
    onJoined: (guildId) => note(leftServers.joined(guildId)),
    onLeft: (guildId) => note(leftServers.left(guildId, now())),
    onServer: (guildId, joinedAt) => greeting.meet(guildId, joinedAt),
    explainPassing: (error) => (error instanceof DatabaseUnavailable ? 'error.database' : undefined),
    shards,
    onFatal,
  })
  opened.push(bot.stop)
  const { channels, greetingIn } = bot
  const greeting = createGreeting({ stores, channels, greetingIn, log, now, greets })
  opened.push(greeting.idle)
  await bot.start()
  await leftServers.reconcile(bot, now())

  const workers = {
    services,
    processes,
    delivery: createDelivery({ stores, channels, log, now, metrics, isServing: processes.isServing }),
    alerts: createAlerts({ stores, channels, log }),
    refreshing: createRefreshing({ stores, channels, log }),
    publishing: createPublishing({ stores, channels, log }),
    retention: createRetention({ stores, most: config.retention, onRemoved: services.dropArticles }),
    leftServers,
    upkeep: createUpkeep(stores, now),
  }
  const stopWork = startWork(workers, { log, now, schedule })
  return {
    ...workers,
    channels,
    indexed,
    isConnected: bot.isConnected,
    async stop() {
      log.info({}, 'stopping: what is being sent and answered is finished first')
      await stopWork()
      await closeAll(opened)
      log.info({}, 'stopped')
    },
  }
}

/** Lets the workers work by themselves. Returns how they are stopped: it waits for what they have begun. */
function startWork(
  workers: Workers,
  { log, now, schedule }: { log: Log; now: () => number; schedule: boolean },
): () => Promise<void> {
  const { services, processes, delivery, upkeep } = workers
  const stopping = new AbortController()
  const coordinator = processes.alone ? undefined : createRunCoordinator(services.stores.runs, now)
  const ticks = schedule ? ticksOf(workers, now, stopping.signal) : []
  const ticking = startTicks(ticks, { log, coordinator })
  processes.onNews(() => {
    // A failure is the database's; the next tick looks anyway.
    if (!stopping.signal.aborted) void services.catchUp(now()).catch(() => {})
  })

  /** Schedules neither repeat nor storm: what was missed is caught up once, and checks of many sources are spread. */
  async function settleClock(jumpMs: number): Promise<void> {
    const seconds = Math.round(jumpMs / 1000)
    log.warn({ seconds }, 'the clock jumped: it was set, or the computer slept; schedules are set right')
    ticking.restart()
    if (processes.alone) await services.sources.spreadOverdue()
    await upkeep.repair()
    await delivery.repairSlots()
  }

  const onJump = (ms: number) =>
    void settleClock(ms).catch((error: unknown) => log.error({ err: error }, 'schedules not set right'))
  // Where the ticks are left to the caller, so is the time.
  const clock = schedule ? watchClock({ now, onJump }) : undefined
  return async () => {
    stopping.abort()
    clock?.stop()
    await ticking.stop()
    await delivery.stop()
    await ticking.idle()
  }
}

async function shardsOf({ shards, token, apiUrl }: BotConfig): Promise<Shards> {
  if (shards !== 'auto') return shards
  const total = await recommendedShards(token, apiUrl)
  return { ids: Array.from({ length: total }, (_, id) => id), total }
}
