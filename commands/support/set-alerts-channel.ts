import type { Actor } from '../../src/core/command.js'
import type { Deps } from '../../src/services.js'
import { record } from './record.js'
import { channelError } from './subscribe.js'

/** Where moderators are told about sources; undefined: nowhere. @throws UserError when nothing can be posted there */
export async function setAlertsChannel(
  channel: string | undefined,
  actor: Actor,
  { stores, channels }: Deps,
): Promise<void> {
  const problem = channel === undefined ? null : await channels.check(channel)
  if (channel !== undefined && problem) throw channelError(problem, channel)
  await stores.transaction(async (within) => {
    await within.settings.change(actor.guildId, { moderatorChannel: channel ?? null })
    if (channel === undefined) await record(actor, within, 'settings.noAlerts', {})
    else await record(actor, within, 'settings.alerts', { channel: `<#${channel}>` })
  })
}
