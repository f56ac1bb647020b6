import type { Database } from './database.js'

/** For whom a reply is made, where and when (ms). */
export interface Viewer {
  guildId: string
  userId: string
  now: number
}

/**
 * The state of paged replies whose buttons could not carry it: a `custom_id` holds 100 characters, a query up to 2,000.
 * The button carries the row's id, so it works after a restart too.
 */
export function createViewStore(db: Database) {
  return {
    async save(state: unknown, { guildId, userId, now }: Viewer): Promise<number> {
      const row = await db
        .insertInto('views')
        .values({ state: JSON.stringify(state), guild_id: guildId, user_id: userId, created_at: now })
        .returning('id')
        .executeTakeFirstOrThrow()
      return row.id
    },

    /** What was saved, still to be parsed by whoever saved it; undefined when it was pruned. */
    async load(id: number): Promise<unknown> {
      const row = await db.selectFrom('views').select('state').where('id', '=', id).executeTakeFirst()
      return row && JSON.parse(row.state)
    },

    async prune(before: number): Promise<void> {
      await db.deleteFrom('views').where('created_at', '<', before).execute()
    },
  }
}
