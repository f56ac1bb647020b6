import { z } from 'zod'
import { parseProblem } from '../../src/core/channels.js'
import type { Actor } from '../../src/core/command.js'
import { customId } from '../../src/core/custom-id.js'
import { UserError } from '../../src/core/errors.js'
import type { Reply } from '../../src/core/reply.js'
import { escapeMarkdown, timestamp, truncate } from '../../src/core/text.js'
import { component, type Deps, subcommand } from '../../src/services.js'
import type { SubscriptionWithTopic } from '../../src/store/subscriptions.js'
import type { Topic } from '../../src/store/topics.js'
import { describeSchedule } from '../../src/topics/schedule.js'
import { pagedList } from '../support/paged-list.js'
import { channelError } from '../support/subscribe.js'

const pageButton = customId('topics', { page: z.coerce.number().int() })

export const list = subcommand({
  description: 'The topics of this server and where they are posted',
  options: {},
  run: (_, actor, deps) => showPage(1, actor, deps),
})

export const listPage = component({
  id: pageButton,
  moderators: true,
  run: ({ page }, actor, deps) => showPage(page, actor, deps),
})

async function showPage(page: number, actor: Actor, deps: Deps): Promise<Reply> {
  const topics = await deps.stores.topics.of(actor.guildId)
  if (topics.length === 0) throw new UserError('topic.none')
  const subscriptions = await deps.stores.subscriptions.of(actor.guildId)
  const lines = topics.map((topic) =>
    describeTopic(
      topic,
      subscriptions.filter(({ topic_id }) => topic_id === topic.id),
      actor,
    ),
  )
  return pagedList(actor.t('topic.listTitle'), lines, page, (to) => pageButton.encode({ page: to }), actor)
}

/** A topic may be posted to many channels; the first ones are named. */
const maxPlaces = 8

function describeTopic(topic: Topic, places: SubscriptionWithTopic[], actor: Actor): string {
  const query = escapeMarkdown(truncate(topic.query, 100))
  const heading = actor.t('topic.row', { topic: escapeMarkdown(topic.name), query })
  const shown = places.slice(0, maxPlaces).map((place) => describeSubscription(place, actor))
  const more =
    places.length > maxPlaces ? [actor.t('topic.morePlaces', { count: places.length - maxPlaces })] : []
  return [heading, ...shown, ...more].join('\n')
}

function describeSubscription(place: SubscriptionWithTopic, { t }: Actor): string {
  const channel = `<#${place.channel_id}>`
  const waits = place.paused_reason && channelError(parseProblem(place.paused_reason), place.channel_id)
  return waits
    ? t('topic.placeWaits', { channel, problem: t(waits.key, waits.params) })
    : t('topic.place', {
        channel,
        schedule: describeSchedule(place.cron, t),
        zone: place.time_zone,
        next: timestamp(place.next_run_at, 'f'),
      })
}
