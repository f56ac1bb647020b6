import { z } from 'zod'
import { parseProblem } from '../../src/core/channels.js'
import type { Actor } from '../../src/core/command.js'
import { customId } from '../../src/core/custom-id.js'
import { UserError } from '../../src/core/errors.js'
import { accent } from '../../src/core/render-article.js'
import type { Reply } from '../../src/core/reply.js'
import { escapeMarkdown, timestamp, truncate } from '../../src/core/text.js'
import { parseWidth } from '../../src/search/matching/width.js'
import { component, type Deps } from '../../src/services.js'
import type { SubscriptionWithTopic } from '../../src/store/subscriptions.js'
import type { Topic } from '../../src/store/topics.js'
import { describeSchedule } from '../../src/topics/schedule.js'
import { instantly } from '../../src/topics/schedule-phrases.js'
import { editButton } from '../support/edit-form.js'
import { matchingArticles } from '../support/matching-articles.js'
import { removeButton } from '../support/removal.js'
import { showQuery } from '../support/show-query.js'
import { channelError } from '../support/subscribe.js'
import { subscriptionMark } from '../support/subscription-state.js'
import { testTopic } from '../support/test-topic.js'

/** A topic may be posted to many channels; the first ones are named. */
const maxPlaces = 8
const maxPlace = 300
const lately = 'after:7d'

export const openId = customId('topicOpen', { page: z.coerce.number().int() })
const testId = customId('topicTest', { id: z.coerce.number().int() })

/** The menu under a list: one topic opened. */
export const openTopic = component({
  id: openId,
  moderators: true,
  answer: 'reply',
  run: async (_, actor, deps, [picked]) =>
    showTopic(await topicById(Number(picked), actor, deps), actor, deps),
})

/** What it would have been posted for, beside the card. */
export const testButton = component({
  id: testId,
  moderators: true,
  answer: 'reply',
  run: async ({ id }, actor, deps) => testTopic(await topicById(id, actor, deps), actor, deps),
})

/** A topic of the server. @throws UserError when it is there no more */
export async function topicById(id: number, { guildId }: Actor, { stores }: Deps): Promise<Topic> {
  const topic = await stores.topics.get(guildId, id)
  if (!topic) throw new UserError('topic.gone')
  return topic
}

/** What a topic watches for, where it is posted and what came of it lately, with what can be done about it. */
export async function showTopic(topic: Topic, actor: Actor, deps: Deps): Promise<Reply> {
  const { t } = actor
  const { id, guild_id, name, query, width } = topic
  const places = (await deps.stores.subscriptions.of(guild_id)).filter(({ topic_id }) => topic_id === id)
  const shown = places.slice(0, maxPlaces).map((place) => truncate(describePlace(place, actor), maxPlace))
  const more = places.length - shown.length
  const count = (await matchingArticles(topic, { limit: 0, words: lately }, actor, deps))?.total
  const description = [
    t('topic.watches', { query: showQuery(query, t, 500) }),
    t('topic.width', { width: t(`width.${parseWidth(width)}`) }),
    ...(count === undefined ? [] : [t('topic.lately', { count })]),
    '',
    ...(places.length === 0 ? [t('topic.notPosted')] : shown),
    ...(more > 0 ? [t('topic.morePlaces', { count: more })] : []),
  ].join('\n')
  return {
    embeds: [{ title: escapeMarkdown(name), description, color: accent }],
    rows: [
      [
        editButton('topic', id, t),
        { label: t('topic.test'), id: testId.encode({ id }) },
        removeButton('topic', id, t),
      ],
    ],
  }
}

function describePlace(place: SubscriptionWithTopic, { t }: Actor): string {
  const channel = `<#${place.channel_id}>`
  const mark = subscriptionMark(place)
  const waits = place.paused_reason && channelError(parseProblem(place.paused_reason), place.channel_id)
  if (place.paused) return `${mark} ${channel} · ${t('subscription.paused')}`
  return waits
    ? `${mark} ${channel} · ${t(waits.key, waits.params)}`
    : `${mark} ${t(place.cron === instantly ? 'topic.placeInstantly' : 'topic.place', {
        channel,
        schedule: describeSchedule(place.cron, t),
        zone: place.time_zone,
        next: timestamp(place.next_run_at, 'f'),
      })}`
}
