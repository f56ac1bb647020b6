import { existsSync, realpathSync } from 'node:fs'
import { setTimeout as sleep } from 'node:timers/promises'
import Sqlite from 'better-sqlite3'
import pg from 'pg'
import { explainFailure, type Location } from './database.js'
import { openSqliteFile } from './sqlite-file.js'

export interface Lock {
  release(): Promise<void>
}

/**
 * Claims a database for one bot, in a way that ends with the process, however it ends: nobody has to clean up.
 *
 * @throws Error with the remedy when another bot holds it.
 */
export async function lockDatabase(location: Location): Promise<Lock> {
  return 'url' in location ? lockPostgres(location.url) : lockFile(location.file)
}

/** An exclusive transaction on a file beside the database; the operating system gives it back. */
function lockFile(file: string): Lock {
  if (file === ':memory:') return { release: async () => {} }
  // The file itself, whatever links lead to it.
  const lock = openSqliteFile(`${existsSync(file) ? realpathSync(file) : file}.lock`, { timeout: 0 })
  try {
    lock.pragma('journal_mode = DELETE')
    lock.exec('BEGIN EXCLUSIVE')
  } catch (error) {
    lock.close()
    if (!(error instanceof Sqlite.SqliteError) || !error.code.startsWith('SQLITE_BUSY')) throw error
    throw inUse(file, 'its own file with DATABASE_FILE')
  }
  return { release: async () => void lock.close() }
}

/** Any number, the same for every version of the program. */
const advisoryKey = 1_129_270_611
/** After a crash the server may take a moment to see that the connection is gone. */
const attempts = 10
const attemptEveryMs = 500

/** A session's advisory lock; the server gives it back when the connection ends. */
async function lockPostgres(url: string): Promise<Lock> {
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 10_000, keepAlive: true })
  // The ledger keeps posts single also if this connection breaks; a second bot would only answer commands twice.
  client.on('error', () => {})
  await client.connect().catch((error: unknown) => {
    throw explainFailure(error, { url })
  })
  for (let attempt = 1; attempt <= attempts; attempt++) {
    const { rows } = await client.query<{ locked: boolean }>('SELECT pg_try_advisory_lock($1) AS locked', [
      advisoryKey,
    ])
    if (rows[0]?.locked) return { release: () => client.end() }
    if (attempt < attempts) await sleep(attemptEveryMs)
  }
  await client.end()
  throw inUse('this PostgreSQL database', 'its own database with DATABASE_URL')
}

function inUse(database: string, own: string): Error {
  return new Error(`database: another bot is running on ${database}. Stop it first, or give this one ${own}.`)
}
