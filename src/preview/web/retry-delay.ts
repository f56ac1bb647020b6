const firstRetry = 500
const longestRetry = 10_000

/** How long to wait before the next attempt, in ms: doubling, with up to a quarter of chance so that tabs spread. */
export function retryDelay(attempt: number, random: number): number {
  const base = Math.min(firstRetry * 2 ** attempt, longestRetry)
  return Math.round(base * (1 + random / 4))
}
