import type { Database } from './database.js'

/** More than one page of either database, so that it needs room that is not there already. */
const characters = 16_000

/** Tells whether the database takes what is written. */
export function createWriteProbe(db: Database) {
  return {
    /** Writes something and removes it again. @throws what the database says when it cannot. */
    async write(now: number): Promise<void> {
      const state = JSON.stringify('probe'.repeat(characters / 5))
      const { id } = await db
        .insertInto('views')
        .values({ state, created_at: now })
        .returning('id')
        .executeTakeFirstOrThrow()
      await db.deleteFrom('views').where('id', '=', id).execute()
    },
  }
}
