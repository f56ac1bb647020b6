import { chmodSync, existsSync, mkdirSync } from 'node:fs'
import { dirname } from 'node:path'
import Sqlite from 'better-sqlite3'

/**
 * Opens a SQLite file, making it and its folder if need be; only its owner may read a new one, as it may hold headers that
 * are secrets. @throws Error with the remedy when it cannot be.
 */
export function openSqliteFile(file: string, options: Sqlite.Options = {}): Sqlite.Database {
  try {
    if (file !== ':memory:') mkdirSync(dirname(file), { recursive: true })
    const isNew = file !== ':memory:' && !existsSync(file)
    const database = new Sqlite(file, options)
    if (isNew) chmodSync(file, 0o600)
    return database
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error)
    throw new Error(
      `database: ${file} cannot be opened (${reason}). Choose another place with DATABASE_FILE.`,
    )
  }
}
