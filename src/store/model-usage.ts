import type { Database } from './database.js'

/** What a request takes, or may take at most. */
export interface Usage {
  tokens: number
  /** How long the model works. */
  ms: number
}

/** What servers use of the language model, by day. */
export function createModelUsageStore(db: Database) {
  const ofDay = (guildId: string, day: string) =>
    db.updateTable('model_usage').where('guild_id', '=', guildId).where('day', '=', day)

  return {
    /**
     * Counts a request before it is made; false when it may exceed the limit of the day. One statement decides, so
     * that requests at the same time cannot exceed it together.
     */
    async reserve(guildId: string, day: string, most: Usage, limit: Usage): Promise<boolean> {
      await db
        .insertInto('model_usage')
        .values({ guild_id: guildId, day, tokens: 0, ms: 0 })
        .onConflict((conflict) => conflict.columns(['guild_id', 'day']).doNothing())
        .execute()
      const { numUpdatedRows } = await ofDay(guildId, day)
        .set((row) => ({ tokens: row('tokens', '+', most.tokens), ms: row('ms', '+', most.ms) }))
        .where('tokens', '<=', limit.tokens - most.tokens)
        .where('ms', '<=', limit.ms - most.ms)
        .executeTakeFirstOrThrow()
      return numUpdatedRows > 0n
    },

    /** Puts what a request took in the place of what was reserved for it. */
    async settle(guildId: string, day: string, reserved: Usage, used: Usage): Promise<void> {
      await ofDay(guildId, day)
        .set((row) => ({
          tokens: row('tokens', '+', used.tokens - reserved.tokens),
          ms: row('ms', '+', used.ms - reserved.ms),
        }))
        .execute()
    },

    async of(guildId: string, day: string): Promise<Usage> {
      const row = await db
        .selectFrom('model_usage')
        .select(['tokens', 'ms'])
        .where('guild_id', '=', guildId)
        .where('day', '=', day)
        .executeTakeFirst()
      return row ?? { tokens: 0, ms: 0 }
    },

    /** Forgets the days before this one. */
    async prune(day: string): Promise<void> {
      await db.deleteFrom('model_usage').where('day', '<', day).execute()
    },
  }
}
