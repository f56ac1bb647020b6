import type Sqlite from 'better-sqlite3'
import type { SqliteDatabase } from 'kysely'

/** What the bot asks all the time comes to fewer; lists of any length make other texts of some. */
const mostKept = 200

/**
 * The database, with the statements that were used last kept prepared: to prepare one takes SQLite longer than to carry
 * it out. Each is used for one call at a time, so rows must not be read one by one (`stream`).
 */
export function keepStatements(database: Sqlite.Database): SqliteDatabase {
  const kept = new Map<string, Sqlite.Statement>()
  return {
    prepare(text) {
      const statement = kept.get(text) ?? database.prepare(text)
      // The one that was used last stands last.
      kept.delete(text)
      kept.set(text, statement)
      const [oldest] = kept.keys()
      if (kept.size > mostKept && oldest !== undefined) kept.delete(oldest)
      return statement
    },
    close: () => void database.close(),
  }
}
