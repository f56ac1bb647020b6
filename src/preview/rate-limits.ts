/** How much a bucket lets through: `limit` requests in `windowMs`. */
export interface RateLimit {
  limit: number
  windowMs: number
}

/** Observed at Discord, not documented: five posts in five seconds per channel, ten crossposts per hour. */
export const messagePosts: RateLimit = { limit: 5, windowMs: 5_000 }
export const crossposts: RateLimit = { limit: 10, windowMs: 3_600_000 }

/** All requests of a bot together, except those about interactions, which carry a token of their own. */
export const globalRequests: RateLimit = { limit: 50, windowMs: 1_000 }

interface Window {
  startedAt: number
  used: number
}

/**
 * Fixed windows per bucket, as Discord's headers describe them:
 * discord.com/developers/docs/topics/rate-limits
 */
export function createRateLimiter(now: () => number) {
  const windows = new Map<string, Window>()
  return {
    /** Counts one request; returns the headers to answer with and whether it must be refused. */
    take(
      bucket: string,
      { limit, windowMs }: RateLimit,
    ): { refused: boolean; retryAfter: number; headers: Record<string, string> } {
      const at = now()
      let window = windows.get(bucket)
      if (!window || at >= window.startedAt + windowMs) window = { startedAt: at, used: 0 }
      const refused = window.used >= limit
      if (!refused) window.used++
      windows.set(bucket, window)
      const resetAt = window.startedAt + windowMs
      const retryAfter = (resetAt - at) / 1000
      const headers = {
        'X-RateLimit-Limit': String(limit),
        'X-RateLimit-Remaining': String(limit - window.used),
        'X-RateLimit-Reset': (resetAt / 1000).toFixed(3),
        'X-RateLimit-Reset-After': retryAfter.toFixed(3),
        'X-RateLimit-Bucket': bucket.split(':')[0] ?? bucket,
        ...(refused && { 'Retry-After': String(Math.ceil(retryAfter)), 'X-RateLimit-Scope': 'user' }),
      }
      return { refused, retryAfter, headers }
    },
  }
}
