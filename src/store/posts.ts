import { sql } from 'kysely'
import { allShards } from '../core/shards.js'
import type { Database } from './database.js'
import { isSent } from './delivery-state.js'
import { isServed } from './served.js'

/** A post of one article that was sent. */
export interface SentPost {
  id: number
  nonce: string | null
  articleId: number
  messageId: string | null
  looks: string | null
  subscriptionId: number
}

/** The messages that deliveries became in served servers, and what is done with them afterwards. */
export function createPostStore(db: Database, shards = allShards) {
  /** A list of several articles stays as it was. */
  const singlePosts = (since: number, limit: number) =>
    db
      .selectFrom('deliveries')
      .innerJoin('subscriptions', 'subscriptions.id', 'deliveries.subscription_id')
      .innerJoin('articles', 'articles.id', 'deliveries.article_id')
      .select([
        'deliveries.id',
        'deliveries.nonce',
        'deliveries.article_id as articleId',
        'deliveries.message_id as messageId',
        'deliveries.looks',
        'deliveries.subscription_id as subscriptionId',
      ])
      .where('subscriptions.removed_at', 'is', null)
      .where('subscriptions.style', '=', 'items')
      .where(isServed(shards, 'subscriptions.guild_id'))
      .where(isSent)
      .where('deliveries.updated_at', '>=', since)
      .where('message_id', 'is not', null)
      .where((eb) =>
        eb.not(
          eb.exists(
            eb
              .selectFrom('deliveries as beside')
              .select('beside.id')
              .whereRef('beside.message_id', '=', 'deliveries.message_id')
              .whereRef('beside.id', '<>', 'deliveries.id'),
          ),
        ),
      )
      .orderBy('deliveries.updated_at')
      .orderBy('deliveries.id')
      .limit(limit)

  return {
    /** Posts of one article each, sent since a time, whose news more sources tell by now than they name. */
    async coverable(since: number, limit: number): Promise<SentPost[]> {
      return await singlePosts(since, limit)
        .where('subscriptions.coverage', '=', 1)
        .where('articles.story_id', 'is not', null)
        .where((eb) => {
          const tellers = eb
            .selectFrom('articles as other')
            .innerJoin('guild_sources', 'guild_sources.source_id', 'other.source_id')
            .select(({ fn }) => fn.count<number>('other.source_id').distinct().as('n'))
            .whereRef('other.story_id', '=', 'articles.story_id')
            .whereRef('other.source_id', '<>', 'articles.source_id')
            .whereRef('guild_sources.guild_id', '=', 'subscriptions.guild_id')
          return eb(tellers, '>', eb.ref('deliveries.covered'))
        })
        .execute()
    },

    /** Posts of one article each, sent since a time, whose article has changed since they were compared with it. */
    async outdated(since: number, limit: number): Promise<SentPost[]> {
      return await singlePosts(since, limit)
        .where('articles.updated_at', '>=', since)
        .where((eb) =>
          eb('articles.updated_at', '>', eb.fn.coalesce('deliveries.checked_at', 'deliveries.updated_at')),
        )
        .execute()
    },

    /** Messages sent since a time that are to be published, the oldest first. */
    async publishable(since: number, limit: number) {
      return await db
        .selectFrom('deliveries')
        .innerJoin('subscriptions', 'subscriptions.id', 'deliveries.subscription_id')
        .select([
          'deliveries.id',
          'deliveries.message_id as messageId',
          'subscriptions.channel_id as channelId',
        ])
        .where('subscriptions.removed_at', 'is', null)
        .where('subscriptions.publish', '=', sql.lit(1))
        .where(isServed(shards, 'subscriptions.guild_id'))
        .where(isSent)
        .where('published', '=', 0)
        .where('deliveries.updated_at', '>=', since)
        .orderBy('deliveries.updated_at')
        .orderBy('deliveries.id')
        .limit(limit)
        .execute()
    },

    async markPublished(messageId: string, published: number): Promise<void> {
      await db.updateTable('deliveries').set({ published }).where('message_id', '=', messageId).execute()
    },

    /** Notes what a post says by now. */
    async markRefreshed(
      id: number,
      { covered, looks }: { covered: number; looks: string | null },
      now: number,
    ): Promise<void> {
      await db
        .updateTable('deliveries')
        .set({ covered, looks, checked_at: now })
        .where('id', '=', id)
        .execute()
    },

    /** The title of the article that a message was posted for; undefined for all other messages, and for lists. */
    async titleOfPost(messageId: string): Promise<string | undefined> {
      const rows = await db
        .selectFrom('deliveries')
        .innerJoin('articles', 'articles.id', 'deliveries.article_id')
        .select('articles.title')
        .where('message_id', '=', messageId)
        .limit(2)
        .execute()
      return rows.length === 1 ? rows[0]?.title : undefined
    },
  }
}
