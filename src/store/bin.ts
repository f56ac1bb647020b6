import type { Database } from './database.js'
import { removedKey, topicKey } from './topic-key.js'

/**
 * What moderators remove: nothing shows, matches or posts it any more, and until the bin is emptied it can be taken
 * back with its part of the ledger, so that nothing is posted twice afterwards.
 */
export function createBinStore(db: Database) {
  return {
    /** With its subscriptions. Its name is free at once. */
    async removeTopic(id: number, now: number): Promise<void> {
      await db
        .updateTable('topics')
        .set({ removed_at: now, name_key: removedKey(id) })
        .where('id', '=', id)
        .where('removed_at', 'is', null)
        .execute()
      await db
        .updateTable('subscriptions')
        .set({ removed_at: now })
        .where('topic_id', '=', id)
        .where('removed_at', 'is', null)
        .execute()
    },

    async removeSubscription(id: number, now: number): Promise<void> {
      await db
        .updateTable('subscriptions')
        .set({ removed_at: now })
        .where('id', '=', id)
        .where('removed_at', 'is', null)
        .execute()
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
        .where(({ not, exists, selectFrom }) =>
          not(
            exists(
              selectFrom('topics as other')
                .select('other.id')
                .where('other.guild_id', '=', topic.guild_id)
                .where('other.name_key', '=', key),
            ),
          ),
        )
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

    /** Deletes for good what was removed before a time (ms), and servers' own copies of sources they no longer follow. */
    async empty(before: number): Promise<void> {
      await db.deleteFrom('subscriptions').where('removed_at', '<', before).execute()
      await db.deleteFrom('topics').where('removed_at', '<', before).execute()
      await db.deleteFrom('sources').where('unfollowed_at', '<', before).where('scope', '<>', '').execute()
    },
  }
}
