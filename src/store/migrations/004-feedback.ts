import type { Kysely } from 'kysely'

/** What people say of answers: one opinion for each answer that was shown. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable('feedback')
    .addColumn('view_id', 'bigint', (col) => col.primaryKey())
    .addColumn('guild_id', 'text', (col) => col.notNull())
    .addColumn('question', 'text', (col) => col.notNull())
    .addColumn('level', 'text', (col) => col.notNull())
    .addColumn('evidence', 'text', (col) => col.notNull())
    .addColumn('good', 'integer', (col) => col.notNull())
    .addColumn('version', 'text', (col) => col.notNull())
    .addColumn('given_at', 'bigint', (col) => col.notNull())
    .execute()
  await db.schema.createIndex('feedback_given').on('feedback').column('given_at').execute()
}
