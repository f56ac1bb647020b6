import type { RawBuilder, Selectable } from 'kysely'
import { allShards } from '../core/shards.js'
import type { Database } from './database.js'
import { isClaimed, isPending } from './delivery-state.js'
import type { Schema } from './schema.js'
import { isServed } from './served.js'

export type Delivery = Selectable<Schema['deliveries']>

/** The rows of one message, oldest article first. */
export interface ClaimedPost {
  subscriptionId: number
  nonce: string
  /** When it was first claimed: no message of it can be older. */
  claimedAt: number
  attempts: number
  articleIds: number[]
}

/** A row that waits to be posted. */
export interface Waiting {
  id: number
  articleId: number
  /** A moderator wants it in a list, not as a post of its own. */
  listed: boolean
}

/** Why a pending row is posted in a list. */
export const inDigest = 'in-digest'

/**
 * The ledger. States only move forward: (held →) pending → claimed → sent | failed, or held | pending → skipped. A claim is a lease: while it runs, nobody
 * else sends the row; when it has run out, whoever finds it must find out whether the message exists before sending.
 */
export function createDeliveryStore(db: Database, shards = allShards) {
  return {
    /** Once per (subscription, article), however often it is asked. What is held waits for a moderator. */
    async enqueue(
      subscriptionIds: readonly number[],
      articleId: number,
      now: number,
      state: 'pending' | 'held' = 'pending',
    ): Promise<void> {
      if (subscriptionIds.length === 0) return
      await db
        .insertInto('deliveries')
        .values(
          subscriptionIds.map((subscription_id) => ({
            subscription_id,
            article_id: articleId,
            state,
            attempts: 0,
            created_at: now,
            updated_at: now,
          })),
        )
        .onConflict((conflict) => conflict.columns(['subscription_id', 'article_id']).doNothing())
        .execute()
    },

    /** What a subscription has waiting, oldest article first. */
    async pending(subscriptionId: number, limit: number): Promise<Waiting[]> {
      const rows = await db
        .selectFrom('deliveries')
        .innerJoin('articles', 'articles.id', 'deliveries.article_id')
        .select(['deliveries.id', 'deliveries.article_id as articleId', 'reason'])
        .where('subscription_id', '=', subscriptionId)
        .where(isPending)
        .orderBy('articles.dated_at')
        .orderBy('articles.id')
        .limit(limit)
        .execute()
      return rows.map(({ id, articleId, reason }) => ({ id, articleId, listed: reason === inDigest }))
    },

    /** Takes the pending rows of one message. Returns the articles it got: another process may have been faster. */
    async claim(
      ids: readonly number[],
      nonce: string,
      now: number,
      leaseUntil: number,
    ): Promise<Set<number>> {
      const rows = await db
        .updateTable('deliveries')
        .set({
          state: 'claimed',
          nonce,
          claimed_at: now,
          lease_until: leaseUntil,
          attempts: 1,
          updated_at: now,
        })
        .where('id', 'in', [...ids])
        .where(isPending)
        .returning('article_id')
        .execute()
      return new Set(rows.map((row) => row.article_id))
    },

    /**
     * Claims of served servers whose lease has run out: their process died, or Discord's answer was lost. Always whole messages: `limit`
     * counts rows, and a message that it would cut through is left for the next time.
     */
    async expired(now: number, limit: number): Promise<ClaimedPost[]> {
      const rows = await db
        .selectFrom('deliveries')
        .innerJoin('articles', 'articles.id', 'deliveries.article_id')
        .innerJoin('subscriptions', 'subscriptions.id', 'deliveries.subscription_id')
        .select(['subscription_id', 'nonce', 'claimed_at', 'attempts', 'article_id'])
        .where(isServed(shards, 'subscriptions.guild_id'))
        .where('subscriptions.removed_at', 'is', null)
        .where(isClaimed)
        .where('lease_until', '<=', now)
        .orderBy('lease_until')
        .orderBy('nonce')
        .orderBy('articles.dated_at')
        .orderBy('articles.id')
        .limit(limit)
        .execute()
      const posts = new Map<string, ClaimedPost>()
      for (const row of rows) {
        const nonce = row.nonce ?? ''
        const post = posts.get(nonce) ?? {
          subscriptionId: row.subscription_id,
          nonce,
          claimedAt: row.claimed_at ?? 0,
          attempts: row.attempts,
          articleIds: [],
        }
        post.articleIds.push(row.article_id)
        posts.set(nonce, post)
      }
      const whole = [...posts.values()]
      return rows.length < limit ? whole : whole.slice(0, -1)
    },

    /** Takes over an expired claim. Returns false when somebody else did. */
    async takeOver(nonce: string, now: number, leaseUntil: number): Promise<boolean> {
      const result = await db
        .updateTable('deliveries')
        .set((eb) => ({ lease_until: leaseUntil, attempts: eb('attempts', '+', 1), updated_at: now }))
        .where('nonce', '=', nonce)
        .where(isClaimed)
        .where('lease_until', '<=', now)
        .executeTakeFirst()
      return Number(result.numUpdatedRows) > 0
    },

    /** Lets a claim wait until `leaseUntil`. `attempts` begins anew where it is certain that nothing was sent. */
    async postpone(
      nonce: string,
      { reason, attempts, leaseUntil }: { reason: string; attempts: number; leaseUntil: number },
      now: number,
    ): Promise<void> {
      await db
        .updateTable('deliveries')
        .set({ lease_until: leaseUntil, reason, attempts, updated_at: now })
        .where('nonce', '=', nonce)
        .where(isClaimed)
        .execute()
    },

    /** Makes a claimed message two, due at once: one of the articles given, one of the others. */
    async split(
      nonce: string,
      first: readonly number[],
      [one, other]: readonly [string, string],
      now: number,
    ): Promise<void> {
      const divide = (into: string) =>
        db
          .updateTable('deliveries')
          .set({ nonce: into, attempts: 0, lease_until: now, updated_at: now })
          .where('nonce', '=', nonce)
          .where(isClaimed)
      await divide(one)
        .where('article_id', 'in', [...first, -1])
        .execute()
      await divide(other).execute()
    },

    /** Ends what waits in a subscription of news that it has posted, or has waiting, from another source. */
    async skipTold(subscriptionId: number, now: number): Promise<void> {
      await db
        .updateTable('deliveries')
        .set({ state: 'skipped', reason: 'story-told', updated_at: now })
        .where('subscription_id', '=', subscriptionId)
        .where(isPending)
        .where((eb) =>
          eb.exists(
            eb
              .selectFrom('articles as article')
              .innerJoin('articles as told', 'told.story_id', 'article.story_id')
              .innerJoin('deliveries as earlier', 'earlier.article_id', 'told.id')
              .select('earlier.id')
              .whereRef('article.id', '=', 'deliveries.article_id')
              .whereRef('earlier.id', '<', 'deliveries.id')
              .where('earlier.subscription_id', '=', subscriptionId)
              .where('earlier.state', 'in', ['pending', 'claimed', 'sent']),
          ),
        )
        .execute()
    },

    /** When articles came for a subscription (ms), since a time. */
    async createdSince(subscriptionId: number, since: number): Promise<number[]> {
      const rows = await db
        .selectFrom('deliveries')
        .select('created_at')
        .where('subscription_id', '=', subscriptionId)
        .where('created_at', '>=', since)
        .execute()
      return rows.map((row) => row.created_at)
    },

    /** `looks` is what its post looks like, where that is known. */
    async markSent(
      nonce: string,
      messageId: string,
      now: number,
      looks: string | null = null,
    ): Promise<void> {
      await db
        .updateTable('deliveries')
        .set({
          state: 'sent',
          reason: null,
          message_id: messageId,
          looks,
          lease_until: null,
          updated_at: now,
        })
        .where('nonce', '=', nonce)
        .where(isClaimed)
        .execute()
    },

    async markFailed(nonce: string, reason: string, now: number): Promise<void> {
      await db
        .updateTable('deliveries')
        .set({ state: 'failed', reason, lease_until: null, updated_at: now })
        .where('nonce', '=', nonce)
        .where(isClaimed)
        .execute()
    },

    /** Ends every lease of served servers now. Only for the one process that may serve them, when it starts. */
    async expireLeases(now: number): Promise<void> {
      await db
        .updateTable('deliveries')
        .set({ lease_until: now })
        .where(isClaimed)
        .where('lease_until', '>', now)
        .where((eb) =>
          eb.exists(
            eb
              .selectFrom('subscriptions')
              .select('subscriptions.id')
              .whereRef('subscriptions.id', '=', 'deliveries.subscription_id')
              .where(isServed(shards, 'guild_id')),
          ),
        )
        .execute()
    },

    /**
     * How many rows of the whole ledger, without what is in the bin, wait or are being sent, counted up to `atMost`: a
     * backlog may be large.
     */
    async countOpen(atMost: number): Promise<{ pending: number; claimed: number }> {
      const count = async (isCounted: RawBuilder<boolean>) => {
        const rows = db
          .selectFrom('deliveries')
          .select('id')
          .where(isCounted)
          .where('subscription_id', 'not in', (eb) =>
            eb
              .selectFrom('subscriptions')
              .select('subscriptions.id')
              .where('subscriptions.removed_at', 'is not', null),
          )
          .limit(atMost)
        const row = await db
          .selectFrom(rows.as('open'))
          .select((eb) => eb.fn.countAll<number>().as('n'))
          .executeTakeFirstOrThrow()
        return Number(row.n)
      }
      return { pending: await count(isPending), claimed: await count(isClaimed) }
    },

    async countPending(subscriptionId: number): Promise<number> {
      const row = await db
        .selectFrom('deliveries')
        .select((eb) => eb.fn.countAll<number>().as('n'))
        .where('subscription_id', '=', subscriptionId)
        .where(isPending)
        .executeTakeFirstOrThrow()
      return Number(row.n)
    },

    /** What the ledger of a server says of an article. */
    async ofArticle(guildId: string, articleId: number): Promise<Delivery[]> {
      return await db
        .selectFrom('deliveries')
        .selectAll()
        .where('article_id', '=', articleId)
        .where('subscription_id', 'in', (eb) =>
          eb
            .selectFrom('subscriptions')
            .select('subscriptions.id')
            .where('guild_id', '=', guildId)
            .where('removed_at', 'is', null),
        )
        .orderBy('id')
        .execute()
    },

    async of(subscriptionId: number): Promise<Delivery[]> {
      return await db
        .selectFrom('deliveries')
        .selectAll()
        .where('subscription_id', '=', subscriptionId)
        .orderBy('id')
        .execute()
    },
  }
}
