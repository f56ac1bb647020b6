import type { Database } from './database.js'

/** What a server's moderators have set for the server as a whole; null where they have not. */
export interface GuildSettings {
  /** Of what everyone reads: posts, alerts, public answers. */
  locale: string | null
  timeZone: string | null
  /** Who has this role may do what Manage Server may. */
  moderatorRole: string | null
  /** Where alerts about sources go. */
  moderatorChannel: string | null
}

const unset: GuildSettings = { locale: null, timeZone: null, moderatorRole: null, moderatorChannel: null }

const columns = {
  locale: 'locale',
  timeZone: 'time_zone',
  moderatorRole: 'moderator_role_id',
  moderatorChannel: 'moderator_channel_id',
} as const

export function createSettingsStore(db: Database) {
  return {
    async of(guildId: string): Promise<GuildSettings> {
      const row = await db
        .selectFrom('guild_settings')
        .select([
          'locale',
          'time_zone as timeZone',
          'moderator_role_id as moderatorRole',
          'moderator_channel_id as moderatorChannel',
        ])
        .where('guild_id', '=', guildId)
        .executeTakeFirst()
      return row ?? unset
    },

    /** What is left out stays as it is. */
    async change(guildId: string, changes: Partial<GuildSettings>): Promise<void> {
      const values = Object.fromEntries(
        Object.entries(changes).map(([name, value]) => [columns[name as keyof GuildSettings], value]),
      )
      await db
        .insertInto('guild_settings')
        .values({ guild_id: guildId, ...values })
        .onConflict((conflict) => conflict.column('guild_id').doUpdateSet({ guild_id: guildId, ...values }))
        .execute()
    },

    /** Notes that a server is being greeted. Returns false when it was before: then nobody greets it again. */
    async markGreeted(guildId: string, now: number): Promise<boolean> {
      const result = await db
        .insertInto('guild_settings')
        .values({ guild_id: guildId, greeted_at: now })
        .onConflict((conflict) =>
          conflict
            .column('guild_id')
            .doUpdateSet({ greeted_at: now })
            .where('guild_settings.greeted_at', 'is', null),
        )
        .executeTakeFirst()
      return Number(result.numInsertedOrUpdatedRows) > 0
    },
  }
}
