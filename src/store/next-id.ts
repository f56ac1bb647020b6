import { sql } from 'kysely'
import type { OpenDatabase } from './database.js'
import type { TableName } from './tables.js'

/** The id that the next row of a table gets; no id is given out twice, also not after its row was deleted. */
export async function readNextId({ db, dialect }: OpenDatabase, table: TableName): Promise<number> {
  if (dialect === 'sqlite') {
    const { rows } = await sql<{
      seq: number
    }>`select seq from sqlite_sequence where name = ${table}`.execute(db)
    return (rows[0]?.seq ?? 0) + 1
  }
  const sequence = await sequenceOf({ db }, table)
  const { rows } = await sql<{ next: number }>`
    select last_value + case when is_called then 1 else 0 end as next from ${sql.table(sequence)}`.execute(db)
  return rows[0]?.next ?? 1
}

export async function setNextId(
  { db, dialect }: Pick<OpenDatabase, 'db' | 'dialect'>,
  table: TableName,
  next: number,
): Promise<void> {
  if (dialect === 'sqlite') {
    await sql`delete from sqlite_sequence where name = ${table}`.execute(db)
    await sql`insert into sqlite_sequence (name, seq) values (${table}, ${next - 1})`.execute(db)
  } else await sql`select setval(${await sequenceOf({ db }, table)}, ${next}, false)`.execute(db)
}

async function sequenceOf({ db }: Pick<OpenDatabase, 'db'>, table: TableName): Promise<string> {
  const { rows } = await sql<{ name: string }>`select pg_get_serial_sequence(${table}, 'id') as name`.execute(
    db,
  )
  return rows[0]?.name ?? ''
}
