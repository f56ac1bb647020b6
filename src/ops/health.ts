import type { Progress } from './metrics.js'
import type { WatchedWork } from './plan-watch.js'
import type { Vitals } from './vitals.js'

export interface HealthCheck {
  ok: boolean
  /** What was found and, if it is not well, what that means. */
  detail: string
}

export interface Health {
  ok: boolean
  checks: Record<'gateway' | 'database' | WatchedWork, HealthCheck>
  /** False while the index is built after the start; the bot works, but does not find everything yet. */
  indexComplete: boolean
}

/** What was due for so long, without anything of its kind done in that time, stands still. */
const longestIdleMs = 10 * 60_000

/** Whether the bot is ready to serve. `progress` is what was done of each work. */
export function judgeHealth(vitals: Vitals, progress: Record<WatchedWork, Progress>): Health {
  const { at, isConnected, databaseProblem, dueSince, indexComplete } = vitals

  function judgeWork(work: WatchedWork): HealthCheck {
    const { lastAt } = progress[work]
    const last = lastAt === undefined ? 'nothing done yet' : `last at ${new Date(lastAt).toISOString()}`
    const due = dueSince?.[work]
    if (due === undefined)
      return { ok: true, detail: `${last}; ${dueSince ? 'nothing is due' : 'not known what is due'}` }
    const waitingMs = at - Math.max(due, lastAt ?? due)
    const ok = waitingMs < longestIdleMs
    const minutes = Math.max(0, Math.round((at - due) / 60_000))
    return { ok, detail: `${last}; due for ${minutes} min${ok ? '' : ', and nothing is done'}` }
  }

  const checks = {
    gateway: { ok: isConnected, detail: isConnected ? 'connected' : 'not connected to Discord' },
    database: { ok: databaseProblem === null, detail: databaseProblem ?? 'writable' },
    reading: judgeWork('reading'),
    posting: judgeWork('posting'),
  }
  return { ok: Object.values(checks).every(({ ok }) => ok), checks, indexComplete }
}
