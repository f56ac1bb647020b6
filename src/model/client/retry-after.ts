/** A server that asks for more is not waited for any longer: it may have been a mistake. */
const longestMs = 3_600_000
/** For one that is busy and does not say for how long. */
const defaultMs = 30_000

/** How long a busy server wants to be left alone: seconds or a date (RFC 9110, section 10.2.3); ms. */
export function parseRetryAfter(value: string | undefined, now: number): number {
  const ms = /^\s*\d+(?:\.\d+)?\s*$/.test(value ?? '') ? Number(value) * 1000 : Date.parse(value ?? '') - now
  return Number.isFinite(ms) ? Math.min(Math.max(ms, 0), longestMs) : defaultMs
}
