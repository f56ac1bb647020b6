import type { Failure } from './client/failure.js'

export interface BreakerLimits {
  /** So many failures in a row are no accident. */
  failures: number
  /** The pause after them; each further failure doubles it. */
  pauseMs: number
  longestPauseMs: number
}

export const breakerLimits: BreakerLimits = { failures: 3, pauseMs: 60_000, longestPauseMs: 900_000 }

/**
 * What a request may have caused, though the endpoint is well: it is counted for the server that asked, and must not
 * switch the model off for the others.
 */
const own = new Set<Failure['kind']>(['refused', 'garbled', 'endless'])
/** The endpoint has read the request and answered as it should. */
const alive = new Set<Failure['kind']>(['refused', 'endless'])

/** Lets an endpoint alone that is dead or wants to be: a question then costs no waiting. */
export function createBreaker(limits: BreakerLimits, now: () => number) {
  const everybody = createPause(limits, now)
  const servers = new Map<string, ReturnType<typeof createPause>>()

  function pauseOf(guildId: string) {
    const pause = servers.get(guildId) ?? createPause(limits, now)
    servers.set(guildId, pause)
    return pause
  }

  return {
    /** Whether a request may be made. After a pause one goes ahead to try, and the others wait for how it ends. */
    mayTry: (guildId: string): boolean => servers.get(guildId)?.mayTry() !== false && everybody.mayTry(),

    note(guildId: string, failure: Failure | undefined): void {
      if (failure?.kind === 'cancelled') return
      if (failure && own.has(failure.kind)) pauseOf(guildId).fail(failure)
      else if (failure) everybody.fail(failure)
      else servers.delete(guildId)
      if (!failure || alive.has(failure.kind)) everybody.end()
    },
  }
}

/** Begins after some failures in a row, and lasts longer after each further one. */
function createPause(limits: BreakerLimits, now: () => number) {
  let failures = 0
  let closedUntil = 0
  const pauseMs = () =>
    Math.min(limits.longestPauseMs, limits.pauseMs * 2 ** Math.max(0, failures - limits.failures))

  return {
    mayTry(): boolean {
      if (now() < closedUntil) return false
      if (failures >= limits.failures) closedUntil = now() + pauseMs()
      return true
    },
    fail({ retryAfterMs = 0 }: Failure): void {
      failures++
      if (failures >= limits.failures) closedUntil = now() + pauseMs()
      closedUntil = Math.max(closedUntil, now() + retryAfterMs)
    },
    end(): void {
      failures = 0
      closedUntil = 0
    },
  }
}
