import cron from 'node-cron'
import type { Log } from './core/log.js'

/** Work that is done again and again. */
export interface Tick {
  name: string
  /** Six fields: the first is seconds. */
  cron: string
  work(): Promise<void>
  /** Its work keeps itself apart: a slow site must not keep the others waiting. */
  overlaps?: boolean
}

/** Runs each tick now and then on its schedule; one that fails is logged and runs again at its next time. */
export function startTicks(ticks: readonly Tick[], log: Log) {
  const underWay = new Set<Promise<void>>()

  const tasks = ticks.map(({ name, cron: expression, work, overlaps }) => {
    let running = false
    const run = () => {
      if (running && !overlaps) return
      running = true
      const done = work()
        .catch((error: unknown) => log.error({ err: error, tick: name }, 'tick failed'))
        .finally(() => {
          underWay.delete(done)
          running = false
        })
      underWay.add(done)
    }
    // What became due while the program was down does not wait for the first tick.
    run()
    return cron.schedule(expression, run, { name, suppressMissedWarning: true })
  })

  return {
    /** No tick starts any more. */
    async stop(): Promise<void> {
      await Promise.all(tasks.map((task) => task.destroy()))
    },
    /** Resolves when what was started has ended. */
    async idle(): Promise<void> {
      await Promise.all(underWay)
    },
  }
}
