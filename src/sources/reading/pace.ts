import type { SourcePace } from '../../store/sources.js'

/** What a feed itself says about when to ask it again. */
export type PaceHints = Omit<SourcePace, 'rhythmMs'>

/** Of a source that says nothing. */
export const noHints: PaceHints = Object.freeze({ ttlMs: null, skipHours: [], skipDays: [] })

export interface PaceFacts extends PaceHints {
  /** Usual time between two articles; see {@link rhythmOf}. */
  rhythmMs: number | null
  /** When the source last had something new. */
  lastNewAt: number
  /** The configured interval: no source is asked more often. */
  minMs: number
  /** Cache-Control's max-age, and how long Expires still lies ahead. */
  maxAgeMs: number | null
  expiresInMs: number | null
  now: number
  /** From 0 up to 1, at random. */
  jitter: number
}

const minute = 60_000
const hour = 60 * minute
const day = 24 * hour
/** Asked this often between two articles, one is found after a sixteenth of the usual pause, on average. */
const checksPerPause = 8
/** A silence counts as the new rhythm once it is this many times as long as the usual pause. */
const silenceBorne = 4
const slowest = { ofActive: hour, ofSilent: 6 * hour, ever: day }
const activeFor = 31 * day
/** Articles that came out together are one event: a feed that publishes ten at noon has a rhythm of a day. */
const oneEvent = 5 * minute
const rhythmEvents = 20
const weekHours = 7 * 24

/**
 * How long to wait (ms) before a source is read again: an eighth of its own rhythm, never more often than configured
 * and at least every hour when it had something new within a month, else every six. What the server or the feed asks
 * for makes it longer, up to a day; only the hours and days in which a feed does not want to be asked may add to that.
 * Up to a tenth is left to chance, so that sources which were read together drift apart.
 */
export function nextCheckDelay(facts: PaceFacts): number {
  const { rhythmMs, lastNewAt, minMs, maxAgeMs, expiresInMs, ttlMs, now, jitter } = facts
  const silence = Math.max(0, now - lastNewAt)
  // An unknown rhythm is taken for a fast one; silence corrects it.
  const own = Math.max(rhythmMs ?? 0, silence / silenceBorne) / checksPerPause
  const usual = Math.min(own, silence > activeFor ? slowest.ofSilent : slowest.ofActive)
  const asked = Math.max(usual, maxAgeMs ?? 0, expiresInMs ?? 0, ttlMs ?? 0)
  const varied = Math.min(asked * (0.95 + jitter / 10), slowest.ever)
  const delay = Math.max(varied, minMs * (1 + jitter / 10))
  return delay + untilWanted(now + delay, facts)
}

/**
 * How long to wait (ms) after `failures` failed readings in a row: the configured interval, doubled each time up to a
 * day, and at least what the server asked for, up to a day as well. It never stops being tried.
 */
export function failureDelay(
  failures: number,
  { minMs, retryAfterMs, jitter }: { minMs: number; retryAfterMs: number | null; jitter: number },
): number {
  const backoff = minMs * 2 ** Math.min(Math.max(failures - 1, 0), 20)
  return Math.min(Math.max(backoff, retryAfterMs ?? 0) * (1 + jitter / 10), slowest.ever)
}

/** When a source that became due while nothing was running is read: within the configured interval, at most ten minutes. */
export function dueAfterRestart(
  dueAt: number,
  { minMs, now, jitter }: { minMs: number; now: number; jitter: number },
): number {
  return dueAt > now ? dueAt : now + jitter * Math.min(minMs, 10 * minute)
}

/**
 * The usual time (ms) between two articles: the median of the pauses between the latest twenty moments at which
 * articles came out, whatever the time of day; null for fewer than three such moments. Dates that lie ahead don't count.
 */
export function rhythmOf(publishedTimes: readonly number[], now: number): number | null {
  const events: number[] = []
  for (const time of publishedTimes.filter((time) => time <= now).sort((a, b) => b - a)) {
    const last = events.at(-1)
    if (last === undefined || last - time > oneEvent) events.push(time)
    if (events.length === rhythmEvents) break
  }
  if (events.length < 3) return null
  const pauses = events.slice(1).map((time, i) => (events[i] ?? time) - time)
  return pauses.sort((a, b) => a - b)[pauses.length >> 1] ?? null
}

/** From a time to the first hour in which the feed may be asked; 0 when it names no hour of the week. */
function untilWanted(time: number, { skipHours, skipDays, jitter }: PaceFacts): number {
  const isSkipped = (at: number) =>
    skipHours.includes(new Date(at).getUTCHours()) || skipDays.includes(new Date(at).getUTCDay())
  if (!isSkipped(time)) return 0
  const thisHour = Math.floor(time / hour) * hour
  for (let ahead = 1; ahead <= weekHours; ahead++) {
    const start = thisHour + ahead * hour
    if (!isSkipped(start)) return start - time + jitter * 10 * minute
  }
  return 0
}
