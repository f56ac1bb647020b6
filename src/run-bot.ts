import { commands } from '../commands/index.js'
import type { Config } from './config.js'
import type { Channels } from './core/channels.js'
import type { Log } from './core/log.js'
import { type Metrics, noMetrics } from './core/metrics.js'
import { createBot } from './discord/bot.js'
import { watchClock } from './ops/clock-watch.js'
import { createLeftServers, type LeftServers } from './ops/left-servers.js'
import { createRetention, type Retention } from './ops/retention.js'
import { createServices, type Deps, type Services } from './services.js'
import { type Alerts, createAlerts } from './sources/health/alerts.js'
import { lockDatabase } from './store/lock.js'
import { startTicks, type Tick } from './ticks.js'
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

/** No source is left unread longer, whatever days it asks to be left alone. */
const longestPauseMs = 3 * 24 * 3_600_000
/** How long the buttons of a search can be pressed, and a query is offered again. */
const viewsLastMs = 90 * 86_400_000
/** The bin is emptied once a day; what is in it can be taken back for a day at least. */
const binLastsMs = 25 * 3_600_000
const auditLastsMs = 365 * 86_400_000

export interface RunOptions {
  now?: () => number
  /** False leaves the ticks to the caller, who then decides when time passes. */
  schedule?: boolean
  metrics?: Metrics
}

/** The bot: database → services → index → Discord → schedule, and back again on `stop`. */
export async function runBot(
  config: Config & { token: string },
  log: Log,
  { now = Date.now, schedule = true, metrics = noMetrics }: RunOptions = {},
): Promise<Running> {
  const lock = await lockDatabase(config.database)
  const services = await createServices(config, log, now, metrics)
  // The lock says that no other process can hold these leases: they are from before a crash.
  await services.stores.deliveries.expireLeases(now())
  await services.sources.spreadOverdue()
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
    onFatal: (reason) => {
      log.error({ reason }, 'stopping')
      process.exit(1)
    },
  })
  await bot.start()
  await leftServers.reconcile(bot, now())
  const delivery = createDelivery({ stores: services.stores, channels: bot.channels, log, now, metrics })
  /** What a clock that was wrong for a moment has put off is due again; what was held for topics that are gone is free. */
  async function repair(): Promise<void> {
    await services.stores.sources.limitNextCheck(now() + longestPauseMs)
    await delivery.repairSlots()
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
    { name: 'alerts', cron: '*/20 * * * * *', work: () => alerts.tick(now()) },
    { name: 'delivery', cron: '*/5 * * * * *', work: () => delivery.tick() },
    { name: 'refresh', cron: '7-59/20 * * * * *', work: () => refreshing.tick(now()) },
    { name: 'publish', cron: '3-59/30 * * * * *', work: () => publishing.tick(now()) },
    { name: 'catch-up', cron: '*/30 * * * * *', work: () => services.catchUp(now()) },
    { name: 'repair', cron: '0 29 * * * *', work: repair },
    { name: 'prune', cron: '0 17 3 * * *', work: prune },
    { name: 'retention', cron: '13 * * * * *', work: () => retention.tick(now()) },
    { name: 'left-servers', cron: '43 * * * * *', work: () => leftServers.tick(now()) },
  ]
  // Nothing goes on by itself while the database takes nothing.
  const guarded = ticks.map(({ work, ...tick }) => ({
    ...tick,
    work: async () => {
      if (await services.gate.isOpen()) await work()
    },
  }))
  const ticking = startTicks(schedule ? guarded : [], log)

  /** Schedules neither repeat nor storm: what was missed is caught up once, and checks of many sources are spread. */
  async function settleClock(jumpMs: number): Promise<void> {
    const seconds = Math.round(jumpMs / 1000)
    log.warn({ seconds }, 'the clock jumped: it was set, or the computer slept; schedules are set right')
    ticking.restart()
    await services.sources.spreadOverdue()
    await repair()
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
      await bot.stop()
      await services.close()
      await lock.release()
      log.info({}, 'stopped')
    },
  }
}
