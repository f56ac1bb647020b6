import type { Kysely } from 'kysely'

/** A moderator may stop a subscription for a while; what matches it meanwhile waits. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .alterTable('subscriptions')
    .addColumn('paused', 'integer', (col) => col.notNull().defaultTo(0))
    .execute()
}
