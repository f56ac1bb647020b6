import type { Kysely } from 'kysely'

/** Topics of a person: nobody else sees them, and they are posted as direct messages. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await db.schema.alterTable('topics').addColumn('user_id', 'text').execute()
  await db.schema.createIndex('subscriptions_user').on('subscriptions').column('user_id').execute()
  await db.schema.createIndex('subscriptions_channel').on('subscriptions').column('channel_id').execute()
}
