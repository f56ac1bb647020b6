import { z } from 'zod'
import { textOption } from '../../src/core/options.js'
import { escapeMarkdown } from '../../src/core/text.js'
import { subcommand } from '../../src/services.js'
import type { SubscriptionWithTopic } from '../../src/store/subscriptions.js'
import type { Topic } from '../../src/store/topics.js'
import { hasWords, listOf } from '../support/paged-list.js'
import { showQuery } from '../support/show-query.js'
import { topicMark } from '../support/subscription-state.js'
import { openId } from './card.js'

/** The channels of a topic that are named in its row. */
const maxPlaces = 4

const filters = {
  words: textOption(100).describe('Only those with these words in their name or query').optional(),
  posted: z.boolean().describe('Only those that are posted somewhere, or nowhere').optional(),
}

interface Placed {
  topic: Topic
  places: SubscriptionWithTopic[]
}

const topics = listOf({
  name: 'topicList',
  moderators: true,
  title: 'topic.listTitle',
  placeholder: 'topic.openOne',
  empty: 'topic.none',
  menu: (page) => openId.encode({ page }),
  filters: z.object(filters),
  async find({ guildId }, { stores }): Promise<Placed[]> {
    const all = await stores.topics.of(guildId)
    const subscriptions = await stores.subscriptions.of(guildId)
    return all.map((topic) => ({
      topic,
      places: subscriptions.filter(({ topic_id }) => topic_id === topic.id),
    }))
  },
  passes:
    ({ words, posted }) =>
    ({ topic, places }) =>
      (words === undefined || hasWords(words, [topic.name, topic.query])) &&
      (posted === undefined || posted === places.length > 0),
  draw: async (items, { t }) =>
    items.map(({ topic, places }) => {
      const shown = places.slice(0, maxPlaces).map(({ channel_id }) => `<#${channel_id}>`)
      const more = places.length - shown.length
      const query = showQuery(topic.query, t, 100)
      return {
        text: [
          `${topicMark(places)} ${t('topic.row', { topic: escapeMarkdown(topic.name), query })}`,
          places.length === 0 ? t('topic.notPosted') : `→ ${shown.join(' ')}`,
          ...(more > 0 ? [t('topic.morePlaces', { count: more })] : []),
        ].join('\n'),
        choice: { label: topic.name, value: String(topic.id), description: topic.query },
      }
    }),
})

export const list = subcommand({
  description: 'The topics of this server and where they are posted; from there they can be changed',
  options: filters,
  run: (wanted, actor, deps) => topics.show(wanted, actor, deps),
})

export const listPage = topics.turn
