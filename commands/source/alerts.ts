import { z } from 'zod'
import { UserError } from '../../src/core/errors.js'
import { notice } from '../../src/core/notice.js'
import { channelOption } from '../../src/core/options.js'
import { subcommand } from '../../src/services.js'
import { channelError } from '../support/subscribe.js'

export const alerts = subcommand({
  description: 'Where this server’s moderators are told when a source fails and when it is well again',
  options: {
    channel: channelOption().describe('The moderators’ channel').optional(),
    off: z.boolean().describe('No alerts any more').optional(),
  },
  async run({ channel, off = false }, { guildId, t }, { stores, channels }) {
    if (off) {
      await stores.settings.setModeratorChannel(guildId, null)
      return notice(t('alerts.off'))
    }
    if (channel === undefined) {
      const current = await stores.settings.moderatorChannel(guildId)
      if (current === null) throw new UserError('alerts.none')
      return notice(t('alerts.where', { channel: `<#${current}>` }))
    }
    const problem = await channels.check(channel)
    if (problem) throw channelError(problem, channel)
    await stores.settings.setModeratorChannel(guildId, channel)
    return notice(t('alerts.set', { channel: `<#${channel}>` }))
  },
})
