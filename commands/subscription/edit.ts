import { z } from 'zod'
import type { Actor, Choice } from '../../src/core/command.js'
import { UserError } from '../../src/core/errors.js'
import { channelOption } from '../../src/core/options.js'
import type { Reply } from '../../src/core/reply.js'
import { type Deps, subcommand } from '../../src/services.js'
import { checkPlace, type PlaceOptions, placeOptions } from '../support/subscribe.js'
import { suggestTimeZones } from '../support/suggest.js'
import { suggestSchedules } from '../support/suggest-schedules.js'
import { showSubscription } from './card.js'
import { findSubscription, suggest, which } from './find.js'

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
  const place = await checkPlace(changes, actor, deps, kept)
  const { subscriptions } = deps.stores
  const others = (await subscriptions.of(actor.guildId)).filter(({ id }) => id !== before.id)
  const isTaken = others.some(
    ({ topic_id, channel_id }) => topic_id === before.topic_id && channel_id === place.channel_id,
  )
  if (isTaken)
    throw new UserError('subscription.taken', { topic: before.topicName, channel: `<#${place.channel_id}>` })
  await subscriptions.change(before.id, { ...place, paused_reason: null })
  return await showSubscription(await findSubscription(String(before.id), actor, deps), actor, deps)
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
