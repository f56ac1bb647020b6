import { type Kysely, sql } from 'kysely'

/** What a server read and posted in the last days is counted without looking at what is older, or of other servers. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await db.schema.createIndex('articles_added').on('articles').columns(['source_id', 'added_at']).execute()
  await db.schema
    .createIndex('deliveries_sent')
    .on('deliveries')
    .columns(['subscription_id', 'updated_at'])
    .where(sql.ref('state'), '=', 'sent')
    .execute()
  await db.schema.createIndex('subscriptions_guild').on('subscriptions').column('guild_id').execute()
}
