import { z } from 'zod'
import type { ChannelProblem } from '../../src/core/channels.js'
import type { Actor } from '../../src/core/command.js'
import { UserError } from '../../src/core/errors.js'
import { textOption } from '../../src/core/options.js'
import { timestamp } from '../../src/core/text.js'
import type { Deps } from '../../src/services.js'
import type { Stores } from '../../src/store/stores.js'
import { describeSchedule, nextRun, parseSchedule, type Schedule } from '../../src/topics/schedule.js'

export interface Place {
  channelId: string
  schedule: Schedule
  style: (typeof styles)[number]
  /** Posts are edited to name other sources that tell the same later. */
  coverage: boolean
}

export const styles = ['items', 'digest'] as const

/** What every way to subscribe asks for. */
export const placeOptions = {
  schedule: textOption(60).describe('When: instantly, hourly, daily 9:00, or a cron expression').optional(),
  time_zone: textOption(60).describe('Time zone of the schedule, such as Europe/Berlin').optional(),
  style: z
    .enum(styles)
    .describe('Each article as a post of its own (as usual), or all of a time as one digest of stories')
    .optional(),
  coverage: z.boolean().describe('Add to posts which other sources tell the same news later').optional(),
}

/** Checks where and when a topic shall be posted, before anything is saved. @throws UserError */
export async function checkPlace(
  options: { channel?: string | undefined } & z.output<z.ZodObject<typeof placeOptions>>,
  actor: Actor,
  deps: Deps,
): Promise<Place> {
  const channelId = options.channel ?? actor.channelId
  const schedule = parseSchedule(options.schedule ?? 'instantly', options.time_zone ?? 'UTC', actor.now)
  const problem = await deps.channels.check(channelId)
  if (problem) throw channelError(problem, channelId)
  return { channelId, schedule, style: options.style ?? 'items', coverage: options.coverage ?? false }
}

/** Saves the subscription; returns when it posts first (ms). */
export async function saveSubscription(
  topicId: number,
  { channelId, schedule, style, coverage }: Place,
  actor: Actor,
  stores: Stores,
): Promise<number> {
  const nextRunAt = nextRun(schedule, actor.now)
  await stores.subscriptions.put({
    topic_id: topicId,
    guild_id: actor.guildId,
    channel_id: channelId,
    cron: schedule.cron,
    time_zone: schedule.timeZone,
    next_run_at: nextRunAt,
    style,
    coverage: coverage ? 1 : 0,
    created_by: actor.userId,
    created_at: actor.now,
  })
  return nextRunAt
}

/** What the person reads after subscribing. */
export function describePlace(topic: string, place: Place, nextRunAt: number, actor: Actor): string {
  return actor.t('subscribe.done', {
    topic,
    channel: `<#${place.channelId}>`,
    schedule: describeSchedule(place.schedule.cron, actor.t),
    zone: place.schedule.timeZone,
    next: timestamp(nextRunAt, 'f'),
  })
}

const problemKeys = {
  'unknown-channel': 'channel.unknown',
  'wrong-type': 'channel.wrongType',
  'thread-locked': 'channel.threadLocked',
  'needs-tag': 'channel.needsTag',
  'closed-messages': 'channel.closedMessages',
} as const

/** What is wrong with a channel, and what to do about it. */
export function channelError(problem: ChannelProblem, channelId: string): UserError {
  const channel = `<#${channelId}>`
  return problem.kind === 'missing-permission'
    ? new UserError('channel.missingPermission', { channel, permission: words(problem.permission) })
    : new UserError(problemKeys[problem.kind], { channel })
}

/** "EmbedLinks" as Discord's settings write it: "Embed Links". */
function words(permission: string): string {
  return permission.replace(/(?<=[a-z])(?=[A-Z])/g, ' ')
}
