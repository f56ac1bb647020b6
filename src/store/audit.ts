import type { Insertable, Selectable } from 'kysely'
import type { Database } from './database.js'
import type { Schema } from './schema.js'

export type AuditEntry = Selectable<Schema['audit_log']>

/** Who changed what in a server, and what of it can be taken back. */
export function createAuditStore(db: Database) {
  return {
    /** Returns the entry's id. */
    async add(entry: Omit<Insertable<Schema['audit_log']>, 'id' | 'undone_at'>): Promise<number> {
      const row = await db.insertInto('audit_log').values(entry).returning('id').executeTakeFirstOrThrow()
      return row.id
    },

    async get(guildId: string, id: number): Promise<AuditEntry | undefined> {
      return await db
        .selectFrom('audit_log')
        .selectAll()
        .where('guild_id', '=', guildId)
        .where('id', '=', id)
        .executeTakeFirst()
    },

    async count(guildId: string): Promise<number> {
      const row = await db
        .selectFrom('audit_log')
        .select((eb) => eb.fn.countAll<number>().as('n'))
        .where('guild_id', '=', guildId)
        .executeTakeFirstOrThrow()
      return Number(row.n)
    },

    /** A page of a server's entries, the newest first. */
    async page(guildId: string, { limit, offset }: { limit: number; offset: number }): Promise<AuditEntry[]> {
      return await db
        .selectFrom('audit_log')
        .selectAll()
        .where('guild_id', '=', guildId)
        .orderBy('at', 'desc')
        .orderBy('id', 'desc')
        .limit(limit)
        .offset(offset)
        .execute()
    },

    /** The last change since a time (ms) that can be taken back. */
    async undoable(guildId: string, since: number): Promise<AuditEntry | undefined> {
      return await db
        .selectFrom('audit_log')
        .selectAll()
        .where('guild_id', '=', guildId)
        .where('at', '>=', since)
        .where('undo', 'is not', null)
        .where('undone_at', 'is', null)
        .orderBy('at', 'desc')
        .orderBy('id', 'desc')
        .limit(1)
        .executeTakeFirst()
    },

    /** Returns false when somebody else was faster. */
    async markUndone(id: number, now: number): Promise<boolean> {
      const result = await db
        .updateTable('audit_log')
        .set({ undone_at: now })
        .where('id', '=', id)
        .where('undone_at', 'is', null)
        .executeTakeFirst()
      return Number(result.numUpdatedRows) > 0
    },

    async prune(before: number): Promise<void> {
      await db.deleteFrom('audit_log').where('at', '<', before).execute()
    },
  }
}
