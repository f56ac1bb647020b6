import type { Kysely } from 'kysely'

/** What each server used of the language model, by day. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable('model_usage')
    .addColumn('guild_id', 'text', (col) => col.notNull())
    .addColumn('day', 'text', (col) => col.notNull())
    .addColumn('tokens', 'bigint', (col) => col.notNull())
    .addColumn('ms', 'bigint', (col) => col.notNull())
    .addPrimaryKeyConstraint('model_usage_key', ['guild_id', 'day'])
    .execute()
}
