import { type RawBuilder, sql } from 'kysely'
import type { Database } from './database.js'
import { keyOf, personalTables, readColumns, type TableName } from './tables.js'

/** Written at once, so that a bot that is running waits for milliseconds. */
const rowsAtOnce = 200
/** Stands where a person's id stood; Discord gives it to nobody. */
const nobody = '0'

/** Hold no person's id: that of a server, given by mistake, must not be taken out of what belongs to the server. */
const places = /(?:guild|channel|role)_id$/

export interface Forgotten {
  /** Rows by table. */
  deleted: Partial<Record<TableName, number>>
  /** Rows that belong to a server and no longer say who made them. */
  anonymised: Partial<Record<TableName, number>>
}

/** What is stored about single people. */
export function createPeopleStore(db: Database) {
  /** Reads first, which holds nobody up, and writes a little at a time. */
  async function eachPart(
    table: TableName,
    which: RawBuilder<unknown>,
    write: (rows: RawBuilder<unknown>) => RawBuilder<unknown>,
  ): Promise<number> {
    const key = keyOf(table)
    const columns = sql.join(key.map((name) => sql.ref(name)))
    for (let count = 0; ; ) {
      const { rows } = await sql<Record<string, unknown>>`
        select ${columns} from ${sql.table(table)} where ${which} limit ${rowsAtOnce}`.execute(db)
      if (rows.length === 0) return count
      const isOne = (row: Record<string, unknown>) =>
        sql`(${sql.join(
          key.map((name) => sql`${sql.ref(name)} = ${row[name]}`),
          sql` and `,
        )})`
      await write(sql.join(rows.map(isOne), sql` or `)).execute(db)
      count += rows.length
    }
  }

  return {
    /**
     * Deletes what is a person's own (alerts with what was sent for them, searches, questions, the state of replies), and
     * takes their id out of what belongs to a server. `userId` must be an id of Discord's: digits.
     */
    async forget(userId: string): Promise<Forgotten> {
      const forgotten: Forgotten = { deleted: {}, anonymised: {} }
      const note = (where: keyof Forgotten, table: TableName, count: number) => {
        if (count > 0) forgotten[where][table] = (forgotten[where][table] ?? 0) + count
      }
      const remove = async (table: TableName, which: RawBuilder<unknown>) =>
        note(
          'deleted',
          table,
          await eachPart(table, which, (rows) => sql`delete from ${sql.table(table)} where ${rows}`),
        )

      const ownSubscriptions = sql`select id from subscriptions where user_id = ${userId}`
      await remove(
        'conversations',
        sql`place in (select channel_id from subscriptions where user_id = ${userId})`,
      )
      await remove('conversations', sql`user_id in (${userId}, ${`!${userId}`})`)
      await remove('deliveries', sql`subscription_id in (${ownSubscriptions})`)
      await remove('digests', sql`subscription_id in (${ownSubscriptions})`)
      await remove('subscriptions', sql`user_id = ${userId}`)
      await remove('topics', sql`user_id = ${userId}`)
      await remove('topic_reads', sql`user_id = ${userId}`)
      await remove('searches', sql`user_id = ${userId}`)
      await remove('views', sql`user_id = ${userId} or state like ${`%"userId":"${userId}"%`}`)

      const columnsOf = await readColumns(db)
      for (const table of personalTables)
        for (const { name, isNumber } of columnsOf.get(table) ?? []) {
          if (isNumber || places.test(name)) continue
          const column = sql.ref(name)
          const replaced = sql`update ${sql.table(table)} set ${column} = replace(${column}, ${userId}, ${nobody})`
          const count = await eachPart(
            table,
            sql`${column} like ${`%${userId}%`}`,
            (rows) => sql`${replaced} where ${rows}`,
          )
          note('anonymised', table, count)
        }
      return forgotten
    },
  }
}
