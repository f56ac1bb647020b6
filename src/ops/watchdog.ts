import type { Log } from '../core/log.js'
import type { Progress } from './metrics.js'
import { planWatch, type WatchedWork, type WatchState } from './plan-watch.js'
import type { VitalsReader } from './vitals.js'

const lookEveryMs = 60_000
/** A slot or a reading has deadlines that are much shorter. */
const idleMs = 15 * 60_000
const limits = { idleMs, longestGapMs: 3 * lookEveryMs }

export interface WatchdogDeps {
  vitals: VitalsReader
  progress: Readonly<Record<WatchedWork, Progress>>
  log: Log
  /** A supervisor has to start the program again. */
  onStuck(): void
}

/** Looks every minute whether what is due is being done; see `planWatch`. */
export function startWatchdog({ vitals, progress, log, onStuck }: WatchdogDeps) {
  let state: WatchState | undefined

  async function look(): Promise<void> {
    const { dueSince } = await vitals.read()
    const isDue = dueSince && {
      reading: dueSince.reading !== undefined,
      posting: dueSince.posting !== undefined,
    }
    const done = { reading: progress.reading.count, posting: progress.posting.count }
    const plan = planWatch(state, { at: performance.now(), isDue: isDue ?? undefined, done }, limits)
    state = plan.state
    if (plan.stuck.length === 0) return
    const minutes = idleMs / 60_000
    log.error(
      { stuck: plan.stuck, dueSince },
      `for ${minutes} minutes nothing was done although something was due; the process ends so that it is started anew`,
    )
    onStuck()
  }

  const timer = setInterval(() => {
    look().catch((error: unknown) => log.error({ err: error }, 'the watchdog could not look'))
  }, lookEveryMs)
  timer.unref()
  return { stop: (): void => clearInterval(timer) }
}
