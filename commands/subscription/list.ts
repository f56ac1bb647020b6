import { z } from 'zod'
import type { Actor } from '../../src/core/command.js'
import { customId } from '../../src/core/custom-id.js'
import { UserError } from '../../src/core/errors.js'
import type { Reply, Select } from '../../src/core/reply.js'
import { component, type Deps, subcommand } from '../../src/services.js'
import { pagedList } from '../support/paged-list.js'
import { clampPage, pageSize } from '../support/pages.js'
import { describe, showSubscription } from './card.js'
import { findSubscription } from './find.js'

const pageButton = customId('subscriptions', { page: z.coerce.number().int() })
const openChoice = customId('subscription', { page: z.coerce.number().int() })

export const list = subcommand({
  description: 'What is posted where, and when; from there everything can be changed',
  options: {},
  run: (_, actor, deps) => showPage(1, actor, deps),
})

export const listPage = component({
  id: pageButton,
  moderators: true,
  run: ({ page }, actor, deps) => showPage(page, actor, deps),
})

/** The menu under a list: one subscription opened. */
export const openOne = component({
  id: openChoice,
  moderators: true,
  answer: 'reply',
  run: async (_, actor, deps, [picked = '']) =>
    showSubscription(await findSubscription(picked, actor, deps), actor, deps),
})

async function showPage(wanted: number, actor: Actor, deps: Deps): Promise<Reply> {
  const { t } = actor
  const all = await deps.stores.subscriptions.of(actor.guildId)
  if (all.length === 0) throw new UserError('subscription.none')
  const page = clampPage(wanted, all.length)
  const shown = all.slice((page - 1) * pageSize, page * pageSize)
  const menu: Select = {
    id: openChoice.encode({ page }),
    placeholder: t('subscription.openOne'),
    choices: shown.map(({ id, topicName, channel_id }) => ({
      label: `${topicName} → #${deps.channels.nameOf(channel_id) ?? channel_id}`,
      value: String(id),
    })),
  }
  const lines = all.map((each) => `• ${describe(each, actor)}`)
  const idOf = (to: number) => pageButton.encode({ page: to })
  const { rows = [], ...list } = pagedList(t('subscription.listTitle'), lines, page, idOf, actor)
  return { ...list, rows: [[menu], ...rows] }
}
