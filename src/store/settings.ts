import type { Database } from './database.js'

/** What a server's moderators have set for the server as a whole. */
export function createSettingsStore(db: Database) {
  return {
    /** Where alerts about sources go; null when no channel was chosen. */
    async moderatorChannel(guildId: string): Promise<string | null> {
      const row = await db
        .selectFrom('guild_settings')
        .select('moderator_channel_id')
        .where('guild_id', '=', guildId)
        .executeTakeFirst()
      return row?.moderator_channel_id ?? null
    },

    /** An IANA name; null when none was chosen. */
    async timeZone(guildId: string): Promise<string | null> {
      const row = await db
        .selectFrom('guild_settings')
        .select('time_zone')
        .where('guild_id', '=', guildId)
        .executeTakeFirst()
      return row?.time_zone ?? null
    },

    async setModeratorChannel(guildId: string, channelId: string | null): Promise<void> {
      await db
        .insertInto('guild_settings')
        .values({ guild_id: guildId, moderator_channel_id: channelId })
        .onConflict((conflict) =>
          conflict.column('guild_id').doUpdateSet({ moderator_channel_id: channelId }),
        )
        .execute()
    },
  }
}
