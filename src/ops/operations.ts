import type { Config } from '../config.js'
import type { Log } from '../core/log.js'
import { addGauges } from './gauges.js'
import { judgeHealth } from './health.js'
import { createMetrics } from './metrics.js'
import { startOpsServer } from './ops-server.js'
import { createVitals, type Observed, type VitalsReader } from './vitals.js'
import { startWatchdog } from './watchdog.js'

/** What the process ends with when it stood still; everything else that fails ends with 1. As EX_SOFTWARE of sysexits. */
export const stuckExitCode = 70

export interface OperationsOptions {
  metrics: Config['metrics']
  log: Log
  now?: () => number
  /** Ends the process. */
  exit(code: number): void
}

/** What an operator sees of the bot: metrics and health over HTTP, and a watchdog. It begins before the bot is started. */
export async function startOperations({ metrics: place, log, now = Date.now, exit }: OperationsOptions) {
  const metrics = createMetrics(now)
  const { registry, progress } = metrics
  let vitals: VitalsReader | undefined
  let watchdog: { stop(): void } | undefined
  const health = async () => vitals && judgeHealth(await vitals.read(), progress)
  const server = place && (await serve(place))

  async function serve({ host, port, isChosen }: NonNullable<Config['metrics']>) {
    try {
      const started = await startOpsServer({ host, port, registry, health })
      log.info({ url: started.url }, 'health and metrics are served')
      return started
    } catch (error) {
      // Several bots on one computer: only who asked for a port insists on it.
      if (isChosen) throw error
      log.warn({ err: error }, 'no health and metrics')
      return undefined
    }
  }

  return {
    metrics,
    /** Where it is served; undefined when it is not. */
    url: server?.url,
    /** From now on the bot is observed. */
    observe(bot: Observed): void {
      vitals = createVitals(bot, now)
      addGauges(registry, vitals)
      watchdog = startWatchdog({ vitals, progress, log, onStuck: () => exit(stuckExitCode) })
    },
    async stop(): Promise<void> {
      watchdog?.stop()
      await server?.close()
    },
  }
}
