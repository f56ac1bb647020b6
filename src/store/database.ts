import { Kysely, type LogEvent, type Migration, Migrator, PostgresAdapter, SqliteDialect, sql } from 'kysely'
import { keepStatements } from './kept-statements.js'
import { steps } from './migrations/index.js'
import { createPostgresDialect } from './postgres-dialect.js'
import type { Schema } from './schema.js'
import { openSqliteFile } from './sqlite-file.js'

export type Database = Kysely<Schema>

export interface OpenDatabase {
  db: Database
  dialect: 'sqlite' | 'postgres'
  close(): Promise<void>
}

/** Where the data lives: a file (`:memory:` in tests) or a `postgres://` address. */
export type Location = { file: string } | { url: string }

/** Opens the database and brings its schema up to date. `onError` is told of every query that fails later. */
export async function openDatabase(
  location: Location,
  onError: (error: unknown) => void = () => {},
): Promise<OpenDatabase> {
  let opened: OpenDatabase | undefined
  try {
    opened = 'url' in location ? openPostgres(location.url, onError) : openSqlite(location.file, onError)
    await ('url' in location ? migratePatiently(location.url) : migrate(opened))
    if (opened.dialect === 'sqlite') await keepReferences(opened.db)
    return opened
  } catch (error) {
    await opened?.close()
    throw explainFailure(error, location)
  }
}

type OnError = (error: unknown) => void

function tellErrors(onError: OnError) {
  return (event: LogEvent): void => {
    if (event.level === 'error') onError(event.error)
  }
}

/** Codes of Node and of PostgreSQL (https://www.postgresql.org/docs/current/errcodes-appendix.html) → the remedy. */
const remedies: Record<string, string> = {
  ECONNREFUSED:
    'PostgreSQL does not accept connections. Start it, or correct the host and port in DATABASE_URL.',
  ENOTFOUND: 'there is no such host. Correct it in DATABASE_URL.',
  ETIMEDOUT: 'PostgreSQL does not answer. Check the network, or the host in DATABASE_URL.',
  '28P01': 'PostgreSQL refused the password. Correct it in DATABASE_URL.',
  '28000': 'PostgreSQL refused the user. Correct it in DATABASE_URL.',
  '3D000': 'there is no database of that name. Create it, or correct the name in DATABASE_URL.',
  '42501': 'the user may not create tables. Grant it that right, or use another one in DATABASE_URL.',
  SQLITE_NOTADB: 'it is not a database. Choose another one with DATABASE_FILE.',
  SQLITE_READONLY:
    'the file cannot be written. Give the user that runs the bot the right to, or set DATABASE_FILE.',
}

/** The error, or for what an operator can mend a sentence with the remedy. */
export function explainFailure(error: unknown, location: Location): unknown {
  const code = error instanceof Error && 'code' in error ? String(error.code) : ''
  const remedy = remedies[code]
  return remedy
    ? new Error(`database: ${'file' in location ? `${location.file}: ` : ''}${remedy}`, { cause: error })
    : error
}

function openSqlite(file: string, onError: OnError): OpenDatabase {
  const database = openSqliteFile(file)
  // Another process (the command line beside the bot) may hold the write lock for a moment.
  database.pragma('busy_timeout = 5000')
  database.pragma('journal_mode = WAL')
  // A message that Discord accepted must stay marked as sent, also when the machine loses power.
  database.pragma('synchronous = FULL')
  // better-sqlite3 has them on; see `keepReferences`.
  database.pragma('foreign_keys = OFF')
  const db = new Kysely<Schema>({
    dialect: new SqliteDialect({ database: keepStatements(database) }),
    log: tellErrors(onError),
  })
  return { db, dialect: 'sqlite', close: () => db.destroy() }
}

/** Only now: a migration may have to replace a table, and references to the old one would take their rows with it. */
async function keepReferences(db: Database): Promise<void> {
  await sql`pragma foreign_keys = on`.execute(db)
}

function openPostgres(url: string, onError: OnError): OpenDatabase {
  const db = new Kysely<Schema>({ dialect: createPostgresDialect(url), log: tellErrors(onError) })
  return { db, dialect: 'postgres', close: () => db.destroy() }
}

/** For the few statements that SQLite does not have. */
export function isPostgres(db: Database): boolean {
  return db.getExecutor().adapter instanceof PostgresAdapter
}

/** On a connection of its own: an index over millions of rows takes minutes, and who comes second waits for it. */
async function migratePatiently(url: string): Promise<void> {
  const db = new Kysely<Schema>({ dialect: createPostgresDialect(url, { patient: true }) })
  try {
    await migrate({ db, dialect: 'postgres' })
  } finally {
    await db.destroy()
  }
}

async function migrate({ db, dialect }: Pick<OpenDatabase, 'db' | 'dialect'>): Promise<void> {
  const migrations: Record<string, Migration> = {}
  for (const [name, step] of Object.entries(steps)) migrations[name] = { up: (to) => step.up(to, dialect) }
  const migrator = new Migrator({ db, provider: { getMigrations: async () => migrations } })
  const { error } = await migrator.migrateToLatest()
  if (!error) return
  if (/previously executed migration .* is missing/.test(String(error)))
    throw new Error(
      'database: it was made by a newer version of Courant. Update the program, or open another database.',
    )
  throw error
}
