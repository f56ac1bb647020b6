import { type RawBuilder, sql } from 'kysely'
import { areAll, type Shards } from '../core/shards.js'

/** Whether the server whose id stands in a column (as text) belongs to these shards, in SQL. */
export function isServed(shards: Shards, guildColumn: string): RawBuilder<boolean> {
  if (areAll(shards)) return sql`true`
  // Both as Discord counts them; written out, so that a plan is made for these very shards.
  const shard = sql`(cast(${sql.ref(guildColumn)} as bigint) >> 22) % ${sql.lit(shards.total)}`
  return sql`${shard} in (${sql.join(shards.ids.map((id) => sql.lit(id)))})`
}
