import type { Kysely } from 'kysely'

/** How a subscription posts, what its posts say of later coverage, and when a person last read what happened in a topic. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .alterTable('subscriptions')
    .addColumn('style', 'text', (col) => col.notNull().defaultTo('items'))
    .execute()
  await db.schema
    .alterTable('subscriptions')
    .addColumn('coverage', 'integer', (col) => col.notNull().defaultTo(0))
    .execute()
  await db.schema
    .alterTable('deliveries')
    .addColumn('covered', 'integer', (col) => col.notNull().defaultTo(0))
    .execute()
  await db.schema.createIndex('deliveries_nonce').on('deliveries').column('nonce').execute()
  await db.schema.createIndex('deliveries_message').on('deliveries').column('message_id').execute()
  await db.schema
    .createTable('topic_reads')
    .addColumn('topic_id', 'bigint', (col) => col.notNull().references('topics.id').onDelete('cascade'))
    .addColumn('user_id', 'text', (col) => col.notNull())
    .addColumn('read_at', 'bigint', (col) => col.notNull())
    .addPrimaryKeyConstraint('topic_reads_pk', ['topic_id', 'user_id'])
    .execute()
}
