import { commands } from '../commands/index.js'
import type { Config } from './config.js'
import type { Channels } from './core/channels.js'
import type { Log } from './core/log.js'
import { type Metrics, noMetrics } from './core/metrics.js'
import type { Shards } from './core/shards.js'
import { createBot, recommendedShards } from './discord/bot.js'
import { createGreeting } from './greeting.js'
import { watchClock } from './ops/clock-watch.js'
import { createLeftServers, type LeftServers } from './ops/left-servers.js'
import { createRetention, type Retention } from './ops/retention.js'
import { createServices, type Deps, type Services } from './services.js'
import { type Alerts, createAlerts } from './sources/health/alerts.js'
import { joinProcesses } from './store/processes.js'
import { DatabaseUnavailable } from './store/unavailable.js'
import { createRunCoordinator, startTicks, type Tick } from './ticks.js'
import { createDelivery, type Delivery } from './topics/delivery.js'
import { createPublishing, type Publishing } from './topics/publishing.js'
import { createRefreshing, type Refreshing } from './topics/refresh-posts.js'

export interface Running {
  services: Services
  channels: Channels
  delivery: Delivery
  alerts: Alerts
  refreshing: Refreshing
  publishing: Publishing
  retention: Retention
  leftServers: LeftServers
  /** Resolves when everything that is stored can be found. */
  indexed: Promise<void>
  /** Whether Discord sends what happens. */
  isConnected(): boolean
  /** Finishes what is being sent and answered, closes the database. */
  stop(): Promise<void>
}

const dayMs = 86_400_000
/** No source is left unread longer, whatever days it asks to be left alone. */
const longestPauseMs = 3 * dayMs
/** How long the buttons of a search can be pressed, and a query is offered again. */
const viewsLastMs = 90 * dayMs
/** The bin is emptied once a day; what is in it can be taken back for a day at least. */
const binLastsMs = 25 * 3_600_000
const auditLastsMs = 365 * dayMs

export interface RunOptions {
  now?: () => number
  /** False leaves the ticks to the caller, who then decides when time passes. */
  schedule?: boolean
  metrics?: Metrics
  /** False leaves it to people to find the bot where it is new. */
  greets?: boolean
}

