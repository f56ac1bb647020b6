import { z } from 'zod'
import { PostError } from '../src/core/channels.js'
import type { Actor } from '../src/core/command.js'
import { customId } from '../src/core/custom-id.js'
import { UserError } from '../src/core/errors.js'
import { notice } from '../src/core/notice.js'
import { textOption } from '../src/core/options.js'
import { accent } from '../src/core/render-article.js'
import type { Reply } from '../src/core/reply.js'
import { escapeMarkdown, timestamp, truncate } from '../src/core/text.js'
import { defaultWidth } from '../src/search/matching/width.js'
import { component, type Deps, group, subcommand } from '../src/services.js'
import type { SubscriptionWithTopic } from '../src/store/subscriptions.js'
import { describeSchedule, nextRun, parseSchedule } from '../src/topics/schedule.js'
import { checkQuery } from './support/check-query.js'
import { matchesSoFar } from './support/matches-so-far.js'
import { listOf } from './support/paged-list.js'
import { subscriptionMark } from './support/subscription-state.js'
import { bestNamed, suggestTimeZones } from './support/suggest.js'
import { suggestSchedules } from './support/suggest-schedules.js'
import { visibleSources } from './support/visible-sources.js'

/** Each new article is matched against all of them, and a person reads no more. */
const maxAlerts = 10
const maxName = 50
const maxText = 500

const id = z.coerce.number().int()
const pauseButton = customId('alertPause', { id })
const resumeButton = customId('alertResume', { id })
const removeButton = customId('alertRemove', { id })
const removeNowButton = customId('alertRemoveNow', { id })
const openChoice = customId('alert', { page: z.coerce.number().int() })

const which = { alert: textOption(100).describe('Which one; pick it from the list') }
const suggest = {
  alert: async (partial: string, actor: Actor, deps: Deps) =>
    bestNamed(
      partial,
      (await alertsOf(actor, deps)).map(({ id, topicName }) => ({ name: topicName, value: String(id) })),
    ),
}

const list = listOf({
  name: 'alertList',
  title: 'alert.listTitle',
  placeholder: 'subscription.openOne',
  empty: 'alert.none',
  menu: (page) => openChoice.encode({ page }),
  filters: z.object({}),
  find: alertsOf,
  passes: () => () => true,
  draw: async (items, actor) =>
    items.map((each) => ({
      text: truncate(describe(each, actor), maxText),
      choice: { label: each.topicName, value: String(each.id) },
    })),
})

export default group({
  name: 'alerts',
  description: 'New articles about what you watch for, as direct messages to you alone',
  subcommands: {
    add: subcommand({
      description: 'Watch for articles with these words; they come as direct messages',
      options: {
        query: textOption(300).describe('Words, as for /search'),
        schedule: textOption(60).describe('When: instantly (as usual), hourly, daily 9:00').optional(),
        time_zone: textOption(60).describe('Time zone of the schedule, such as Europe/Berlin').optional(),
      },
      suggest: { schedule: suggestSchedules, time_zone: suggestTimeZones },
      run: (options, actor, deps) => add(options, actor, deps),
    }),
    list: subcommand({
      description: 'What you watch for',
      options: {},
      run: (_, actor, deps) => list.show({}, actor, deps),
    }),
    pause: action('Send nothing for a while; what matches meanwhile waits', (one, actor, deps) =>
      setPaused(one, true, actor, deps),
    ),
    resume: action('Send again, and what has waited with it', (one, actor, deps) =>
      setPaused(one, false, actor, deps),
    ),
    remove: action('Stop watching for it', askRemoval),
  },
  components: [
    list.turn,
    component({
      id: openChoice,
      answer: 'reply',
      run: async (_, actor, deps, [picked = '']) => show(await find(picked, actor, deps), actor),
    }),
    component({
      id: pauseButton,
      run: async ({ id }, actor, deps) => setPaused(await find(String(id), actor, deps), true, actor, deps),
    }),
    component({
      id: resumeButton,
      run: async ({ id }, actor, deps) => setPaused(await find(String(id), actor, deps), false, actor, deps),
    }),
    component({
      id: removeButton,
      answer: 'reply',
      run: async ({ id }, actor, deps) => askRemoval(await find(String(id), actor, deps), actor, deps),
    }),
    component({
      id: removeNowButton,
      run: async ({ id }, actor, deps) => remove(await find(String(id), actor, deps), actor, deps),
    }),
  ],
})

type Work = (alert: SubscriptionWithTopic, actor: Actor, deps: Deps) => Promise<Reply>

