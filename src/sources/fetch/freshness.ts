import { parseDate } from '../text/parse-date.js'

/** What caches and the schedule need from an answer. */
export interface Freshness {
  /** Validators for the next request. A 304 that lacks one gives null, and the one sent keeps holding. */
  etag: string | null
  lastModified: string | null
  /** Cache-Control's max-age. */
  maxAgeMs: number | null
  /** Until when the answer counts as fresh, by our clock; null when it doesn't say or already is stale. */
  expiresAt: number | null
}

type Header = (name: string) => string | null

/**
 * The freshness of an answer that came at `now` (RFC 9111, section 4.2). A span counts from the server's own Date, so
 * that a server whose clock is wrong still says what it means; what lay in caches has used up part of it.
 */
export function readFreshness(header: Header, now: number): Freshness {
  const control = header('cache-control') ?? ''
  const isReusable = !/\bno-(store|cache)\b/i.test(control)
  const maxAgeMs = isReusable ? secondsIn(/\bmax-age\s*=\s*"?(\d{1,9})/i.exec(control)?.[1]) : null
  const lifetime = isReusable ? (maxAgeMs ?? spanTo(header('expires'), header('date'), now)) : null
  const age = secondsIn(/^\s*(\d{1,9})\s*$/.exec(header('age') ?? '')?.[1]) ?? 0
  return {
    etag: header('etag'),
    lastModified: header('last-modified'),
    maxAgeMs,
    expiresAt: lifetime !== null && lifetime > age ? now + lifetime - age : null,
  }
}

/** Retry-After (RFC 9110, section 10.2.3) is seconds or a date; ms from now, or null. */
export function readRetryAfter(header: Header, now: number): number | null {
  const value = header('retry-after')
  const seconds = secondsIn(/^\s*(\d{1,9})\s*$/.exec(value ?? '')?.[1])
  return seconds ?? spanTo(value, header('date'), now)
}

/** From an answer's own Date, or now where it has none, to a date it names; ms, or null when that is no date. */
function spanTo(until: string | null, answeredAt: string | null, now: number): number | null {
  const end = until === null ? null : parseDate(until)
  const start = (answeredAt === null ? null : parseDate(answeredAt)) ?? now
  return end === null ? null : Math.max(0, end - start)
}

function secondsIn(digits: string | undefined): number | null {
  return digits === undefined ? null : Number(digits) * 1000
}
