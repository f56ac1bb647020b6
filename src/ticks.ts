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

  const runs = ticks.map(({ name, cron: expression, work, overlaps }) => {
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
    return { name, expression, run }
  })

  const schedule = () =>
    runs.map(({ name, expression, run }) =>
      cron.schedule(expression, run, { name, suppressMissedWarning: true }),
    )

  // What became due while the program was down does not wait for the first tick.
  for (const { run } of runs) run()
  let tasks = schedule()

  return {
    /** To be called when the clock was set: after it was set back, node-cron waits until it is as late as before. */
    restart(): void {
      for (const task of tasks) void task.destroy()
      tasks = schedule()
    },
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
