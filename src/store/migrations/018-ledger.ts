import { type Kysely, sql } from 'kysely'

/**
 * The ledger's indexes hold what is asked for and are written where they end. A random nonce went to any page of an
 * index of all rows, though only of claimed ones it is asked; a pair that begins with the subscription went to any page
 * as well, where that of an article comes after all before it.
 */
export async function up(db: Kysely<unknown>, dialect: 'sqlite' | 'postgres'): Promise<void> {
  const claimed = sql`state = 'claimed'`
  await db.schema.dropIndex('deliveries_nonce').execute()
  await db.schema
    .createIndex('deliveries_nonce')
    .on('deliveries')
    .column('nonce')
    .where(sql<boolean>`${claimed}`)
    .execute()
  await db.schema.dropIndex('deliveries_open').execute()
  await db.schema
    .createIndex('deliveries_claimed')
    .on('deliveries')
    .column('lease_until')
    .where(sql<boolean>`${claimed}`)
    .execute()
  await db.schema
    .createIndex('subscriptions_publish')
    .on('subscriptions')
    .column('id')
    .where(sql<boolean>`publish = 1`)
    .execute()
  // SQLite would have to write the whole table anew.
  if (dialect === 'postgres') await beginWithArticle(db)
}

async function beginWithArticle(db: Kysely<unknown>): Promise<void> {
  await sql`
    alter table deliveries
      drop constraint deliveries_once,
      add constraint deliveries_once unique (article_id, subscription_id)
  `.execute(db)
  await db.schema.dropIndex('deliveries_article').execute()
}
