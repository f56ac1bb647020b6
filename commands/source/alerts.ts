import { z } from 'zod'
import { UserError } from '../../src/core/errors.js'
import { notice } from '../../src/core/notice.js'
import { channelOption } from '../../src/core/options.js'
import { subcommand } from '../../src/services.js'
import { setAlertsChannel } from '../support/set-alerts-channel.js'

export const alerts = subcommand({
  description: 'Where this server’s moderators are told when a source fails and when it is well again',
  options: {
    channel: channelOption().describe('The moderators’ channel').optional(),
    off: z.boolean().describe('No alerts any more').optional(),
  },
  async run({ channel, off = false }, actor, deps) {
    const { guildId, t } = actor
    if (off) {
      await setAlertsChannel(undefined, actor, deps)
      return notice(t('alerts.off'))
    }
    if (channel === undefined) {
      const { moderatorChannel: current } = await deps.stores.settings.of(guildId)
      if (current === null) throw new UserError('alerts.none')
      return notice(t('alerts.where', { channel: `<#${current}>` }))
    }
    await setAlertsChannel(channel, actor, deps)
    return notice(t('alerts.set', { channel: `<#${channel}>` }))
  },
})
