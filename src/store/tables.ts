import type { Kysely } from 'kysely'
import type { Schema } from './schema.js'

interface Table {
  /** What identifies a row; rows are read in this order. */
  key: readonly string[]
  /** Made from the others, and made anew where it is missing. */
  derived?: true
  /** Holds what is public, or what became of it; nobody's id stands in it. */
  impersonal?: true
}

/** Every table. Those that others refer to come first. */
export const tables = {
  sources: { key: ['id'], impersonal: true },
  guild_sources: { key: ['guild_id', 'source_id'] },
  articles: { key: ['id'], impersonal: true },
  article_keys: { key: ['source_id', 'key'], impersonal: true },
  topics: { key: ['id'] },
  subscriptions: { key: ['id'] },
  deliveries: { key: ['id'], impersonal: true },
  digests: { key: ['id'], impersonal: true },
  topic_reads: { key: ['topic_id', 'user_id'] },
  guild_settings: { key: ['guild_id'] },
  left_guilds: { key: ['guild_id'] },
  audit_log: { key: ['id'] },
  views: { key: ['id'] },
  searches: { key: ['guild_id', 'user_id', 'query'] },
  feedback: { key: ['view_id'] },
  conversations: { key: ['place', 'user_id'] },
  written_summaries: { key: ['article_id', 'length'], impersonal: true },
  model_usage: { key: ['guild_id', 'day'] },
  index_parts: { key: ['share', 'epoch', 'number'], derived: true },
  runs: { key: ['key'], derived: true },
  watch_version: { key: ['id'], derived: true },
  watch_changes: { key: ['guild_id'], derived: true },
} satisfies Record<keyof Schema, Table>

export type TableName = keyof Schema

/** The tables that hold what cannot be made anew, in the order in which they can be filled. */
export const keptTables: readonly TableName[] = (Object.entries(tables) as [TableName, Table][]).flatMap(
  ([name, { derived }]) => (derived ? [] : [name]),
)

/** The tables in which the id of a person may stand. */
export const personalTables: readonly TableName[] = (Object.entries(tables) as [TableName, Table][]).flatMap(
  ([name, { derived, impersonal }]) => (derived || impersonal ? [] : [name]),
)

export function keyOf(table: TableName): readonly string[] {
  return tables[table].key
}

export interface Column {
  name: string
  isNumber: boolean
}

/** The columns that each table has in this database. */
export async function readColumns(db: Kysely<Schema>): Promise<Map<TableName, Column[]>> {
  const found = await db.introspection.getTables()
  const byName = new Map(found.map(({ name, columns }) => [name, columns]))
  return new Map(
    (Object.keys(tables) as TableName[]).map((table) => [
      table,
      (byName.get(table) ?? []).map(({ name, dataType }) => ({ name, isNumber: /int/i.test(dataType) })),
    ]),
  )
}
