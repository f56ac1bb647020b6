import { existsSync, realpathSync } from 'node:fs'
import Sqlite from 'better-sqlite3'
import { openSqliteFile } from './sqlite-file.js'

export interface Lock {
  release(): void
}

/**
 * Claims a database file for one bot: an exclusive transaction on a file beside it, which the operating system gives
 * back with the process, however that ends.
 *
 * @throws Error with the remedy when another bot holds it.
 */
export function lockFile(file: string): Lock {
  if (file === ':memory:') return { release: () => {} }
  // The file itself, whatever links lead to it.
  const lock = openSqliteFile(`${existsSync(file) ? realpathSync(file) : file}.lock`, { timeout: 0 })
  try {
    lock.pragma('journal_mode = DELETE')
    lock.exec('BEGIN EXCLUSIVE')
  } catch (error) {
    lock.close()
    if (!(error instanceof Sqlite.SqliteError) || !error.code.startsWith('SQLITE_BUSY')) throw error
    throw new Error(
      `database: another bot is running on ${file}. Stop it first, or give this one its own file with DATABASE_FILE.`,
    )
  }
  return { release: () => void lock.close() }
}
