import type { Selectable } from 'kysely'
import type { MessageKey, MessageParams } from '../core/i18n.js'
import type { Database } from './database.js'
import type { Schema, SourceKind } from './schema.js'

export type SourceRow = Selectable<Schema['sources']>
export interface SourceProblem {
  key: MessageKey
  params: MessageParams
}
/** A source as the rest of the program sees it. */
export interface Source extends Omit<SourceRow, 'last_error'> {
  last_error: SourceProblem | null
}

/** What a check of a source found out about the source itself. */
export interface CheckedSource {
  url: string
  title: string
  site_url: string | null
  etag: string | null
  last_modified: string | null
}

export function createSourceStore(db: Database) {
  const read = (row: SourceRow): Source => ({
    ...row,
    last_error: row.last_error ? (JSON.parse(row.last_error) as SourceProblem) : null,
  })

  return {
    async add(
      source: CheckedSource & { kind: SourceKind; next_check_at: number },
      now: number,
    ): Promise<Source> {
      const row = await db
        .insertInto('sources')
        .values({ ...source, failures: 0, last_checked_at: now, last_success_at: now, created_at: now })
        .returningAll()
        .executeTakeFirstOrThrow()
      return read(row)
    },

    async byUrl(url: string): Promise<Source | undefined> {
      const row = await db.selectFrom('sources').selectAll().where('url', '=', url).executeTakeFirst()
      return row && read(row)
    },

    async get(id: number): Promise<Source | undefined> {
      const row = await db.selectFrom('sources').selectAll().where('id', '=', id).executeTakeFirst()
      return row && read(row)
    },

    /** Its articles go with it. */
    async remove(id: number): Promise<void> {
      await db.deleteFrom('sources').where('id', '=', id).execute()
    },

    async all(): Promise<Source[]> {
      return (await db.selectFrom('sources').selectAll().orderBy('id').execute()).map(read)
    },

    /** Sources that somebody follows and whose check is due, the longest waiting first. */
    async due(now: number, limit: number): Promise<Source[]> {
      const rows = await db
        .selectFrom('sources')
        .selectAll()
        .where('next_check_at', '<=', now)
        .where((eb) =>
          eb.exists(
            eb.selectFrom('guild_sources').whereRef('source_id', '=', 'sources.id').select('source_id'),
          ),
        )
        .orderBy('next_check_at')
        .limit(limit)
        .execute()
      return rows.map(read)
    },

    /** No check lies later than this; a clock that was wrong for a moment may have put it there. */
    async limitNextCheck(latest: number): Promise<void> {
      await db
        .updateTable('sources')
        .set({ next_check_at: latest })
        .where('next_check_at', '>', latest)
        .execute()
    },

    async markChecked(
      id: number,
      checked: Partial<CheckedSource>,
      nextCheckAt: number,
      now: number,
    ): Promise<void> {
      await db
        .updateTable('sources')
        .set({
          ...checked,
          last_checked_at: now,
          last_success_at: now,
          failures: 0,
          last_error: null,
          next_check_at: nextCheckAt,
        })
        .where('id', '=', id)
        .execute()
    },

    async markFailed(id: number, problem: SourceProblem, nextCheckAt: number, now: number): Promise<void> {
      await db
        .updateTable('sources')
        .set((eb) => ({
          last_checked_at: now,
          failures: eb('failures', '+', 1),
          last_error: JSON.stringify(problem),
          next_check_at: nextCheckAt,
        }))
        .where('id', '=', id)
        .execute()
    },

    /** Returns false when the server followed it already. */
    async follow(guildId: string, sourceId: number, userId: string, now: number): Promise<boolean> {
      const result = await db
        .insertInto('guild_sources')
        .values({ guild_id: guildId, source_id: sourceId, added_by: userId, added_at: now })
        .onConflict((conflict) => conflict.doNothing())
        .executeTakeFirst()
      return Number(result.numInsertedOrUpdatedRows) > 0
    },

    async unfollow(guildId: string, sourceId: number): Promise<void> {
      await db
        .deleteFrom('guild_sources')
        .where('guild_id', '=', guildId)
        .where('source_id', '=', sourceId)
        .execute()
    },

    async hasFollowers(sourceId: number): Promise<boolean> {
      const row = await db
        .selectFrom('guild_sources')
        .select('guild_id')
        .where('source_id', '=', sourceId)
        .limit(1)
        .executeTakeFirst()
      return row !== undefined
    },

    /** What a server follows, by title. */
    async followedBy(guildId: string): Promise<Source[]> {
      const rows = await db
        .selectFrom('sources')
        .innerJoin('guild_sources', 'guild_sources.source_id', 'sources.id')
        .selectAll('sources')
        .where('guild_id', '=', guildId)
        .orderBy('title')
        .orderBy('id')
        .execute()
      return rows.map(read)
    },

    async idsFollowedBy(guildId: string): Promise<Set<number>> {
      const rows = await db
        .selectFrom('guild_sources')
        .select('source_id')
        .where('guild_id', '=', guildId)
        .execute()
      return new Set(rows.map((row) => row.source_id))
    },
  }
}

export type SourceStore = ReturnType<typeof createSourceStore>
