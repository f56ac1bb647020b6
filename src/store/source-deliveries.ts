import type { Database } from './database.js'
import { inDigest } from './deliveries.js'
import { isHeld, isWaiting } from './delivery-state.js'

/** Why rows ended that were waiting, or held, when their source was removed. */
const skipped = { pending: 'source-removed', held: 'source-removed-held' }

/** What moderators decide about all that the ledger of a server holds of one source. */
export function createSourceDeliveryStore(db: Database) {
  const subscriptionsOf = (guildId: string) =>
    db
      .selectFrom('subscriptions')
      .select('id')
      .where('guild_id', '=', guildId)
      .where('removed_at', 'is', null)
  const articlesOf = (sourceId: number) =>
    db.selectFrom('articles').select('id').where('source_id', '=', sourceId)

  return {
    /** Ends what waits of a source in one server. */
    async skipSource(guildId: string, sourceId: number, now: number): Promise<void> {
      await db
        .updateTable('deliveries')
        .set((eb) => ({
          reason: eb.case().when('state', '=', 'held').then(skipped.held).else(skipped.pending).end(),
          state: 'skipped',
          updated_at: now,
        }))
        .where(isWaiting)
        .where('subscription_id', 'in', subscriptionsOf(guildId))
        .where('article_id', 'in', articlesOf(sourceId))
        .execute()
    },

    /** Takes back what `skipSource` ended at a time (ms): what waited waits again, what was held stays skipped. */
    async unskipSource(guildId: string, sourceId: number, skippedAt: number, now: number): Promise<void> {
      await db
        .updateTable('deliveries')
        .set({ state: 'pending', reason: null, updated_at: now })
        .where('state', '=', 'skipped')
        .where('reason', '=', skipped.pending)
        .where('updated_at', '=', skippedAt)
        .where('subscription_id', 'in', subscriptionsOf(guildId))
        .where('article_id', 'in', articlesOf(sourceId))
        .execute()
    },

    /**
     * A server's rows of one source become those of the same articles of another. That is no change of their state, so
     * what was posted last week still was.
     */
    async moveTo(guildId: string, from: number, to: number): Promise<void> {
      await db
        .updateTable('deliveries')
        .set((eb) => ({
          article_id: eb
            .selectFrom('articles as copy')
            .innerJoin('articles as original', 'original.identity', 'copy.identity')
            .select('copy.id')
            .whereRef('original.id', '=', 'deliveries.article_id')
            .where('copy.source_id', '=', to)
            .$asScalar()
            .$notNull(),
        }))
        .where('subscription_id', 'in', subscriptionsOf(guildId))
        .where('article_id', 'in', articlesOf(from))
        .execute()
    },

    /** How many articles of a source wait in one server for a moderator's word. */
    async heldOf(guildId: string, sourceId: number): Promise<number> {
      const row = await db
        .selectFrom('deliveries')
        .select((eb) => eb.fn.count<number>('article_id').distinct().as('n'))
        .where(isHeld)
        .where('subscription_id', 'in', subscriptionsOf(guildId))
        .where('article_id', 'in', articlesOf(sourceId))
        .executeTakeFirstOrThrow()
      return Number(row.n)
    },

    /** A moderator's word about what is held of a source in their server. */
    async settleHeld(
      guildId: string,
      sourceId: number,
      decision: 'post' | 'digest' | 'skip',
      now: number,
    ): Promise<void> {
      const outcome = {
        post: { state: 'pending', reason: null },
        digest: { state: 'pending', reason: inDigest },
        skip: { state: 'skipped', reason: 'marked-as-seen' },
      } as const
      await db
        .updateTable('deliveries')
        .set({ ...outcome[decision], updated_at: now })
        .where(isHeld)
        .where('subscription_id', 'in', subscriptionsOf(guildId))
        .where('article_id', 'in', articlesOf(sourceId))
        .execute()
    },
  }
}
