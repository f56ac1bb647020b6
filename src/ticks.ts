import cron, { type RunCoordinator } from 'node-cron'
import type { Log } from './core/log.js'
import type { RunStore } from './store/runs.js'
import { DatabaseUnavailable } from './store/unavailable.js'

/** Work that is done again and again. */
export interface Tick {
  name: string
  /** Six fields: the first is seconds. */
  cron: string
  work(): Promise<void>
  /** Its work keeps itself apart: a slow site must not keep the others waiting. */
  overlaps?: boolean
  /** Of several processes one does it for all. */
  once?: boolean
}

export interface TickOptions {
  log: Log
  /** Says which of several processes does what is done once; undefined: this one is alone. */
  coordinator?: RunCoordinator | undefined
}

/** Longer than clocks of several machines differ. */
const leaseMs = 10 * 60_000

/** Runs each tick now and then on its schedule; one that fails is logged and runs again at its next time. */
export function startTicks(ticks: readonly Tick[], { log, coordinator }: TickOptions) {
  const underWay = new Set<Promise<void>>()

  const schedules = ticks.map(({ name, cron: expression, work, overlaps, once }) => {
    let running = false
    function run(by = work): void {
      if (running && !overlaps) return
      running = true
      const done = by()
        .catch((error: unknown) => tell(error, name, log))
        .finally(() => {
          underWay.delete(done)
          running = false
        })
      underWay.add(done)
    }
    const shared = once ? coordinator : undefined
    // What became due while the program was down does not wait for the first tick.
    run(async () => {
      if (!shared || (await shared.shouldRun(`${name}:start`, leaseMs))) await work()
    })
    return () =>
      cron.schedule(expression, () => run(), {
        name,
        suppressMissedWarning: true,
        ...(shared && { distributed: true, distributedLease: leaseMs, runCoordinator: shared }),
      })
  })
  let tasks = schedules.map((schedule) => schedule())

  return {
    /** To be called when the clock was set: after it was set back, node-cron waits until it is as late as before. */
    restart(): void {
      for (const task of tasks) void task.destroy()
      tasks = schedules.map((schedule) => schedule())
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

/** That the database is away is said once, by who notices first, and not by every tick. */
function tell(error: unknown, tick: string, log: Log): void {
  if (error instanceof DatabaseUnavailable) log.debug({ err: error, tick }, 'tick waits for the database')
  else log.error({ err: error, tick }, 'tick failed')
}

/** Lets processes take turns through their database. When it cannot be asked, none of them runs. */
export function createRunCoordinator(runs: RunStore, now: () => number): RunCoordinator {
  return { shouldRun: (key, ttlMs) => runs.claim(key, now(), now() + ttlMs) }
}
