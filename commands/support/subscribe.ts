import { z } from 'zod'
import type { ChannelProblem } from '../../src/core/channels.js'
import type { Actor } from '../../src/core/command.js'
import { UserError } from '../../src/core/errors.js'
import { roleOption, textOption } from '../../src/core/options.js'
import { timestamp } from '../../src/core/text.js'
import { asksForSomething, namesTopic } from '../../src/search/match-topic.js'
import { compileQuery } from '../../src/search/query/compile.js'
import { parseQuery } from '../../src/search/query/parse-query.js'
import type { Deps } from '../../src/services.js'
import type { Stores } from '../../src/store/stores.js'
import type { Subscription, SubscriptionChanges } from '../../src/store/subscriptions.js'
import type { Topic } from '../../src/store/topics.js'
import { parseQuietHours, printQuietHours } from '../../src/topics/quiet-hours.js'
import { describeSchedule, nextRun, nextRuns, parseSchedule } from '../../src/topics/schedule.js'
import { instantly } from '../../src/topics/schedule-phrases.js'
import { maxTemplate, parseTemplate } from '../../src/topics/template.js'
import { record } from './record.js'
import { runsShown } from './suggest-schedules.js'

/** The most that can be chosen of posts at a time. */
export const maxPosts = 25

export const styles = ['items', 'list', 'digest'] as const

/** What every way to subscribe asks for. */
export const placeOptions = {
  schedule: textOption(60).describe('When: instantly, hourly, daily 9:00, or a cron expression').optional(),
  time_zone: textOption(60).describe('Time zone of the schedule, such as Europe/Berlin').optional(),
  style: z
    .enum(styles)
    .describe('Posts of their own (as usual), lists, or all of a time as one digest of stories')
    .optional(),
  max: z
    .int()
    .min(1)
    .max(maxPosts)
    .describe('At most so many posts at a time; the rest comes in a list')
    .optional(),
  quiet_hours: textOption(30).describe('When nothing is posted, such as 22:00-7:00; it waits').optional(),
  mention: roleOption().describe('A role that posts mention').optional(),
  mention_if: textOption(300).describe('Mention it only for articles with these words').optional(),
  text: textOption(maxTemplate)
    .describe('A text above each post; {title}, {source}, {url}, {topic} …')
    .optional(),
  tag: textOption(200).describe('In a forum: the tags of its posts, comma-separated').optional(),
  publish: z
    .boolean()
    .describe('In an announcement channel: publish to the servers that follow it')
    .optional(),
  coverage: z.boolean().describe('Add to posts which other sources tell the same news later').optional(),
  wait: z
    .boolean()
    .describe('Wait for a pause while people talk in the channel, half an hour at most')
    .optional(),
}

export type PlaceOptions = z.output<z.ZodObject<typeof placeOptions>> & { channel?: string | undefined }

/** What is stored of where, when and how a topic is posted. */
export type Place = Required<Omit<SubscriptionChanges, 'paused_reason'>>

/**
 * Checks where, when and how a topic shall be posted, before anything is saved. What is left out stays as it was
 * `before`. @throws UserError
 */
export async function checkPlace(
  options: PlaceOptions,
  actor: Actor,
  deps: Deps,
  before?: Subscription,
): Promise<Place> {
  const channelId = options.channel ?? before?.channel_id ?? actor.channelId
  const problem = await deps.channels.check(channelId)
  if (problem) throw channelError(problem, channelId)
  const schedule = parseSchedule(
    options.schedule ?? before?.cron ?? 'instantly',
    options.time_zone ?? before?.time_zone ?? actor.timeZone,
    actor.now,
    actor.t,
  )
  return {
    channel_id: channelId,
    cron: schedule.cron,
    time_zone: schedule.timeZone,
    next_run_at: nextRun(schedule, actor.now),
    style: options.style ?? before?.style ?? 'items',
    max_posts: options.max ?? before?.max_posts ?? null,
    quiet_hours: options.quiet_hours
      ? printQuietHours(parseQuietHours(options.quiet_hours))
      : (before?.quiet_hours ?? null),
    mention_role: checkRole(options.mention, channelId, deps) ?? before?.mention_role ?? null,
    mention_if: checkKeywords(options.mention_if) ?? before?.mention_if ?? null,
    template: options.text ? parseTemplate(options.text) : (before?.template ?? null),
    tags: checkTags(options.tag, channelId, before, deps),
    publish: checkPublish(options.publish, channelId, deps) ?? before?.publish ?? 0,
    coverage: flag(options.coverage) ?? before?.coverage ?? 0,
    waits: flag(options.wait) ?? before?.waits ?? 0,
  }
}