function action(description: string, work: Work) {
  return subcommand({
    description,
    options: which,
    suggest,
    run: async ({ alert }, actor, deps) => work(await find(alert, actor, deps), actor, deps),
  })
}

interface Wanted {
  query: string
  schedule?: string | undefined
  time_zone?: string | undefined
}

async function add({ query, ...when }: Wanted, actor: Actor, deps: Deps): Promise<Reply> {
  const { t, userId, guildId, now } = actor
  checkQuery(query)
  await visibleSources(actor, deps)
  if ((await alertsOf(actor, deps)).length >= maxAlerts)
    throw new UserError('alert.tooMany', { max: maxAlerts })
  const schedule = parseSchedule(when.schedule ?? 'instantly', when.time_zone ?? actor.timeZone, now, t)
  const channel = await openDirect(userId, deps)
  await deps.stores.transaction(async (stores) => {
    const made = { guild_id: guildId, user_id: userId, created_by: userId, created_at: now }
    const topic = await stores.topics.add({ name: truncate(query, maxName), query, ...made })
    if (!topic) throw new UserError('alert.exists', { query })
    await stores.subscriptions.put({
      topic_id: topic.id,
      channel_id: channel,
      cron: schedule.cron,
      time_zone: schedule.timeZone,
      next_run_at: nextRun(schedule, now),
      locale: actor.locale,
      ...made,
    })
  })
  const added = t('alert.added', {
    query: escapeMarkdown(query),
    schedule: describeSchedule(schedule.cron, t),
  })
  const matches = await matchesSoFar({ query, width: defaultWidth }, actor, deps)
  return notice([added, ...matches].join('\n'))
}

async function openDirect(userId: string, { channels }: Deps): Promise<string> {
  try {
    return await channels.directWith(userId)
  } catch (error) {
    if (error instanceof PostError && error.outcome === 'blocked')
      throw new UserError('channel.closedMessages')
    throw error
  }
}

async function alertsOf({ guildId, userId }: Actor, { stores }: Deps): Promise<SubscriptionWithTopic[]> {
  return await stores.subscriptions.ofPerson(guildId, userId)
}

/** One of the person's own. @throws UserError */
async function find(text: string, actor: Actor, deps: Deps): Promise<SubscriptionWithTopic> {
  const found = (await alertsOf(actor, deps)).find(
    ({ id, topicName }) => String(id) === text || topicName === text,
  )
  if (!found) throw new UserError('alert.unknown')
  return found
}

function describe(
  { topicName, cron, paused, paused_reason, next_run_at }: SubscriptionWithTopic,
  { t }: Actor,
): string {
  const state = paused
    ? t('subscription.paused')
    : paused_reason
      ? t('channel.closedMessages')
      : t('alert.next', { time: timestamp(next_run_at, 'f') })
  const mark = subscriptionMark({ paused, paused_reason })
  return `${mark} **${escapeMarkdown(topicName)}** ${describeSchedule(cron, t)} · ${state}`
}

function show(alert: SubscriptionWithTopic, actor: Actor): Reply {
  const { t } = actor
  const { id, paused } = alert
  return {
    embeds: [{ description: describe(alert, actor), color: accent }],
    rows: [
      [
        paused
          ? { label: t('subscription.resume'), id: resumeButton.encode({ id }), style: 'primary' }
          : { label: t('subscription.pause'), id: pauseButton.encode({ id }) },
        { label: t('remove.button'), id: removeButton.encode({ id }), style: 'danger' },
      ],
    ],
  }
}

async function setPaused(
  alert: SubscriptionWithTopic,
  paused: boolean,
  actor: Actor,
  deps: Deps,
): Promise<Reply> {
  await deps.stores.subscriptions.setPaused(alert.id, paused)
  return show(await find(String(alert.id), actor, deps), actor)
}

/** Nobody but its person loses anything, and it is quickly made anew: it cannot be taken back. */
async function askRemoval(
  { id, topicName }: SubscriptionWithTopic,
  { t }: Actor,
  deps: Deps,
): Promise<Reply> {
  const waiting = await deps.stores.bin.lossOfSubscription(id)
  return {
    ...notice(t('alert.removeAsk', { query: escapeMarkdown(topicName), waiting })),
    rows: [[{ label: t('remove.yes'), id: removeNowButton.encode({ id }), style: 'danger' }]],
  }
}

async function remove(
  { topic_id, topicName }: SubscriptionWithTopic,
  { t }: Actor,
  { stores }: Deps,
): Promise<Reply> {
  await stores.topics.remove(topic_id)
  return notice(t('alert.removed', { query: escapeMarkdown(topicName) }))
}
