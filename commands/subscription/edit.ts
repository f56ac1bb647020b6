import { z } from 'zod'
import type { Actor, Choice } from '../../src/core/command.js'
import { UserError } from '../../src/core/errors.js'
import { channelOption, paragraphField, textField } from '../../src/core/options.js'
import type { Reply } from '../../src/core/reply.js'
import { type Deps, subcommand } from '../../src/services.js'
import type { SubscriptionWithTopic } from '../../src/store/subscriptions.js'
import { printSchedule } from '../../src/topics/schedule.js'
import { maxTemplate } from '../../src/topics/template.js'
import { editForm } from '../support/edit-form.js'
import { record } from '../support/record.js'
import { checkPlace, maxPosts, type Place, type PlaceOptions, placeOptions } from '../support/subscribe.js'
import { suggestTimeZones } from '../support/suggest.js'
import { suggestSchedules } from '../support/suggest-schedules.js'
import { showSubscription } from './card.js'
import { findSubscription, nameOf, suggest, which } from './find.js'

/** What can be taken back with `clear`. */
const clearable = {
  quiet_hours: 'quiet_hours',
  mention: 'mention_role',
  mention_if: 'mention_if',
  text: 'template',
  tag: 'tags',
  max: 'max_posts',
} as const

export const edit = subcommand({
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
  run: ({ subscription, ...changes }, actor, deps) => change(subscription, changes, actor, deps),
})

interface Changes extends PlaceOptions {
  clear?: keyof typeof clearable | undefined
}

async function change(
  text: string,
  { clear, ...changes }: Changes,
  actor: Actor,
  deps: Deps,
): Promise<Reply> {
  const before = await findSubscription(text, actor, deps)
  if (clear === undefined && Object.values(changes).every((change) => change === undefined))
    throw new UserError('subscription.nothingToChange')
  const kept = clear === undefined ? before : { ...before, [clearable[clear]]: null }
  return await save(before, await checkPlace(changes, actor, deps, kept), actor, deps)
}

/** What moderators change most, in a form. What is left empty there is taken back. */
export const subscriptionEdit = editForm({
  name: 'subscription',
  title: 'subscription.editTitle',
  fields: {
    schedule: textField('subscription.scheduleLabel', 60, 'daily 9:00'),
    time_zone: textField('subscription.zoneLabel', 60, 'Europe/Berlin'),
    max: textField('subscription.maxLabel', 2).optional(),
    quiet_hours: textField('subscription.quietLabel', 30, '22:00-7:00').optional(),
    text: paragraphField('subscription.textLabel', maxTemplate, '{title} – {source}').optional(),
  },
  async current(id, actor, deps) {
    const { cron, time_zone, max_posts, quiet_hours, template } = await findSubscription(
      String(id),
      actor,
      deps,
    )
    return {
      schedule: printSchedule(cron, actor.t),
      time_zone,
      ...(max_posts !== null && { max: String(max_posts) }),
      ...(quiet_hours !== null && { quiet_hours }),
      ...(template !== null && { text: template }),
    }
  },
  async save(id, { max, ...wanted }, actor, deps) {
    const before = await findSubscription(String(id), actor, deps)
    const kept = { ...before, max_posts: null, quiet_hours: null, template: null }
    const changes = { ...wanted, max: max === undefined ? undefined : parseMax(max) }
    return await save(before, await checkPlace(changes, actor, deps, kept), actor, deps)
  },
})

/** @throws UserError */
function parseMax(text: string): number {
  const { data } = placeOptions.max.unwrap().safeParse(Number(text))
  if (data === undefined) throw new UserError('subscription.badMax', { max: maxPosts })
  return data
}

async function save(
  before: SubscriptionWithTopic,
  place: Place,
  actor: Actor,
  { stores, ...deps }: Deps,
): Promise<Reply> {
  const changed = { ...before, ...place, paused_reason: null }
  const others = (await stores.subscriptions.of(actor.guildId)).filter(({ id }) => id !== before.id)
  const isTaken = others.some(
    ({ topic_id, channel_id }) => topic_id === before.topic_id && channel_id === place.channel_id,
  )
  if (isTaken) throw new UserError('subscription.taken', nameOf(changed))
  await stores.transaction(async (within) => {
    await within.subscriptions.change(before, { ...place, paused_reason: null })
    await record(actor, within, 'subscription.changed', nameOf(changed))
  })
  return await showSubscription(changed, actor, { stores, ...deps })
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
