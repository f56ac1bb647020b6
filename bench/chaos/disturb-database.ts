import { setTimeout as sleep } from 'node:timers/promises'
import Database from 'better-sqlite3'
import pg from 'pg'
import type { Location } from '../../src/store/database.js'

/** Another program writes into the file for so long. */
const lockedMs = 700

/** What happens to databases: a server's connections end, a file is locked for a moment. */
export async function disturbDatabase(location: Location): Promise<void> {
  if ('url' in location) await cutConnections(location.url)
  else await lockFile(location.file)
}

/** Ends the connections of all others to a PostgreSQL database; several who do so at once spare each other. */
export async function cutConnections(url: string): Promise<void> {
  const name = 'disturbance'
  const client = new pg.Client({ connectionString: url, application_name: name })
  await client.connect()
  await client.query(
    `SELECT pg_terminate_backend(pid) FROM pg_stat_activity
     WHERE datname = current_database() AND application_name <> $1`,
    [name],
  )
  await client.end()
}

async function lockFile(file: string): Promise<void> {
  const other = new Database(file)
  try {
    other.exec('BEGIN IMMEDIATE')
    await sleep(lockedMs)
    other.exec('ROLLBACK')
  } finally {
    other.close()
  }
}
