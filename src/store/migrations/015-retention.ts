import type { Kysely } from 'kysely'

/**
 * How long articles are kept, which servers the bot has left, and whose the rows are that named neither a server nor a
 * person: without it they could not be deleted with them.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
  for (const table of ['guild_settings', 'guild_sources'])
    for (const name of ['keep_days', 'keep_articles'])
      await db.schema.alterTable(table).addColumn(name, 'integer').execute()

  await db.schema
    .createTable('left_guilds')
    .addColumn('guild_id', 'text', (col) => col.primaryKey())
    .addColumn('left_at', 'bigint', (col) => col.notNull())
    .execute()
  await db.schema.createIndex('left_guilds_left').on('left_guilds').column('left_at').execute()

  await db.schema.alterTable('conversations').addColumn('guild_id', 'text').execute()
  await db.schema.createIndex('conversations_guild').on('conversations').column('guild_id').execute()
  await db.schema.alterTable('views').addColumn('guild_id', 'text').execute()
  await db.schema.alterTable('views').addColumn('user_id', 'text').execute()
  await db.schema.createIndex('views_guild').on('views').column('guild_id').execute()
  await db.schema.createIndex('feedback_guild').on('feedback').column('guild_id').execute()
}
