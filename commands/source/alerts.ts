import { z } from 'zod'
import { UserError } from '../../src/core/errors.js'
import { notice } from '../../src/core/notice.js'
import { channelOption } from '../../src/core/options.js'
import { subcommand } from '../../src/services.js'
import { record } from '../support/record.js'
import { channelError } from '../support/subscribe.js'

export const alerts = subcommand({
  description: 'Where this server’s moderators are told when a source fails and when it is well again',
  options: {
    channel: channelOption().describe('The moderators’ channel').optional(),
    off: z.boolean().describe('No alerts any more').optional(),
  },
  async run({ channel, off = false }, actor, { stores, channels }) {
    const { guildId, t } = actor
    if (off) {
      await stores.settings.change(guildId, { moderatorChannel: null })
      await record(actor, stores, 'settings.noAlerts', {})
      return notice(t('alerts.off'))
    }
    if (channel === undefined) {
      const { moderatorChannel: current } = await stores.settings.of(guildId)
      if (current === null) throw new UserError('alerts.none')
      return notice(t('alerts.where', { channel: `<#${current}>` }))
    }
    const problem = await channels.check(channel)
    if (problem) throw channelError(problem, channel)
    await stores.settings.change(guildId, { moderatorChannel: channel })
    await record(actor, stores, 'settings.alerts', { channel: `<#${channel}>` })
    return notice(t('alerts.set', { channel: `<#${channel}>` }))
  },
})
