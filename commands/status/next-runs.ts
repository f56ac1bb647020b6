import type { Actor } from '../../src/core/command.js'
import type { Embed } from '../../src/core/reply.js'
import { escapeMarkdown, timestamp } from '../../src/core/text.js'
import type { SubscriptionWithTopic } from '../../src/store/subscriptions.js'
import { describeSchedule } from '../../src/topics/schedule.js'
import { instantly } from '../../src/topics/schedule-phrases.js'
import type { ChannelProblems } from './problems.js'

const runsShown = 3

/**
 * What is posted next, where and when. Those that post instantly come last: they are about to run at any time. Nothing
 * of channels that have a problem, and no field before something is posted anywhere.
 */
export function describeNext(
  subscriptions: readonly SubscriptionWithTopic[],
  problems: ChannelProblems,
  { t, now }: Actor,
): Embed['fields'] & object {
  if (subscriptions.length === 0) return []
  const running = subscriptions.filter(({ paused }) => paused === 0)
  if (running.length === 0) return [{ name: t('status.next'), value: t('status.allPaused') }]
  const ready = running.filter(({ channel_id }) => !problems.has(channel_id))
  if (ready.length === 0) return []
  const isInstant = ({ cron }: SubscriptionWithTopic) => Number(cron === instantly)
  const next = ready.toSorted((a, b) => isInstant(a) - isInstant(b) || a.next_run_at - b.next_run_at)
  const lines = next.slice(0, runsShown).map((each) =>
    t('status.nextRun', {
      time: isInstant(each) ? describeSchedule(each.cron, t) : timestamp(Math.max(now, each.next_run_at)),
      topic: escapeMarkdown(each.topicName),
      channel: `<#${each.channel_id}>`,
    }),
  )
  const more = next.length - lines.length
  const value = [...lines, ...(more > 0 ? [t('status.nextMore', { count: more })] : [])].join('\n')
  return [{ name: t('status.next'), value }]
}
