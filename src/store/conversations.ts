import type { Database } from './database.js'

/** Where a question was asked, and who knows of it. */
export interface Asking {
  /** Id of a channel, a thread or a message of the bot. */
  place: string
  /** Whose it is; null when it is everyone's there. */
  userId: string | null
  /** Asked for everyone to see: only then may an answer that everyone sees go on from it. */
  aloud: boolean
}

/** Everybody's, beside the ids of people. */
const everybody = ''
const aloudBy = (userId: string) => `!${userId}`

/** The last question in each place: a channel, a thread or a message of the bot. */
export function createConversationStore(db: Database) {
  return {
    async put(
      { place, userId, aloud }: Asking,
      question: string,
      { guildId, now }: { guildId: string; now: number },
    ): Promise<void> {
      const owner = userId === null ? everybody : aloud ? aloudBy(userId) : userId
      const text = question.replaceAll('\0', '')
      await db
        .insertInto('conversations')
        .values({ place, user_id: owner, question: text, guild_id: guildId, asked_at: now })
        .onConflict((conflict) =>
          conflict.columns(['place', 'user_id']).doUpdateSet({ question: text, asked_at: now }),
        )
        .execute()
    },

    /**
     * The newest question there that a person may go on from, asked since `since` (ms); undefined when there is none.
     * Aloud, what the person asked privately does not count.
     */
    async last(
      { place, userId, aloud }: Asking & { userId: string },
      since: number,
    ): Promise<string | undefined> {
      const known = [everybody, aloudBy(userId), ...(aloud ? [] : [userId])]
      const row = await db
        .selectFrom('conversations')
        .select('question')
        .where('place', '=', place)
        .where('user_id', 'in', known)
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