function flag(value: boolean | undefined): number | undefined {
  return value === undefined ? undefined : Number(value)
}

function checkRole(role: string | undefined, channelId: string, { channels }: Deps): string | undefined {
  if (role === undefined || channels.mayMention(channelId, role)) return role
  throw new UserError('mention.notAllowed', { role: `<@&${role}>` })
}

function checkKeywords(query: string | undefined): string | undefined {
  if (query === undefined) return undefined
  const condition = compileQuery(parseQuery(query), ['en'])
  if (!asksForSomething(condition) || namesTopic(condition)) throw new UserError('mention.noKeyword')
  return query
}

function checkPublish(
  publish: boolean | undefined,
  channelId: string,
  { channels }: Deps,
): number | undefined {
  if (publish && !channels.isPublishable(channelId))
    throw new UserError('channel.notPublishable', { channel: `<#${channelId}>` })
  return flag(publish)
}

/** The ids of a forum's tags that are named, as JSON; null for none. */
function checkTags(
  named: string | undefined,
  channelId: string,
  before: Subscription | undefined,
  { channels }: Deps,
): string | null {
  const channel = `<#${channelId}>`
  const forum = channels.tagsOf(channelId)
  if (!forum) {
    if (named !== undefined) throw new UserError('channel.noTags', { channel })
    return null
  }
  const known = (text: string) => forum.tags.find(({ name }) => name.toLowerCase() === text.toLowerCase())?.id
  const wanted = (named ?? '')
    .split(',')
    .map((text) => text.trim())
    .filter(Boolean)
  const ids = wanted.flatMap((text) => known(text) ?? [])
  if (ids.length < wanted.length)
    throw new UserError('channel.unknownTag', {
      channel,
      tags: forum.tags.map(({ name }) => name).join(', '),
    })
  const kept = named === undefined && before?.channel_id === channelId ? before.tags : null
  if (forum.required && ids.length === 0 && kept === null)
    throw new UserError('channel.needsTag', { channel })
  return ids.length > 0 ? JSON.stringify(ids) : kept
}

/** Saves the subscription, in a transaction, and notes who made it. */
export async function saveSubscription(
  topic: Pick<Topic, 'id' | 'name'>,
  place: Place,
  actor: Actor,
  stores: Stores,
): Promise<void> {
  await stores.subscriptions.put({
    topic_id: topic.id,
    guild_id: actor.guildId,
    ...place,
    created_by: actor.userId,
    created_at: actor.now,
  })
  await record(actor, stores, 'subscription.added', {
    topic: topic.name,
    channel: `<#${place.channel_id}>`,
  })
}

/** What the person reads after subscribing. */
export function describePlace(topic: string, place: Place, actor: Actor): string {
  const channel = `<#${place.channel_id}>`
  if (place.cron === instantly) return actor.t('subscribe.instantly', { topic, channel })
  return actor.t('subscribe.done', {
    topic,
    channel,
    schedule: describeSchedule(place.cron, actor.t),
    zone: place.time_zone,
    next: drawRuns(place, actor.now),
  })
}

/** When a schedule comes true next. */
export function drawRuns(
  { cron, time_zone: timeZone }: Pick<Place, 'cron' | 'time_zone'>,
  now: number,
): string {
  return nextRuns({ cron, timeZone }, now, runsShown)
    .map((time) => timestamp(time, 'f'))
    .join(' · ')
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
    ? new UserError('channel.missingPermission', { channel, permission: problem.permission })
    : new UserError(problemKeys[problem.kind], { channel })
}
