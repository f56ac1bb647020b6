import type { Database } from './database.js'

/** Work that one of several processes does for all. */
export function createRunStore(db: Database) {
  return {
    /** Returns whether the work is this process's to do; until `until` (ms) nobody else gets it. */
    async claim(key: string, now: number, until: number): Promise<boolean> {
      const row = await db
        .insertInto('runs')
        .values({ key, until })
        .onConflict((conflict) =>
          conflict.column('key').doUpdateSet({ until }).where('runs.until', '<=', now),
        )
        .returning('key')
        .executeTakeFirst()
      return row !== undefined
    },

    /** Forgets what may be done again since a time (ms). */
    async prune(before: number): Promise<void> {
      await db.deleteFrom('runs').where('until', '<', before).execute()
    },
  }
}

export type RunStore = ReturnType<typeof createRunStore>
