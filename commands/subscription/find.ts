import type { Actor, Choice } from '../../src/core/command.js'
import { UserError } from '../../src/core/errors.js'
import { textOption } from '../../src/core/options.js'
import type { Deps } from '../../src/services.js'
import type { SubscriptionWithTopic } from '../../src/store/subscriptions.js'
import { bestNamed } from '../support/suggest.js'

/** The option that names a subscription, and what it suggests. */
export const which = { subscription: textOption(100).describe('Which one; pick it from the list') }
export const suggest = { subscription: suggestSubscriptions }

/** A subscription of the server by its id or by the name that Discord's list shows. @throws UserError */
export async function findSubscription(
  text: string,
  { guildId }: Actor,
  { stores }: Deps,
): Promise<SubscriptionWithTopic> {
  const all = await stores.subscriptions.of(guildId)
  const found = all.find(({ id, topicName }) => String(id) === text || topicName === text)
  if (!found) throw new UserError('subscription.unknown')
  return found
}

/** What sentences and the audit log call it. */
export function nameOf({ topicName, channel_id }: SubscriptionWithTopic): { topic: string; channel: string } {
  return { topic: topicName, channel: `<#${channel_id}>` }
}

/** "Ferries → #news", by the words of the topic; the value is the id. */
async function suggestSubscriptions(partial: string, { guildId }: Actor, deps: Deps): Promise<Choice[]> {
  const all = await deps.stores.subscriptions.of(guildId)
  return bestNamed(
    partial,
    all.map((each) => ({ name: labelOf(each, deps), value: String(each.id) })),
  )
}

/** "Ferries → #news" */
export function labelOf({ topicName, channel_id }: SubscriptionWithTopic, { channels }: Deps): string {
  return `${topicName} → #${channels.nameOf(channel_id) ?? channel_id}`
}
