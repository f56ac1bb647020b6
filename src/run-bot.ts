import cron from 'node-cron'
import { commands } from '../commands/index.js'
import type { Config } from './config.js'
import type { Channels } from './core/channels.js'
import type { Log } from './core/log.js'
import { createBot } from './discord/bot.js'
import { createGreeting } from './greeting.js'
import { createServices, type Deps, type Services } from './services.js'
import { type Alerts, createAlerts } from './sources/health/alerts.js'
import { lockDatabase } from './store/lock.js'
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
  /** Resolves when everything that is stored can be found. */
  indexed: Promise<void>
  /** Finishes what is being sent and answered, closes the database. */
  stop(): Promise<void>
}

/** Looking costs one indexed query; what is due is in the database. Six fields: the first is seconds. */
const pollTick = '*/10 * * * * *'
const completeTick = '1-59/5 * * * * *'
const alertTick = '*/20 * * * * *'
const deliveryTick = '*/5 * * * * *'
const publishTick = '3-59/30 * * * * *'
const refreshTick = '7-59/20 * * * * *'
const catchUpTick = '*/30 * * * * *'
/** A slow site must not keep the others waiting: these go on with what is left while it is being read. */
const overlapping = new Set([pollTick, completeTick])
const repairTick = '0 29 * * * *'
const pruneTick = '0 17 3 * * *'

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
  /** False leaves it to people to find the bot where it is new. */
  greets?: boolean
}

/** The bot: database → services → index → Discord → schedule, and back again on `stop`. */
export async function runBot(
  config: Config & { token: string },
  log: Log,
  { now = Date.now, schedule = true, greets = true }: RunOptions = {},
): Promise<Running> {
  const lock = await lockDatabase(config.database)
  const services = await createServices(config, log, now)
  // The lock says that no other process can hold these leases: they are from before a crash.
  await services.stores.deliveries.expireLeases(now())
  await services.sources.spreadOverdue()
  // The bot answers while its index is built; with many articles that takes a while.
  const indexed = services
    .catchUp(now())
    .catch((error: unknown) => log.error({ err: error }, 'index not filled; the next tick tries again'))

  const bot = createBot<Deps>({
    token: config.token,
    apiUrl: config.apiUrl,
    commands,
    deps: (channels) => ({ ...services, channels }),
    log,
    now,
    guildOf: services.stores.subscriptions.guildOf,
    settingsOf: services.stores.settings.of,
    onServer: (guildId, joinedAt) => greeting.meet(guildId, joinedAt),
    onFatal: (reason) => {
      log.error({ reason }, 'stopping')
      process.exit(1)
    },
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
  const delivery = createDelivery({ stores: services.stores, channels: bot.channels, log, now })
  /** What a clock that was wrong for a moment has put off is due again; what was held for topics that are gone is free. */
  async function repair(): Promise<void> {
    await services.stores.sources.limitNextCheck(now() + longestPauseMs)
    await delivery.repairSlots()
    await services.stores.sources.releaseSettled()
  }

  async function prune(): Promise<void> {
    await services.stores.bin.empty(now() - binLastsMs)
    await services.stores.audit.prune(now() - auditLastsMs)
    await services.stores.views.prune(now() - viewsLastMs)
    await services.stores.searches.prune(now() - viewsLastMs)
    await services.stores.conversations.prune(now() - viewsLastMs)
    await services.stores.modelUsage.prune(new Date(now() - viewsLastMs).toISOString().slice(0, 10))
  }

  const publishing = createPublishing({ stores: services.stores, channels: bot.channels, log })
  const refreshing = createRefreshing({ stores: services.stores, channels: bot.channels, log })
  const alerts = createAlerts({ stores: services.stores, channels: bot.channels, log })
  const stopping = new AbortController()
  const ticks: [string, () => Promise<void>][] = [
    [pollTick, () => services.sources.pollDue(stopping.signal)],
    [completeTick, () => services.sources.completeDue(stopping.signal)],
    [alertTick, () => alerts.tick(now())],
    [deliveryTick, () => delivery.tick()],
    [refreshTick, () => refreshing.tick(now())],
    [publishTick, () => publishing.tick(now())],
    [catchUpTick, () => services.catchUp(now())],
    [repairTick, () => repair()],
    [pruneTick, () => prune()],
  ]
  const underWay = new Set<Promise<void>>()
  const tasks = (schedule ? ticks : []).map(([expression, work]) => {
    let running = false
    const run = () => {
      // A tick never overlaps with itself, except those whose work keeps itself apart.
      if (running && !overlapping.has(expression)) return
      running = true
      const done = work()
        .catch((error: unknown) => log.error({ err: error, expression }, 'tick failed'))
        .finally(() => {
          underWay.delete(done)
          running = false
        })
      underWay.add(done)
    }
    // What became due while the program was down does not wait for the first tick.
    run()
    return cron.schedule(expression, run, { suppressMissedWarning: true })
  })

  return {
    services,
    channels: bot.channels,
    delivery,
    alerts,
    refreshing,
    publishing,
    indexed,
    async stop() {
      log.info({}, 'stopping: what is being sent and answered is finished first')
      stopping.abort()
      await Promise.all(tasks.map((task) => task.destroy()))
      await delivery.stop()
      await Promise.all(underWay)
      await greeting.idle()
      await bot.stop()
      await services.close()
      await lock.release()
      log.info({}, 'stopped')
    },
  }
}
