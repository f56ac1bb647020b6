import type { Actor } from '../../src/core/command.js'
import { customId } from '../../src/core/custom-id.js'
import { UserError } from '../../src/core/errors.js'
import type { Reply } from '../../src/core/reply.js'
import { component, type Deps } from '../../src/services.js'
import { record } from '../support/record.js'
import { setAlertsChannel } from '../support/set-alerts-channel.js'
import { drawStep, readProgress, speakTo } from './checklist.js'

/** Text and announcement channels: alerts are messages, not posts of a forum. */
const alertChannels = [0, 5]

const roleMenu = customId('setupRole', {})
const channelMenu = customId('setupAlerts', {})

/** The second step: who else may change what the bot does, and where they are told of trouble. */
export async function showModerators(asker: Actor, deps: Deps): Promise<Reply> {
  const actor = await speakTo(asker, deps)
  const { t } = actor
  const progress = await readProgress(actor, deps)
  const { moderatorRole, moderatorChannel } = progress.settings
  return drawStep(
    'moderators',
    {
      text: t('setup.moderators.text'),
      rows: [
        [
          {
            kind: 'role',
            id: roleMenu.encode({}),
            placeholder: t('setup.moderators.role'),
            picked: moderatorRole === null ? [] : [moderatorRole],
            min: 0,
          },
        ],
        [
          {
            kind: 'channel',
            id: channelMenu.encode({}),
            placeholder: t('setup.moderators.channel'),
            channelTypes: alertChannels,
            picked: moderatorChannel === null ? [] : [moderatorChannel],
            min: 0,
          },
        ],
      ],
    },
    progress,
    actor,
  )
}

export const moderatorComponents = [
  component({
    id: roleMenu,
    moderators: true,
    async run(_, actor, deps, [role]) {
      await setRole(role, actor, deps)
      return await showModerators(actor, deps)
    },
  }),
  component({
    id: channelMenu,
    moderators: true,
    async run(_, actor, deps, [channel]) {
      await setAlertsChannel(channel, actor, deps)
      return await showModerators(actor, deps)
    },
  }),
]

/** Undefined: only Manage Server counts. @throws UserError */
async function setRole(role: string | undefined, actor: Actor, { stores }: Deps): Promise<void> {
  // The role that everybody has carries the id of the server.
  if (role === actor.guildId) throw new UserError('setup.moderators.everyone')
  await stores.transaction(async (within) => {
    await within.settings.change(actor.guildId, { moderatorRole: role ?? null })
    if (role === undefined) await record(actor, within, 'settings.noModeratorRole', {})
    else await record(actor, within, 'settings.moderatorRole', { role: `<@&${role}>` })
  })
}
