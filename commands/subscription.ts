import { z } from 'zod'
import { parseProblem } from '../src/core/channels.js'
import type { Actor, Choice } from '../src/core/command.js'
import { customId } from '../src/core/custom-id.js'
import { UserError } from '../src/core/errors.js'
import { notice } from '../src/core/notice.js'
import { channelOption, textOption } from '../src/core/options.js'
import { accent } from '../src/core/render-article.js'
import type { Reply, Select } from '../src/core/reply.js'
import { escapeMarkdown } from '../src/core/text.js'
import { component, type Deps, group, subcommand } from '../src/services.js'
import type { SubscriptionWithTopic } from '../src/store/subscriptions.js'
import { describeSchedule } from '../src/topics/schedule.js'
import { pagedList } from './support/paged-list.js'
import { clampPage, pageSize } from './support/pages.js'
import { channelError, checkPlace, drawRuns, type PlaceOptions, placeOptions } from './support/subscribe.js'
import { bestNamed, suggestTimeZones } from './support/suggest.js'
import { suggestSchedules } from './support/suggest-schedules.js'

const id = z.coerce.number().int()
/** A page of the list; drawn by `/status` too. */
export const subscriptionPage = customId('subscriptions', { page: z.coerce.number().int() })
const openChoice = customId('subscription', { page: z.coerce.number().int() })
const pauseButton = customId('subscriptionPause', { id })
const resumeButton = customId('subscriptionResume', { id })
const runButton = customId('subscriptionRun', { id })
const removeButton = customId('subscriptionRemove', { id })

const which = { subscription: textOption(100).describe('Which one; pick it from the list') }
const suggest = { subscription: suggestSubscriptions }

/** What can be taken back with `clear`. */
const clearable = {
  quiet_hours: 'quiet_hours',
  mention: 'mention_role',
  mention_if: 'mention_if',
  text: 'template',
  tag: 'tags',
  max: 'max_posts',
} as const

export default group({
  name: 'subscription',
  description: 'What is posted where, and when',
  moderators: true,
  subcommands: {
    list: subcommand({
      description: 'What is posted where, and when; from there everything can be changed',
      options: {},
      run: (_, actor, deps) => showPage(1, actor, deps),
    }),
    edit: subcommand({
      description: 'Change where, when or how a topic is posted; what waits stays',
      options: {
        ...which,
        channel: channelOption().describe('Another channel').optional(),
        ...placeOptions,
        clear: z
          .enum(Object.keys(clearable) as [keyof typeof clearable])
          .describe('Take one of these back')
          .optional(),
      },
      suggest: { ...suggest, schedule: suggestChangedSchedules, time_zone: suggestTimeZones },
      run: ({ subscription, ...changes }, actor, deps) => edit(subscription, changes, actor, deps),
    }),
    pause: action('Stop posting for a while; what matches meanwhile waits', pause),
    resume: action('Post again, and what has waited with it', resume),
    run: action('Post what waits now instead of at the next time', run),
    remove: action('Stop posting for good; what waits is not posted', remove),
  },
  components: [
    component({
      id: subscriptionPage,
      moderators: true,
      run: ({ page }, actor, deps) => showPage(page, actor, deps),
    }),
    component({
      id: openChoice,
      moderators: true,
      answer: 'reply',
      run: async (_, actor, deps, [picked = '']) => show(await find(picked, actor, deps), actor, deps),
    }),
    ...[
      { button: pauseButton, run: pause },
      { button: resumeButton, run: resume },
      { button: runButton, run },
      { button: removeButton, run: remove },
    ].map(({ button, run }) =>
      component({
        id: button,
        moderators: true,
        run: async ({ id }, actor, deps) => run(await find(String(id), actor, deps), actor, deps),
      }),
    ),
  ],
})

type Work = (subscription: SubscriptionWithTopic, actor: Actor, deps: Deps) => Promise<Reply>

function action(description: string, work: Work) {
  return subcommand({
    description,
    options: which,
    suggest,
    run: async ({ subscription }, actor, deps) => work(await find(subscription, actor, deps), actor, deps),
  })
}

async function pause(subscription: SubscriptionWithTopic, actor: Actor, deps: Deps): Promise<Reply> {
  await deps.stores.subscriptions.setPaused(subscription.id, true)
  return await show(await find(String(subscription.id), actor, deps), actor, deps)
}

async function resume(subscription: SubscriptionWithTopic, actor: Actor, deps: Deps): Promise<Reply> {
  const problem = await deps.channels.check(subscription.channel_id)
  if (problem) throw channelError(problem, subscription.channel_id)
  await deps.stores.subscriptions.setPaused(subscription.id, false)
  return await show(await find(String(subscription.id), actor, deps), actor, deps)
}

async function run(subscription: SubscriptionWithTopic, actor: Actor, deps: Deps): Promise<Reply> {
  const params = { topic: escapeMarkdown(subscription.topicName), channel: `<#${subscription.channel_id}>` }
  if (subscription.paused) throw new UserError('subscription.isPaused', params)
  const count = await deps.stores.deliveries.countPending(subscription.id)
  if (count === 0) return notice(actor.t('subscription.nothingWaits', params))
  await deps.stores.subscriptions.runNow(subscription.id, actor.now)
  return notice(actor.t('subscription.runs', { ...params, count }))
}

