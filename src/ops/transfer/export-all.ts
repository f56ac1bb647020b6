import { open, rename, rm } from 'node:fs/promises'
import { Readable, type Writable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { createGzip } from 'node:zlib'
import { sql } from 'kysely'
import type { Database, OpenDatabase } from '../../store/database.js'
import { schemaVersion } from '../../store/migrations/index.js'
import { readNextId } from '../../store/next-id.js'
import { keptTables, keyOf, readColumns, type TableName } from '../../store/tables.js'
import { formatVersion } from './format.js'

/** Read at once: some hundred kilobytes, articles being the longest rows. */
const rowsAtOnce = 200

/**
 * Writes everything that is stored to a new file that only its owner can read (it holds the secrets of sources), packed
 * when its name ends in `.gz`, or to a stream. What is there is what was there when it began. Returns how many rows.
 */
export async function exportAll(database: OpenDatabase, to: string | Writable): Promise<number> {
  let rows = 0
  const lines = Readable.from(exportLines(database, (count) => (rows += count)))
  if (typeof to !== 'string') {
    await pipeline(lines, to, { end: false })
    return rows
  }
  const partial = `${to}.partial`
  // Only what this export made is removed when it fails.
  const out = (await open(partial, 'wx', 0o600)).createWriteStream()
  try {
    await (to.endsWith('.gz') ? pipeline(lines, createGzip(), out) : pipeline(lines, out))
    await rename(partial, to)
  } catch (error) {
    await rm(partial, { force: true })
    throw error
  }
  return rows
}

async function* exportLines(database: OpenDatabase, count: (rows: number) => void): AsyncGenerator<string> {
  const begin = database.db.startTransaction()
  // One state of the database, whatever is written meanwhile; SQLite's transactions are like that.
  const within = await (database.dialect === 'postgres'
    ? begin.setIsolationLevel('repeatable read')
    : begin
  ).execute()
  try {
    yield line({ courant: formatVersion, schema: schemaVersion })
    const columnsOf = await readColumns(within)
    let end = 0
    for (const table of keptTables) {
      const columns = (columnsOf.get(table) ?? []).map(({ name }) => name)
      const counts = keyOf(table)[0] === 'id' && {
        nextId: await readNextId({ ...database, db: within }, table),
      }
      yield line({ table, columns, ...counts })
      for await (const rows of pagesOf(within, table, columns)) {
        yield rows.map(line).join('')
        end += rows.length
        count(rows.length)
      }
    }
    yield line({ end })
  } finally {
    await within.rollback().execute()
  }
}

function line(value: unknown): string {
  return `${JSON.stringify(value)}\n`
}

/** All rows of a table, a page at a time, in the order of its key. */
async function* pagesOf(
  db: Database,
  table: TableName,
  columns: readonly string[],
): AsyncGenerator<unknown[][]> {
  const key = sql.join(keyOf(table).map((name) => sql.ref(name)))
  for (let last: unknown[] | undefined; ; ) {
    const after = last ? sql`where (${key}) > (${sql.join(last)})` : sql``
    const { rows } = await sql<Record<string, unknown>>`
      select ${sql.join(columns.map((name) => sql.ref(name)))} from ${sql.table(table)}
      ${after} order by ${key} limit ${rowsAtOnce}`.execute(db)
    if (rows.length > 0) yield rows.map((row) => columns.map((name) => row[name] ?? null))
    if (rows.length < rowsAtOnce) return
    last = keyOf(table).map((name) => rows.at(-1)?.[name])
  }
}
