import type { Kysely } from 'kysely'

/** What was asked last in a channel, in a thread, or with a message: what a question that follows is about. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable('conversations')
    .addColumn('place', 'text', (col) => col.notNull())
    .addColumn('user_id', 'text', (col) => col.notNull())
    .addColumn('question', 'text', (col) => col.notNull())
    .addColumn('asked_at', 'bigint', (col) => col.notNull())
    .addPrimaryKeyConstraint('conversations_pk', ['place', 'user_id'])
    .execute()
  await db.schema.createIndex('conversations_asked').on('conversations').column('asked_at').execute()
}
