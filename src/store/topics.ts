import type { Insertable, Selectable } from 'kysely'
import type { Database } from './database.js'
import type { Schema } from './schema.js'
import { isFree, topicKey } from './topic-key.js'

export type Topic = Selectable<Schema['topics']>

export function createTopicStore(db: Database) {
  return {
    /** Returns undefined when the server has a topic of that name already, in whatever case. */
    async add(topic: Omit<Insertable<Schema['topics']>, 'id' | 'name_key'>): Promise<Topic | undefined> {
      return await db
        .insertInto('topics')
        .values({ ...topic, name_key: topicKey(topic.name, topic.user_id) })
        .onConflict((conflict) => conflict.columns(['guild_id', 'name_key']).doNothing())
        .returningAll()
        .executeTakeFirst()
    },

    async byName(guildId: string, name: string): Promise<Topic | undefined> {
      return await db
        .selectFrom('topics')
        .selectAll()
        .where('guild_id', '=', guildId)
        .where('name_key', '=', topicKey(name))
        .where('user_id', 'is', null)
        .executeTakeFirst()
    },

    /** A topic of a server by its id; none that was removed or is a single person's. */
    async get(guildId: string, id: number): Promise<Topic | undefined> {
      return await db
        .selectFrom('topics')
        .selectAll()
        .where('guild_id', '=', guildId)
        .where('id', '=', id)
        .where('user_id', 'is', null)
        .where('removed_at', 'is', null)
        .executeTakeFirst()
    },

    /** A server's topics by name; not those of single people. */
    async of(guildId: string): Promise<Topic[]> {
      return await db
        .selectFrom('topics')
        .selectAll()
        .where('guild_id', '=', guildId)
        .where('user_id', 'is', null)
        .where('removed_at', 'is', null)
        .orderBy('name_key')
        .execute()
    },

    /** Of all servers, the oldest first. */
    async all(): Promise<Topic[]> {
      return await db
        .selectFrom('topics')
        .selectAll()
        .where('user_id', 'is', null)
        .where('removed_at', 'is', null)
        .orderBy('id')
        .execute()
    },

    /** When a person last read what happened in a topic (ms); undefined when never. Notes that it is now. */
    async read(topicId: number, userId: string, now: number): Promise<number | undefined> {
      const row = await db
        .selectFrom('topic_reads')
        .select('read_at')
        .where('topic_id', '=', topicId)
        .where('user_id', '=', userId)
        .executeTakeFirst()
      await db
        .insertInto('topic_reads')
        .values({ topic_id: topicId, user_id: userId, read_at: now })
        .onConflict((conflict) => conflict.columns(['topic_id', 'user_id']).doUpdateSet({ read_at: now }))
        .execute()
      return row?.read_at
    },

    /** For good: its subscriptions and their part of the ledger go with it. Moderators' topics go to the bin first. */
    async remove(id: number): Promise<void> {
      await db.deleteFrom('topics').where('id', '=', id).execute()
    },

    /**
     * Another name, query or width; what it was posted for stays posted. Returns false when the server has another topic
     * of that name, in whatever case, or it is gone.
     */
    async edit(
      { id, guild_id }: Pick<Topic, 'id' | 'guild_id'>,
      changes: Partial<Pick<Topic, 'name' | 'query' | 'width'>>,
    ): Promise<boolean> {
      const key = changes.name === undefined ? undefined : topicKey(changes.name)
      const result = await db
        .updateTable('topics')
        .set({ ...changes, ...(key !== undefined && { name_key: key }) })
        .where('id', '=', id)
        .where('removed_at', 'is', null)
        .where((eb) => isFree(eb, { id, guild_id }, key ?? ''))
        .executeTakeFirst()
      return Number(result.numUpdatedRows) > 0
    },
  }
}
