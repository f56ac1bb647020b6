import { type ChannelProblem, parseProblem } from '../../src/core/channels.js'
import type { Actor } from '../../src/core/command.js'
import { forEachLimited } from '../../src/core/concurrency.js'
import { escapeMarkdown, truncate } from '../../src/core/text.js'
import type { Deps } from '../../src/services.js'
import type { Health } from '../../src/sources/health/health.js'
import { healthMark } from '../../src/sources/health/render-health.js'
import type { Source } from '../../src/store/sources.js'
import type { SubscriptionWithTopic } from '../../src/store/subscriptions.js'
import { type SourceHealth, withHealth } from '../support/health-overview.js'
import { channelError } from '../support/subscribe.js'

/** Discord is asked for channels that sleep; not for all of them at once. */
const checkedAtOnce = 10

/** Channel id → what keeps the bot from posting there now. */
export type ChannelProblems = ReadonlyMap<string, ChannelProblem>

/** What is wrong with the channels that subscriptions which run, and alerts, are posted to. */
export async function findChannelProblems(
  subscriptions: readonly SubscriptionWithTopic[],
  alertsChannel: string | null,
  { channels }: Deps,
): Promise<ChannelProblems> {
  const running = subscriptions.filter(({ paused }) => paused === 0)
  const problems = new Map<string, ChannelProblem>(
    running.flatMap(({ channel_id, paused_reason }) => {
      const problem = paused_reason === null ? undefined : parseProblem(paused_reason)
      // All others are seen without posting, and may be mended since.
      return problem?.kind === 'needs-tag' ? [[channel_id, problem] as const] : []
    }),
  )
  const ids = new Set(running.map(({ channel_id }) => channel_id))
  if (alertsChannel !== null) ids.add(alertsChannel)
  await forEachLimited([...ids], checkedAtOnce, async (id) => {
    const problem = await channels.check(id)
    if (problem) problems.set(id, problem)
  })
  return problems
}

/** A line for each channel that cannot be posted to, beginning with what is missing there. */
export function channelLines(
  problems: ChannelProblems,
  subscriptions: readonly SubscriptionWithTopic[],
  alertsChannel: string | null,
  { t }: Actor,
): string[] {
  return [...problems].map(([id, problem]) => {
    const missed = subscriptions
      .filter(({ channel_id }) => channel_id === id)
      .map(({ topicName }) => topicName)
    const names = [...missed, ...(id === alertsChannel ? [t('status.alertsChannel')] : [])]
    const { key, params } = channelError(problem, id)
    return `${healthMark.blocked} **${escapeMarkdown(truncate(names.join(', '), 80))}**\n${t(key, params)}`
  })
}

/** How soon a moderator has to know: what waits for a decision first, what may be nothing last. */
const urgency: readonly Health[] = ['held', 'blocked', 'failing', 'quiet']

/** Followed sources that are not well, the most urgent first. */
export function sourcesInTrouble(sources: readonly Source[], now: number): SourceHealth[] {
  const states = withHealth(sources, now)
  return urgency.flatMap((state) => states.filter((each) => each.state === state))
}
