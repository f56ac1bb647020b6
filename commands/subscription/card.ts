import { z } from 'zod'
import { parseProblem } from '../../src/core/channels.js'
import type { Actor } from '../../src/core/command.js'
import { customId } from '../../src/core/custom-id.js'
import { accent } from '../../src/core/render-article.js'
import type { Reply } from '../../src/core/reply.js'
import { escapeMarkdown } from '../../src/core/text.js'
import type { Deps } from '../../src/services.js'
import type { SubscriptionWithTopic } from '../../src/store/subscriptions.js'
import { describeSchedule } from '../../src/topics/schedule.js'
import { instantly } from '../../src/topics/schedule-phrases.js'
import { editButton } from '../support/edit-form.js'
import { removeButton } from '../support/removal.js'
import { channelError, drawRuns } from '../support/subscribe.js'
import { subscriptionMark } from '../support/subscription-state.js'

const id = z.coerce.number().int()
export const pauseButton = customId('subscriptionPause', { id })
export const resumeButton = customId('subscriptionResume', { id })
export const runButton = customId('subscriptionRun', { id })

/** What a subscription does and what waits, with what can be done about it. */
export async function showSubscription(
  subscription: SubscriptionWithTopic,
  actor: Actor,
  deps: Deps,
): Promise<Reply> {
  const { t } = actor
  const { id, paused, style } = subscription
  const count = await deps.stores.deliveries.countPending(id)
  const lines = [
    describe(subscription, actor),
    t(`subscription.style.${style}`),
    ...describeOptions(subscription, actor),
    ...(paused || subscription.cron === instantly
      ? []
      : [t('subscription.nextRuns', { times: drawRuns(subscription, actor.now) })]),
    t('subscription.waiting', { count }),
  ]
  return {
    embeds: [{ description: lines.join('\n'), color: accent }],
    rows: [
      [
        paused
          ? { label: t('subscription.resume'), id: resumeButton.encode({ id }), style: 'primary' }
          : { label: t('subscription.pause'), id: pauseButton.encode({ id }) },
        { label: t('subscription.run'), id: runButton.encode({ id }), disabled: count === 0 || paused === 1 },
        editButton('subscription', id, t),
        removeButton('subscription', id, t),
      ],
    ],
  }
}

/** What is posted where and when, on one line, and what is in its way. */
export function describe(subscription: SubscriptionWithTopic, { t }: Actor): string {
  const { topicName, channel_id, cron, time_zone, paused, paused_reason } = subscription
  const problem = paused_reason && channelError(parseProblem(paused_reason), channel_id)
  const state = paused
    ? ` · ${t('subscription.paused')}`
    : problem
      ? ` · ${t(problem.key, problem.params)}`
      : ''
  return `${subscriptionMark(subscription)} ${t(
    cron === instantly ? 'subscription.rowInstantly' : 'subscription.row',
    {
      topic: escapeMarkdown(topicName),
      channel: `<#${channel_id}>`,
      schedule: describeSchedule(cron, t),
      zone: time_zone,
    },
  )}${state}`
}

/** What was chosen besides where and when. */
function describeOptions(subscription: SubscriptionWithTopic, { t }: Actor): string[] {
  const { max_posts, quiet_hours, mention_role, mention_if, template, tags } = subscription
  return [
    ...(max_posts === null ? [] : [t('subscription.max', { count: max_posts })]),
    ...(quiet_hours === null ? [] : [t('subscription.quiet', { hours: quiet_hours })]),
    ...(mention_role === null ? [] : [describeMention(mention_role, mention_if, t)]),
    ...(template === null ? [] : [t('subscription.text', { text: escapeMarkdown(template) })]),
    ...(tags === null ? [] : [t('subscription.tags', { count: JSON.parse(tags).length })]),
    ...(subscription.publish ? [t('subscription.publish')] : []),
    ...(subscription.coverage ? [t('subscription.coverage')] : []),
    ...(subscription.waits ? [t('subscription.waits')] : []),
  ]
}

function describeMention(role: string, words: string | null, t: Actor['t']): string {
  const mention = `<@&${role}>`
  return words === null
    ? t('subscription.mention', { role: mention })
    : t('subscription.mentionIf', { role: mention, words: escapeMarkdown(words) })
}