/** The bot: database → services → index → Discord → schedule, and back again on `stop`. */
export async function runBot(
  config: Config & { token: string },
  log: Log,
  { now = Date.now, schedule = true, greets = true, metrics = noMetrics }: RunOptions = {},
): Promise<Running> {
  const onFatal = (reason: string) => {
    log.error({ reason }, 'stopping')
    process.exit(1)
  }
  const shards = await shardsOf(config)
  const processes = await joinProcesses(config.database, { shards, log, onExpelled: onFatal })
  const services = await createServices(config, log, now, { shards, processes }, metrics)
  // No other process serves these servers: their leases are from before a crash.
  await services.stores.deliveries.expireLeases(now())
  if (processes.alone) {
    await services.stores.sources.endClaims()
    await services.sources.spreadOverdue()
  }
  // The bot answers while its index is built; with many articles that takes a while.
  const indexed = services
    .catchUp(now())
    .catch((error: unknown) => log.error({ err: error }, 'index not filled; the next tick tries again'))

  const leftServers = createLeftServers({ stores: services.stores, graceMs: config.leftServerMs, log })
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
    guildOf: services.stores.subscriptions.guildOf,
    settingsOf: services.stores.settings.of,
    onJoined: (guildId) => note(leftServers.joined(guildId)),
    onLeft: (guildId) => note(leftServers.left(guildId, now())),
    onServer: (guildId, joinedAt) => greeting.meet(guildId, joinedAt),
    explainPassing: (error) => (error instanceof DatabaseUnavailable ? 'error.database' : undefined),
    shards,
    onFatal,
  })
  const greeting = createGreeting({
    stores: services.stores,
    channels: bot.channels,
    greetingIn: bot.greetingIn,
    log,
    now,
    greets,
  })
  await bot.start()
  await leftServers.reconcile(bot, now())
  const delivery = createDelivery({
    stores: services.stores,
    channels: bot.channels,
    log,
    now,
    metrics,
    isServing: processes.isServing,
  })
  /** What a clock that was wrong for a moment has put off is due again; what was held for topics that are gone is free. */
  async function repair(): Promise<void> {
    await services.stores.sources.limitNextCheck(now() + longestPauseMs)
    await services.stores.sources.releaseSettled()
  }

  /** What servers watched is noted for a day at least: longer than anybody needs to read it. */
  let watchedYesterday = 0
  async function prune(): Promise<void> {
    await services.stores.bin.empty(now() - binLastsMs)
    await services.stores.audit.prune(now() - auditLastsMs)
    await services.stores.watches.prune(watchedYesterday)
    watchedYesterday = await services.stores.watches.version()
    await services.stores.views.prune(now() - viewsLastMs)
    await services.stores.searches.prune(now() - viewsLastMs)
    await services.stores.conversations.prune(now() - viewsLastMs)
    await services.stores.modelUsage.prune(new Date(now() - viewsLastMs).toISOString().slice(0, 10))
    await services.stores.runs.prune(now() - dayMs)
  }

  const publishing = createPublishing({ stores: services.stores, channels: bot.channels, log })
  const refreshing = createRefreshing({ stores: services.stores, channels: bot.channels, log })
  const retention = createRetention({
    stores: services.stores,
    most: config.retention,
    onRemoved: services.dropArticles,
  })
  const alerts = createAlerts({ stores: services.stores, channels: bot.channels, log })
  const stopping = new AbortController()
  /** What is posted, once: not while another process could have taken these servers. */
  const whileServing = (work: () => Promise<void>) => async () => {
    if (processes.isServing()) await work()
  }
  // Looking costs one indexed query; what is due is in the database.
  const ticks: Tick[] = [
    {
      name: 'poll',
      cron: '*/10 * * * * *',
      work: () => services.sources.pollDue(stopping.signal),
      overlaps: true,
    },
    {
      name: 'complete',
      cron: '1-59/5 * * * * *',
      work: () => services.sources.completeDue(stopping.signal),
      overlaps: true,
    },
    { name: 'alerts', cron: '*/20 * * * * *', work: whileServing(() => alerts.tick(now())) },
    { name: 'delivery', cron: '*/5 * * * * *', work: whileServing(() => delivery.tick()) },
    { name: 'refresh', cron: '7-59/20 * * * * *', work: whileServing(() => refreshing.tick(now())) },
    { name: 'publish', cron: '3-59/30 * * * * *', work: whileServing(() => publishing.tick(now())) },
    { name: 'catch-up', cron: '*/30 * * * * *', work: () => services.catchUp(now()) },
    { name: 'slots', cron: '0 31 * * * *', work: whileServing(() => delivery.repairSlots()) },
    { name: 'repair', cron: '0 29 * * * *', work: repair, once: true },
    { name: 'prune', cron: '0 17 3 * * *', work: prune, once: true },
    { name: 'retention', cron: '13 * * * * *', work: () => retention.tick(now()), once: true },
    { name: 'left-servers', cron: '43 * * * * *', work: () => leftServers.tick(now()), once: true },
  ]
  const coordinator = processes.alone ? undefined : createRunCoordinator(services.stores.runs, now)
  // Nothing goes on by itself while the database takes nothing.
  const guarded = ticks.map(({ work, ...tick }) => ({
    ...tick,
    work: async () => {
      if (await services.gate.isOpen()) await work()
    },
  }))
  const ticking = startTicks(schedule ? guarded : [], { log, coordinator })
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
    await repair()
    await delivery.repairSlots()
  }

  const onJump = (ms: number) =>
    void settleClock(ms).catch((error: unknown) => log.error({ err: error }, 'schedules not set right'))
  // Where the ticks are left to the caller, so is the time.
  const clock = schedule ? watchClock({ now, onJump }) : undefined

  return {
    services,
    channels: bot.channels,
    delivery,
    alerts,
    refreshing,
    publishing,
    retention,
    leftServers,
    indexed,
    isConnected: bot.isConnected,
    async stop() {
      log.info({}, 'stopping: what is being sent and answered is finished first')
      stopping.abort()
      clock?.stop()
      await ticking.stop()
      await delivery.stop()
      await ticking.idle()
      await greeting.idle()
      await bot.stop()
      await services.close()
      await processes.leave()
      log.info({}, 'stopped')
    },
  }
}

async function shardsOf({ shards, token, apiUrl }: Config & { token: string }): Promise<Shards> {
  if (shards !== 'auto') return shards
  const total = await recommendedShards(token, apiUrl)
  return { ids: Array.from({ length: total }, (_, id) => id), total }
}
