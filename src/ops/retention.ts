import { setImmediate as nextTurn } from 'node:timers/promises'
import { leastRetentionDays } from '../core/least-retention-days.js'
import type { Expiry, Keep } from '../store/retention.js'
import type { Stores } from '../store/stores.js'

const dayMs = 86_400_000
/** Of sources whose limits are read at once, and of articles removed at once: some milliseconds each. */
const sourcesPerStep = 100
const articlesPerStep = 50
/** Of one tick; what is left waits for the next one. */
const stepsPerTick = 40
/** All sources are looked at this often. */
const passEveryMs = 3_600_000

export interface RetentionDeps {
  stores: Pick<Stores, 'retention'>
  /** The most that is kept; a server can have less, not more. */
  most: Keep
  /** They are gone from the store. */
  onRemoved(ids: readonly number[]): void
}

/** Removes articles that nobody wants kept any longer: a little at each tick, source after source. */
export function createRetention({ stores, most, onRemoved }: RetentionDeps) {
  /** The last source that was looked at. */
  let cursor = 0
  let queue: ({ sourceId: number } & Keep)[] = []
  let nextPassAt = Number.NEGATIVE_INFINITY

  async function step(now: number): Promise<void> {
    const [source] = queue
    if (source) {
      const gone = await stores.retention.prune(source.sourceId, expiryOf(source, now), articlesPerStep)
      onRemoved(gone)
      if (gone.length < articlesPerStep) queue.shift()
      return
    }
    const next = await stores.retention.wanted(cursor, sourcesPerStep)
    queue = next.filter((each) => isLimited(limitsOf(each)))
    cursor = next.at(-1)?.sourceId ?? 0
    if (next.length === 0) nextPassAt = now + passEveryMs
  }

  function limitsOf(wanted: Keep): Keep {
    return { days: lesser(wanted.days, most.days), articles: lesser(wanted.articles, most.articles) }
  }

  function expiryOf(wanted: Keep, now: number): Expiry {
    const { days, articles } = limitsOf(wanted)
    return { before: days && now - days * dayMs, articles, youngest: now - leastRetentionDays * dayMs }
  }

  return {
    async tick(now: number): Promise<void> {
      for (let steps = 0; steps < stepsPerTick && now >= nextPassAt; steps++) {
        await step(now)
        await nextTurn()
      }
    },
  }
}

function lesser(one: number | null, other: number | null): number | null {
  return one === null || other === null ? (one ?? other) : Math.min(one, other)
}

function isLimited({ days, articles }: Keep): boolean {
  return days !== null || articles !== null
}

export type Retention = ReturnType<typeof createRetention>
