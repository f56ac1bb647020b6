import type { Services } from '../services.js'
import { redact } from './logger.js'
import type { WatchedWork } from './plan-watch.js'

/** What is observed of a running bot. */
export interface Observed {
  services: Pick<Services, 'stores' | 'index' | 'indexComplete' | 'indexedUntil'>
  isConnected(): boolean
}

/** How the bot is at one moment. Times in ms. */
export interface Vitals {
  at: number
  isConnected: boolean
  /** Why the database takes nothing; null when it does. */
  databaseProblem: string | null
  /** When what waits longest was due, undefined when nothing is; null when the database could not be asked. */
  dueSince: Record<WatchedWork, number | undefined> | null
  /** Rows of the ledger that are not settled; null when the database could not be asked. */
  open: { pending: number; claimed: number } | null
  articles: number
  indexComplete: boolean
  indexedUntil: number | undefined
}

/** Asking costs a few indexed queries and a small write: whoever asks within this time is told the same. */
const keptMs = 15_000
/** A database that has not answered by then is as good as none. */
const patienceMs = 5_000
/** A backlog larger than this reads as this. */
const countedAtMost = 100_000

/** Gives how the bot is; answers are kept for some seconds, so that nobody can make it work by asking. */
export function createVitals({ services, isConnected }: Observed, now: () => number) {
  const { stores, index, indexComplete, indexedUntil } = services
  let last: Promise<Vitals> | undefined
  let readAt = Number.NEGATIVE_INFINITY

  async function askDatabase() {
    const at = now()
    await stores.writeProbe.write(at)
    const dueSince = {
      reading: await stores.sources.oldestDue(at),
      posting: await stores.subscriptions.oldestDue(at),
    }
    return { databaseProblem: null, dueSince, open: await stores.deliveries.countOpen(countedAtMost) }
  }

  async function look(): Promise<Vitals> {
    const database = await inTime(askDatabase()).catch((error: unknown) => ({
      databaseProblem: redact(error instanceof Error ? error.message : String(error)),
      dueSince: null,
      open: null,
    }))
    return {
      ...database,
      at: now(),
      isConnected: isConnected(),
      articles: index.size,
      indexComplete: indexComplete(),
      indexedUntil: indexedUntil(),
    }
  }

  return {
    read(): Promise<Vitals> {
      if (last && performance.now() - readAt < keptMs) return last
      readAt = performance.now()
      last = look()
      return last
    },
  }
}

export type VitalsReader = ReturnType<typeof createVitals>

async function inTime<Result>(work: Promise<Result>): Promise<Result> {
  let timer: NodeJS.Timeout | undefined
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error(`no answer within ${patienceMs / 1000} s`)), patienceMs)
  })
  try {
    return await Promise.race([work, late])
  } finally {
    clearTimeout(timer)
  }
}
