import type { LeftServers } from './ops/left-servers.js'
import type { Retention } from './ops/retention.js'
import type { Services } from './services.js'
import type { Alerts } from './sources/health/alerts.js'
import type { Processes } from './store/processes.js'
import type { Tick } from './ticks.js'
import type { Delivery } from './topics/delivery.js'
import type { Publishing } from './topics/publishing.js'
import type { Refreshing } from './topics/refresh-posts.js'
import type { Upkeep } from './upkeep.js'

/** What works by itself, as far as it has to be called again and again. */
export interface Workers {
  services: Services
  processes: Processes
  delivery: Delivery
  alerts: Alerts
  refreshing: Refreshing
  publishing: Publishing
  retention: Retention
  leftServers: LeftServers
  upkeep: Upkeep
}

/** When each worker looks whether something is due. Looking costs one indexed query; what is due is in the database. */
export function ticksOf(workers: Workers, now: () => number, signal: AbortSignal): Tick[] {
  const { services, processes, delivery, alerts, refreshing, publishing, retention, leftServers, upkeep } =
    workers
  const { pollDue, completeDue } = services.sources
  /** What is posted, once: not while another process could have taken these servers. */
  const whileServing = (work: () => Promise<void>) => async () => {
    if (processes.isServing()) await work()
  }
  const ticks: Tick[] = [
    { name: 'poll', cron: '*/10 * * * * *', work: () => pollDue(signal), overlaps: true },
    { name: 'complete', cron: '1-59/5 * * * * *', work: () => completeDue(signal), overlaps: true },
    { name: 'alerts', cron: '*/20 * * * * *', work: whileServing(() => alerts.tick(now())) },
    { name: 'delivery', cron: '*/5 * * * * *', work: whileServing(() => delivery.tick()) },
    { name: 'refresh', cron: '7-59/20 * * * * *', work: whileServing(() => refreshing.tick(now())) },
    { name: 'publish', cron: '3-59/30 * * * * *', work: whileServing(() => publishing.tick(now())) },
    { name: 'catch-up', cron: '*/30 * * * * *', work: () => services.catchUp(now()) },
    { name: 'slots', cron: '0 31 * * * *', work: whileServing(() => delivery.repairSlots()) },
    { name: 'repair', cron: '0 29 * * * *', work: upkeep.repair, once: true },
    { name: 'prune', cron: '0 17 3 * * *', work: upkeep.prune, once: true },
    { name: 'retention', cron: '13 * * * * *', work: () => retention.tick(now()), once: true },
    { name: 'left-servers', cron: '43 * * * * *', work: () => leftServers.tick(now()), once: true },
  ]
  // Nothing goes on by itself while the database takes nothing.
  return ticks.map(({ work, ...tick }) => ({
    ...tick,
    work: async () => {
      if (await services.gate.isOpen()) await work()
    },
  }))
}
