import type { Actor } from '../../src/core/command.js'
import type { Deps } from '../../src/services.js'
import { isTimeZone } from '../../src/topics/schedule.js'

/** The time zone by whose clocks a server counts its days: UTC as long as none was chosen. */
export async function serverTimeZone({ guildId }: Actor, { stores }: Deps): Promise<string> {
  const zone = await stores.settings.timeZone(guildId)
  return zone !== null && isTimeZone(zone) ? zone : 'UTC'
}
