import type { Database } from './database.js'
import { isWaiting } from './delivery-state.js'
import { isFree, removedKey, topicKey } from './topic-key.js'

export interface SourceLoss {
  articles: number
  topics: number
  waiting: number
}

export interface TopicLoss {
  subscriptions: number
  waiting: number
}

/**
 * What moderators remove: nothing shows, matches or posts it any more, and until the bin is emptied it can be taken
 * back with its part of the ledger, so that nothing is posted twice afterwards.
 */
export function createBinStore(db: Database) {
  /** The ledger of what a server posts, without that of single people. */
  const deliveriesOf = (guildId: string) =>
    db
      .selectFrom('deliveries')
      .innerJoin('subscriptions', 'subscriptions.id', 'deliveries.subscription_id')
      .where('subscriptions.guild_id', '=', guildId)
      .where('subscriptions.user_id', 'is', null)
      .where('subscriptions.removed_at', 'is', null)

  return {
    /** With its subscriptions. Its name is free at once. False when somebody else was faster. */
    async removeTopic(id: number, now: number): Promise<boolean> {
      const result = await db
        .updateTable('topics')
        .set({ removed_at: now, name_key: removedKey(id) })
        .where('id', '=', id)
        .where('removed_at', 'is', null)
        .executeTakeFirst()
      if (Number(result.numUpdatedRows) === 0) return false
      await db
        .updateTable('subscriptions')
        .set({ removed_at: now })
        .where('topic_id', '=', id)
        .where('removed_at', 'is', null)
        .execute()
      return true
    },

    /** False when somebody else was faster. */
    async removeSubscription(id: number, now: number): Promise<boolean> {
      const result = await db
        .updateTable('subscriptions')
        .set({ removed_at: now })
        .where('id', '=', id)
        .where('removed_at', 'is', null)
        .executeTakeFirst()
      return Number(result.numUpdatedRows) > 0
    },

    /** Takes a topic back, with the subscriptions that were removed with it. False when it is gone or its name taken. */
    async restoreTopic(id: number): Promise<boolean> {
      const topic = await db
        .selectFrom('topics')
        .select(['guild_id', 'name', 'removed_at'])
        .where('id', '=', id)
        .where('removed_at', 'is not', null)
        .executeTakeFirst()
      if (!topic) return false
      const key = topicKey(topic.name)
      const result = await db
        .updateTable('topics')
        .set({ removed_at: null, name_key: key })
        .where('id', '=', id)
        .where((eb) => isFree(eb, { id, guild_id: topic.guild_id }, key))
        .executeTakeFirst()
      if (Number(result.numUpdatedRows) === 0) return false
      await db
        .updateTable('subscriptions')
        .set({ removed_at: null })
        .where('topic_id', '=', id)
        .where('removed_at', '=', topic.removed_at)
        .execute()
      return true
    },

    /** Takes a subscription back. False when it, or its topic, is gone. */
    async restoreSubscription(id: number): Promise<boolean> {
      const result = await db
        .updateTable('subscriptions')
        .set({ removed_at: null })
        .where('id', '=', id)
        .where('removed_at', 'is not', null)
        .where('topic_id', 'in', (eb) =>
          eb.selectFrom('topics').select('topics.id').where('topics.removed_at', 'is', null),
        )
        .executeTakeFirst()
      return Number(result.numUpdatedRows) > 0
    },

    /** What a server would lose with a source: its articles, what waits of them, and how many topics have had any. */
    async lossOfSource(guildId: string, sourceId: number): Promise<SourceLoss> {
      const { articles } = await db
        .selectFrom('articles')
        .select((eb) => eb.fn.countAll<number>().as('articles'))
        .where('source_id', '=', sourceId)
        .executeTakeFirstOrThrow()
      const ledger = await deliveriesOf(guildId)
        .innerJoin('articles', 'articles.id', 'deliveries.article_id')
        .select((eb) => [
          eb.fn.count<number>('topic_id').distinct().as('topics'),
          eb.fn.count<number>('deliveries.id').filterWhere(isWaiting).as('waiting'),
        ])
        .where('source_id', '=', sourceId)
        .executeTakeFirstOrThrow()
      return { articles: Number(articles), topics: Number(ledger.topics), waiting: Number(ledger.waiting) }
    },

    /** What a server would lose with a topic. */
    async lossOfTopic(guildId: string, topicId: number): Promise<TopicLoss> {
      const { subscriptions } = await db
        .selectFrom('subscriptions')
        .select((eb) => eb.fn.countAll<number>().as('subscriptions'))
        .where('topic_id', '=', topicId)
        .where('removed_at', 'is', null)
        .executeTakeFirstOrThrow()
      const ledger = await deliveriesOf(guildId)
        .select((eb) => eb.fn.countAll<number>().as('waiting'))
        .where('topic_id', '=', topicId)
        .where(isWaiting)
        .executeTakeFirstOrThrow()
      return { subscriptions: Number(subscriptions), waiting: Number(ledger.waiting) }
    },

    /** How many articles wait in a subscription, for its time or for a moderator. */
    async lossOfSubscription(id: number): Promise<number> {
      const row = await db
        .selectFrom('deliveries')
        .select((eb) => eb.fn.countAll<number>().as('waiting'))
        .where('subscription_id', '=', id)
        .where(isWaiting)
        .executeTakeFirstOrThrow()
      return Number(row.waiting)
    },

    /** Deletes for good what was removed before a time (ms), and servers' own copies of sources they no longer follow. */
    async empty(before: number): Promise<void> {
      await db.deleteFrom('subscriptions').where('removed_at', '<', before).execute()
      await db.deleteFrom('topics').where('removed_at', '<', before).execute()
      await db.deleteFrom('sources').where('unfollowed_at', '<', before).where('scope', '<>', '').execute()
    },
  }
}
