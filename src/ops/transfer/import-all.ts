import { sql } from 'kysely'
import type { z } from 'zod'
import { withoutNul } from '../../store/articles.js'
import type { Database, OpenDatabase } from '../../store/database.js'
import { schemaVersion } from '../../store/migrations/index.js'
import { setNextId } from '../../store/next-id.js'
import { type Column, keptTables, readColumns, type TableName } from '../../store/tables.js'
import { endSchema, formatVersion, headerSchema, ImportError, rowSchema, tableSchema } from './format.js'

/** Written at once: 200 rows of the widest table are 6,000 parameters. */
const rowsAtOnce = 200

/**
 * Fills an empty database from the lines of an export: all of it, or nothing. Ids stay, and what comes next has the ids
 * that it would have had. Returns how many rows. @throws ImportError
 */
export async function importAll(database: OpenDatabase, lines: AsyncIterable<string>): Promise<number> {
  return await database.db.transaction().execute(async (within) => {
    await expectEmpty(within)
    const taking = await takeLines({ ...database, db: within })
    for await (const line of lines) await taking.line(line)
    return await taking.end()
  })
}

async function expectEmpty(db: Database): Promise<void> {
  for (const table of keptTables) {
    const { rows } = await sql`select 1 from ${sql.table(table)} limit 1`.execute(db)
    if (rows.length > 0)
      throw new ImportError('the database holds data already; import into one that is not there yet.')
  }
}

/** Takes the lines of an export one by one. */
async function takeLines(database: OpenDatabase) {
  const columnsOf = await readColumns(database.db)
  const missing = new Set<string>(keptTables)
  let number = 0
  let rows = 0
  let table: { name: TableName; columns: Column[] } | undefined
  let pending: Cell[][] = []
  let ended: number | undefined

  const damaged = () => new ImportError(`line ${number} is damaged; export it again.`)

  async function write(): Promise<void> {
    if (table && pending.length > 0) await insert(database.db, table.name, table.columns, pending)
    pending = []
  }

  async function beginTable({ table: name, columns, nextId }: z.output<typeof tableSchema>): Promise<void> {
    const known = keptTables.find((each) => each === name)
    if (!known || !missing.delete(name)) throw damaged()
    const own = new Map(columnsOf.get(known)?.map((column) => [column.name, column]))
    if (own.size !== columns.length || !columns.every((each) => own.has(each))) throw damaged()
    table = { name: known, columns: columns.flatMap((each) => own.get(each) ?? []) }
    if (nextId !== undefined) await setNextId(database, known, nextId)
  }

  function takeRow(cells: Cell[]): void {
    if (!table || cells.length !== table.columns.length) throw damaged()
    for (const [i, { isNumber }] of table.columns.entries()) {
      const cell = cells[i]
      if (cell !== null && (typeof cell === 'number') !== isNumber) throw damaged()
    }
    pending.push(cells.map((cell) => (typeof cell === 'string' ? withoutNul(cell) : cell)))
    rows++
  }

  async function takeLine(value: unknown): Promise<void> {
    if (ended !== undefined) throw damaged()
    if (number === 1) return checkHeader(value)
    const row = rowSchema.safeParse(value)
    if (row.success) {
      takeRow(row.data)
      if (pending.length >= rowsAtOnce) await write()
      return
    }
    await write()
    const begun = tableSchema.safeParse(value)
    if (begun.success) return await beginTable(begun.data)
    const end = endSchema.safeParse(value)
    if (!end.success) throw damaged()
    ended = end.data.end
  }

  return {
    async line(text: string): Promise<void> {
      number++
      try {
        await takeLine(parse(text))
      } catch (error) {
        // What the tables refuse: a value twice, or a row that refers to none.
        throw isRefusedByTable(error) ? damaged() : error
      }
    },
    /** @throws ImportError when there was no end, or less than it says. */
    async end(): Promise<number> {
      if (number === 0) throw notAnExport()
      if (ended !== rows || missing.size > 0) throw new ImportError('it is cut off; export it again.')
      return rows
    },
  }
}

type Cell = z.output<typeof rowSchema>[number]

function parse(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

function checkHeader(value: unknown): void {
  const { success, data } = headerSchema.safeParse(value)
  if (!success) throw notAnExport()
  if (data.schema !== schemaVersion)
    throw new ImportError(
      `it was made by another version of Courant (${data.schema}, this one is ${schemaVersion}); import it with that version and update then.`,
    )
}

function notAnExport(): ImportError {
  return new ImportError(`it is not an export of Courant (courant export --all, format ${formatVersion}).`)
}

function isRefusedByTable(error: unknown): boolean {
  const code = error instanceof Error && 'code' in error ? String(error.code) : ''
  // Classes 22 and 23 of PostgreSQL are data exceptions and integrity constraints.
  return code.startsWith('SQLITE_CONSTRAINT') || /^2[23][0-9A-Z]{3}$/.test(code)
}

async function insert(db: Database, table: TableName, columns: Column[], rows: Cell[][]): Promise<void> {
  await sql`insert into ${sql.table(table)} (${sql.join(columns.map(({ name }) => sql.ref(name)))})
    values ${sql.join(rows.map((cells) => sql`(${sql.join(cells)})`))}`.execute(db)
}
