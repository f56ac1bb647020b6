import type { Kysely } from 'kysely'

/** How posts look, and when they were last compared with their articles: those that changed are edited. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await db.schema.alterTable('deliveries').addColumn('looks', 'text').execute()
  await db.schema.alterTable('deliveries').addColumn('checked_at', 'bigint').execute()
}
