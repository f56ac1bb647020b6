import type { Database } from './database.js'

/** Everybody's, beside the ids of people. */
const everybody = ''

/**
 * The last question in each place: a channel, a thread or a message of the bot. What a person asked privately is known
 * for that person alone.
 */
export function createConversationStore(db: Database) {
  return {
    /** `userId` null: everyone there saw the question. */
    async put(place: string, userId: string | null, question: string, now: number): Promise<void> {
      await db
        .insertInto('conversations')
        .values({ place, user_id: userId ?? everybody, question, asked_at: now })
        .onConflict((conflict) =>
          conflict.columns(['place', 'user_id']).doUpdateSet({ question, asked_at: now }),
        )
        .execute()
    },

    /** The newest question there that the person knows of, asked since `since` (ms); undefined when there is none. */
    async last(place: string, userId: string, since: number): Promise<string | undefined> {
      const row = await db
        .selectFrom('conversations')
        .select('question')
        .where('place', '=', place)
        .where('user_id', 'in', [everybody, userId])
        .where('asked_at', '>=', since)
        .orderBy('asked_at', 'desc')
        .executeTakeFirst()
      return row?.question
    },

    async prune(before: number): Promise<void> {
      await db.deleteFrom('conversations').where('asked_at', '<', before).execute()
    },
  }
}
