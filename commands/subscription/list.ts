import { z } from 'zod'
import { customId } from '../../src/core/custom-id.js'
import { channelOption, textOption } from '../../src/core/options.js'
import { truncate } from '../../src/core/text.js'
import { component, subcommand } from '../../src/services.js'
import { hasWords, listOf } from '../support/paged-list.js'
import { subscriptionState, subscriptionStates } from '../support/subscription-state.js'
import { suggestTopics } from '../support/suggest.js'
import { describe, showSubscription } from './card.js'
import { findSubscription, labelOf } from './find.js'

const openId = customId('subscription', { page: z.coerce.number().int() })
const maxText = 500

const filters = {
  channel: channelOption().describe('Only what is posted there').optional(),
  topic: textOption(50).describe('Only topics with these words in their name').optional(),
  state: z.enum(subscriptionStates).describe('Only those that are in this state').optional(),
}

const subscriptions = listOf({
  name: 'subscriptionList',
  moderators: true,
  title: 'subscription.listTitle',
  placeholder: 'subscription.openOne',
  empty: 'subscription.none',
  menu: (page) => openId.encode({ page }),
  filters: z.object(filters),
  find: ({ guildId }, { stores }) => stores.subscriptions.of(guildId),
  passes:
    ({ channel, topic, state }) =>
    (each) =>
      (channel === undefined || each.channel_id === channel) &&
      (topic === undefined || hasWords(topic, [each.topicName])) &&
      (state === undefined || subscriptionState(each) === state),
  draw: async (items, actor, deps) =>
    items.map((each) => ({
      text: truncate(describe(each, actor), maxText),
      choice: { label: labelOf(each, deps), value: String(each.id) },
    })),
})

export const list = subcommand({
  description: 'What is posted where, and when; from there everything can be changed',
  options: filters,
  suggest: { topic: suggestTopics },
  run: (wanted, actor, deps) => subscriptions.show(wanted, actor, deps),
})

export const listPage = subscriptions.turn
export const { firstPage } = subscriptions

/** The menu under a list: one subscription opened. */
export const openOne = component({
  id: openId,
  moderators: true,
  answer: 'reply',
  run: async (_, actor, deps, [picked = '']) =>
    showSubscription(await findSubscription(picked, actor, deps), actor, deps),
})
