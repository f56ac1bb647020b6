import { allShards } from '../core/shards.js'
import type { Database } from './database.js'
import { isServed } from './served.js'
import { readSource, type Source } from './sources.js'

/** A source that a server follows, with where its moderators are told and what they were told last. */
export interface Reportable {
  source: Source
  guildId: string
  channelId: string
  told: string | null
}

/** No source counts as quiet before this; the exact time is the health's to say. */
const quietAtLeast = 3 * 86_400_000

/** Which servers follow which sources, and what their moderators have been told of them. */
export function createFollowerStore(db: Database, shards = allShards) {
  const followed = () =>
    db.selectFrom('sources').innerJoin('guild_sources', 'guild_sources.source_id', 'sources.id')

  return {
    /** Returns false when the server followed it already. */
    async follow(guildId: string, sourceId: number, userId: string, now: number): Promise<boolean> {
      const result = await db
        .insertInto('guild_sources')
        .values({ guild_id: guildId, source_id: sourceId, added_by: userId, added_at: now })
        .onConflict((conflict) => conflict.doNothing())
        .executeTakeFirst()
      await db
        .updateTable('sources')
        .set({ unfollowed_at: null })
        .where('id', '=', sourceId)
        .where('unfollowed_at', 'is not', null)
        .execute()
      return Number(result.numInsertedOrUpdatedRows) > 0
    },

    /** False when the server does not follow it. */
    async unfollow(guildId: string, sourceId: number, now: number): Promise<boolean> {
      const result = await db
        .deleteFrom('guild_sources')
        .where('guild_id', '=', guildId)
        .where('source_id', '=', sourceId)
        .executeTakeFirst()
      if (Number(result.numDeletedRows) === 0) return false
      await db
        .updateTable('sources')
        .set({ unfollowed_at: now })
        .where('id', '=', sourceId)
        .where(({ not, exists, selectFrom }) =>
          not(
            exists(selectFrom('guild_sources').select('guild_id').whereRef('source_id', '=', 'sources.id')),
          ),
        )
        .execute()
      return true
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

    async followers(sourceId: number): Promise<string[]> {
      const rows = await db
        .selectFrom('guild_sources')
        .select('guild_id')
        .where('source_id', '=', sourceId)
        .execute()
      return rows.map((row) => row.guild_id)
    },

    /** A server follows another source in place of this one. */
    async replaceFollowed(guildId: string, from: number, to: number): Promise<void> {
      await db
        .updateTable('guild_sources')
        .set({ source_id: to, told: null })
        .where('guild_id', '=', guildId)
        .where('source_id', '=', from)
        .execute()
    },

    /** What a server follows, by title. */
    async followedBy(guildId: string): Promise<Source[]> {
      const rows = await followed()
        .selectAll('sources')
        .where('guild_id', '=', guildId)
        .orderBy('title')
        .orderBy('id')
        .execute()
      return rows.map(readSource)
    },

    /**
     * Followed sources of served servers that have a moderators' channel: those that may be in trouble, and those whose
     * trouble was told.
     */
    async toReport(now: number): Promise<Reportable[]> {
      const rows = await followed()
        .innerJoin('guild_settings', 'guild_settings.guild_id', 'guild_sources.guild_id')
        .selectAll('sources')
        .select(['guild_sources.guild_id as guildId', 'moderator_channel_id as channelId', 'told'])
        .where('moderator_channel_id', 'is not', null)
        .where(isServed(shards, 'guild_sources.guild_id'))
        .where((eb) => eb.or([eb('snoozed_until', 'is', null), eb('snoozed_until', '<=', now)]))
        .where((eb) =>
          eb.or([
            eb('told', 'is not', null),
            eb('failures', '>', 0),
            eb('held_at', 'is not', null),
            eb(eb.fn.coalesce('last_new_at', 'created_at'), '<', now - quietAtLeast),
          ]),
        )
        .orderBy('sources.id')
        .execute()
      return rows.map(({ guildId, channelId, told, ...row }) => ({
        source: readSource(row),
        guildId,
        channelId: channelId ?? '',
        told,
      }))
    },

    async markTold(guildId: string, sourceId: number, told: string | null): Promise<void> {
      await db
        .updateTable('guild_sources')
        .set({ told })
        .where('guild_id', '=', guildId)
        .where('source_id', '=', sourceId)
        .execute()
    },

    /** No alerts until then (ms); null: from now on. */
    async snooze(guildId: string, sourceId: number, until: number | null): Promise<void> {
      await db
        .updateTable('guild_sources')
        .set({ snoozed_until: until })
        .where('guild_id', '=', guildId)
        .where('source_id', '=', sourceId)
        .execute()
    },

    async snoozedUntil(guildId: string, sourceId: number): Promise<number | null> {
      const row = await db
        .selectFrom('guild_sources')
        .select('snoozed_until')
        .where('guild_id', '=', guildId)
        .where('source_id', '=', sourceId)
        .executeTakeFirst()
      return row?.snoozed_until ?? null
    },

    /** Ids of the sources that served servers follow. */
    async idsServed(): Promise<Set<number>> {
      const rows = await db
        .selectFrom('guild_sources')
        .select('source_id')
        .distinct()
        .where(isServed(shards, 'guild_id'))
        .execute()
      return new Set(rows.map((row) => row.source_id))
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
