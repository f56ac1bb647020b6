import type { Kysely } from 'kysely'

/** When a subscription is quiet, whom and what it names, how much it posts, where posts go besides; whose it is. */
export async function up(db: Kysely<unknown>): Promise<void> {
  const text = ['quiet_hours', 'mention_role', 'mention_if', 'template', 'tags', 'user_id']
  for (const name of text) await db.schema.alterTable('subscriptions').addColumn(name, 'text').execute()
  await db.schema.alterTable('subscriptions').addColumn('max_posts', 'integer').execute()
  for (const name of ['publish', 'waits'])
    await db.schema
      .alterTable('subscriptions')
      .addColumn(name, 'integer', (col) => col.notNull().defaultTo(0))
      .execute()
  await db.schema
    .alterTable('deliveries')
    .addColumn('published', 'integer', (col) => col.notNull().defaultTo(0))
    .execute()
}