async function remove(subscription: SubscriptionWithTopic, { t, now }: Actor, deps: Deps): Promise<Reply> {
  await deps.stores.bin.removeSubscription(subscription.id, now)
  const params = { topic: escapeMarkdown(subscription.topicName), channel: `<#${subscription.channel_id}>` }
  return notice(t('unsubscribe.done', params))
}

interface Changes extends PlaceOptions {
  clear?: keyof typeof clearable | undefined
}

async function edit(text: string, { clear, ...changes }: Changes, actor: Actor, deps: Deps): Promise<Reply> {
  const before = await find(text, actor, deps)
  if (clear === undefined && Object.values(changes).every((change) => change === undefined))
    throw new UserError('subscription.nothingToChange')
  const kept = clear === undefined ? before : { ...before, [clearable[clear]]: null }
  const place = await checkPlace(changes, actor, deps, kept)
  const { subscriptions } = deps.stores
  const others = (await subscriptions.of(actor.guildId)).filter(({ id }) => id !== before.id)
  const isTaken = others.some(
    ({ topic_id, channel_id }) => topic_id === before.topic_id && channel_id === place.channel_id,
  )
  if (isTaken)
    throw new UserError('subscription.taken', { topic: before.topicName, channel: `<#${place.channel_id}>` })
  await subscriptions.change(before.id, { ...place, paused_reason: null })
  return await show(await find(String(before.id), actor, deps), actor, deps)
}

/** A subscription of the server by its id or by the name that Discord's list shows. @throws UserError */
async function find(text: string, { guildId }: Actor, { stores }: Deps): Promise<SubscriptionWithTopic> {
  const all = await stores.subscriptions.of(guildId)
  const found = all.find(({ id, topicName }) => String(id) === text || topicName === text)
  if (!found) throw new UserError('subscription.unknown')
  return found
}

/** As the subscription's own time zone has it, unless another is given. */
async function suggestChangedSchedules(
  partial: string,
  actor: Actor,
  deps: Deps,
  others: Readonly<Record<string, string>>,
): Promise<Choice[]> {
  const ours = await deps.stores.subscriptions.of(actor.guildId)
  const zone = ours.find(({ id }) => String(id) === others.subscription)?.time_zone
  return suggestSchedules(partial, actor, deps, { ...(zone && { time_zone: zone }), ...others })
}

/** "Ferries → #news", by the words of the topic; the value is the id. */
async function suggestSubscriptions(
  partial: string,
  { guildId }: Actor,
  { stores, channels }: Deps,
): Promise<Choice[]> {
  const all = await stores.subscriptions.of(guildId)
  return bestNamed(
    partial,
    all.map(({ id, topicName, channel_id }) => ({
      name: `${topicName} → #${channels.nameOf(channel_id) ?? channel_id}`,
      value: String(id),
    })),
  )
}

async function showPage(wanted: number, actor: Actor, deps: Deps): Promise<Reply> {
  const { t } = actor
  const all = await deps.stores.subscriptions.of(actor.guildId)
  if (all.length === 0) throw new UserError('subscription.none')
  const page = clampPage(wanted, all.length)
  const shown = all.slice((page - 1) * pageSize, page * pageSize)
  const menu: Select = {
    id: openChoice.encode({ page }),
    placeholder: t('subscription.openOne'),
    choices: shown.map(({ id, topicName, channel_id }) => ({
      label: `${topicName} → #${deps.channels.nameOf(channel_id) ?? channel_id}`,
      value: String(id),
    })),
  }
  const lines = all.map((each) => `• ${describe(each, actor)}`)
  const idOf = (to: number) => subscriptionPage.encode({ page: to })
  const { rows = [], ...list } = pagedList(t('subscription.listTitle'), lines, page, idOf, actor)
  return { ...list, rows: [[menu], ...rows] }
}

/** What is posted where and when, on one line, and what is in its way. */
function describe(subscription: SubscriptionWithTopic, { t }: Actor): string {
  const { topicName, channel_id, cron, time_zone, paused, paused_reason } = subscription
  const problem = paused_reason && channelError(parseProblem(paused_reason), channel_id)
  const state = paused
    ? ` · ${t('subscription.paused')}`
    : problem
      ? ` · ${t(problem.key, problem.params)}`
      : ''
  return `${t('subscription.row', {
    topic: escapeMarkdown(topicName),
    channel: `<#${channel_id}>`,
    schedule: describeSchedule(cron, t),
    zone: time_zone,
  })}${state}`
}

async function show(subscription: SubscriptionWithTopic, actor: Actor, deps: Deps): Promise<Reply> {
  const { t } = actor
  const { id, paused, style } = subscription
  const count = await deps.stores.deliveries.countPending(id)
  const lines = [
    describe(subscription, actor),
    t(`subscription.style.${style}`),
    ...describeOptions(subscription, actor),
    ...(paused ? [] : [t('subscription.nextRuns', { times: drawRuns(subscription, actor.now) })]),
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
        { label: t('subscription.remove'), id: removeButton.encode({ id }), style: 'danger' },
      ],
    ],
  }
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
