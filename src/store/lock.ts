import Sqlite from 'better-sqlite3'
import { openSqliteFile } from './sqlite-file.js'

/**
 * Claims a SQLite file for one bot. The claim is an exclusive transaction on a file beside it, so the operating system
 * gives it back the moment the process ends, however it ends; a pid file would have to be cleaned up by hand.
 *
 * @throws Error with the remedy when another bot holds the file.
 */
export function lockDatabase(file: string): { release(): void } {
  if (file === ':memory:') return { release: () => {} }
  const lock = openSqliteFile(`${file}.lock`, { timeout: 0 })
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
  return { release: () => lock.close() }
}
