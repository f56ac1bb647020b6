import { createHash, randomUUID } from 'node:crypto'
import { hostname } from 'node:os'
import { type Log, silentLog } from '../core/log.js'
import { allShards, areAll, formatShards, type Shards } from '../core/shards.js'
import { explainFailure, type Location } from './database.js'
import { lockFile } from './lock.js'
import { openPostgresSession, type PostgresSession } from './postgres-session.js'
import { lockShards, ShardsTaken } from './shard-locks.js'

/** The place of this process among those that work on the same database. */
export interface Processes {
  /** Whether no other process serves servers of this database. */
  alone: boolean
  /** False while the connection that holds its shards is broken: another process could have taken them. */
  isServing(): boolean
  /** Does the work while no other process asks the site; false, and nothing done, when one does. */
  holdSite(site: string, work: () => Promise<void>): Promise<boolean>
  /** Tells the others that articles have come. */
  announce(): void
  /** Calls back when others have announced something, or may have. */
  onNews(listener: () => void): void
  /** Gives the shards free. */
  leave(): Promise<void>
}

export interface JoinOptions {
  shards: Shards
  log: Log
  /** The shards were lost with their connection, and another process has taken them since. */
  onExpelled(reason: string): void
  /** How long to wait for shards that another process still has; ms. */
  patienceMs?: number
}

/** A process that shares its database with no other bot. */
export function onlyProcess(leave: () => void = () => {}): Processes {
  return {
    alone: true,
    isServing: () => true,
    async holdSite(_, work) {
      await work()
      return true
    },
    announce: () => {},
    onNews: () => {},
    leave: async () => leave(),
  }
}

/**
 * Claims shards for this process, in a way that ends with it, however it ends: nobody has to clean up.
 *
 * @throws Error with the remedy when another process serves some of their servers.
 */
export async function joinProcesses(location: Location, options: JoinOptions): Promise<Processes> {
  if ('file' in location) return onlyProcess(lockFile(location.file).release)
  try {
    return await joinOnPostgres(location.url, options)
  } catch (error) {
    throw explainFailure(error, location)
  }
}

/** Keeps every bot from a database while something is done that none may disturb. @throws Error with the remedy */
export async function lockDatabase(location: Location): Promise<Pick<Processes, 'leave'>> {
  return await joinProcesses(location, {
    shards: allShards,
    log: silentLog,
    onExpelled: () => {},
    patienceMs: 0,
  })
}

/** Beside the keys of shards. */
const siteSpace = 0x4356_0000
const channel = 'courant_news'
/** Articles come in bursts, and every notification is a commit that all others wait for. */
const announceEveryMs = 500
/** Many processes announce more often than there is something new for one. */
const hearEveryMs = 1000

async function joinOnPostgres(
  url: string,
  { shards, log, onExpelled, patienceMs = 5000 }: JoinOptions,
): Promise<Processes> {
  const name =
    `courant ${formatShards(shards)} ${hostname()} ${process.pid} ${randomUUID().slice(0, 8)}`.slice(-63)
  const listeners = new Set<() => void>()
  const tellAll = atMostEvery(hearEveryMs, () => {
    for (const listener of listeners) listener()
  })
  const session = await openPostgresSession({
    url,
    name,
    async prepare(client) {
      await lockShards(client, { shards, name, patienceMs })
      await client.query(`LISTEN ${channel}`)
    },
    onNotification(from) {
      if (from !== name) tellAll()
    },
    onLost: () => log.warn({}, 'the database cannot be reached; what is due waits for it'),
    onBack() {
      log.info({}, 'the database is back')
      // What others announced meanwhile was not heard.
      tellAll()
    },
    // Whatever else stands in the way of a connection may pass, as while PostgreSQL fails over.
    isFinal(error) {
      if (error instanceof ShardsTaken) onExpelled(error.message)
      return error instanceof ShardsTaken
    },
  })
  let announcing: NodeJS.Timeout | undefined
  return {
    alone: areAll(shards),
    isServing: session.isConnected,
    holdSite: (site, work) => holdSite(session, site, work),
    announce() {
      announcing ??= setTimeout(() => {
        announcing = undefined
        // Who does not hear it finds out with the next look at the articles.
        void session.query('SELECT pg_notify($1, $2)', [channel, name]).catch(() => {})
      }, announceEveryMs).unref()
    },
    onNews: (listener) => void listeners.add(listener),
    async leave() {
      clearTimeout(announcing)
      await session.close()
    },
  }
}

/** Does the work at once, and again at the end of the time when it was asked for meanwhile, however often. */
function atMostEvery(ms: number, work: () => void): () => void {
  let isAsked = false
  let timer: NodeJS.Timeout | undefined
  return function ask() {
    isAsked = timer !== undefined
    if (timer) return
    work()
    timer = setTimeout(() => {
      timer = undefined
      if (isAsked) ask()
    }, ms).unref()
  }
}

async function holdSite(session: PostgresSession, site: string, work: () => Promise<void>): Promise<boolean> {
  const key = createHash('sha256').update(site).digest().readInt32BE()
  const [held] = await session.query<{ held: boolean }>('SELECT pg_try_advisory_lock($1, $2) AS held', [
    siteSpace,
    key,
  ])
  if (!held?.held) return false
  try {
    await work()
  } finally {
    // Lost with the connection, if that broke meanwhile.
    await session.query('SELECT pg_advisory_unlock($1, $2)', [siteSpace, key]).catch(() => {})
  }
  return true
}
