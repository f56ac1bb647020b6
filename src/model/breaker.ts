import type { Failure } from './client/failure.js'

export interface BreakerLimits {
  /** So many failures in a row are no accident. */
  failures: number
  /** The pause after them; each further failure doubles it. */
  pauseMs: number
  longestPauseMs: number
}

export const breakerLimits: BreakerLimits = { failures: 3, pauseMs: 60_000, longestPauseMs: 900_000 }

/** What a request of ours may have caused, or somebody who lost interest: it says nothing about the endpoint. */
const harmless = new Set<Failure['kind']>(['cancelled'])

/** Lets an endpoint alone that is dead or wants to be: a question then costs no waiting. */
export function createBreaker(limits: BreakerLimits, now: () => number) {
  let failures = 0
  let closedUntil = 0

  const pauseMs = () =>
    Math.min(limits.longestPauseMs, limits.pauseMs * 2 ** Math.max(0, failures - limits.failures))

  return {
    /** Whether a request may be made. After a pause one goes ahead to try, and the others wait for how it ends. */
    mayTry(): boolean {
      if (now() < closedUntil) return false
      if (failures >= limits.failures) closedUntil = now() + pauseMs()
      return true
    },

    note(failure: Failure | undefined): void {
      if (failure && harmless.has(failure.kind)) return
      failures = failure ? failures + 1 : 0
      if (!failure) closedUntil = 0
      else if (failures >= limits.failures) closedUntil = now() + pauseMs()
      if (failure?.retryAfterMs !== undefined)
        closedUntil = Math.max(closedUntil, now() + failure.retryAfterMs)
    },
  }
}
