import type { Deleted } from '../store/guilds.js'
import type { Stores } from '../store/stores.js'

/** Deletes at once what is stored of a server, a little at a time. Returns how many rows of which table. */
export async function forgetGuild(
  { guilds, watches }: Pick<Stores, 'guilds' | 'watches'>,
  guildId: string,
): Promise<Deleted> {
  const total: Deleted = {}
  for (let step = await guilds.purgeStep(guildId); step; step = await guilds.purgeStep(guildId))
    for (const [table, count] of Object.entries(step) as [keyof Deleted, number][])
      total[table] = (total[table] ?? 0) + count
  await guilds.markPresent(guildId)
  await watches.forget(guildId)
  return total
}
