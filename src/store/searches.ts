import type { Database } from './database.js'

/** Discord's limit for what an autocomplete can offer: a longer query is not remembered. */
const longestQuery = 100
/** Of one person in one server; older ones are forgotten. */
const kept = 50

/** What people have searched for, to be offered to them again, and to nobody else. */
export function createSearchStore(db: Database) {
  return {
    async remember(guildId: string, userId: string, query: string, now: number): Promise<void> {
      if (query.length > longestQuery) return
      await db
        .insertInto('searches')
        .values({ guild_id: guildId, user_id: userId, query, searched_at: now })
        .onConflict((conflict) =>
          conflict.columns(['guild_id', 'user_id', 'query']).doUpdateSet({ searched_at: now }),
        )
        .execute()
      const forgotten = await db
        .selectFrom('searches')
        .select('query')
        .where('guild_id', '=', guildId)
        .where('user_id', '=', userId)
        .orderBy('searched_at', 'desc')
        .offset(kept)
        .limit(kept)
        .execute()
      if (forgotten.length === 0) return
      await db
        .deleteFrom('searches')
        .where('guild_id', '=', guildId)
        .where('user_id', '=', userId)
        .where(
          'query',
          'in',
          forgotten.map((row) => row.query),
        )
        .execute()
    },

    /** A person's queries in a server, the last one first. */
    async of(guildId: string, userId: string): Promise<string[]> {
      const rows = await db
        .selectFrom('searches')
        .select('query')
        .where('guild_id', '=', guildId)
        .where('user_id', '=', userId)
        .orderBy('searched_at', 'desc')
        .execute()
      return rows.map((row) => row.query)
    },

    async prune(before: number): Promise<void> {
      await db.deleteFrom('searches').where('searched_at', '<', before).execute()
    },
  }
}
