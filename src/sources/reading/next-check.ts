import type { Source, SourcePace } from '../../store/sources.js'
import type { Freshness } from '../fetch/freshness.js'
import { lastNewAt } from '../health/health.js'
import { failureDelay, nextCheckDelay, noHints } from './pace.js'

export interface PaceSettings {
  /** No source is asked more often than this. */
  fastestMs: number
}

/** When a source that was just read is due again (ms). */
export function nextCheckAfter(
  source: Pick<Source, 'last_new_at' | 'created_at'>,
  pace: SourcePace | null,
  { maxAgeMs, expiresAt }: Freshness,
  now: number,
  { fastestMs }: PaceSettings,
): number {
  const delay = nextCheckDelay({
    ...(pace ?? { ...noHints, rhythmMs: null }),
    lastNewAt: lastNewAt(source),
    minMs: fastestMs,
    maxAgeMs,
    expiresInMs: expiresAt === null ? null : Math.max(0, expiresAt - now),
    now,
    jitter: Math.random(),
  })
  return Math.round(now + delay)
}

/** When a source that could not be read is due again (ms); `failures` counts those before this one. */
export function nextCheckAfterFailure(
  failures: number,
  retryAfterMs: number | null,
  now: number,
  { fastestMs }: PaceSettings,
): number {
  return Math.round(
    now + failureDelay(failures + 1, { minMs: fastestMs, retryAfterMs, jitter: Math.random() }),
  )
}
