import type { Actor } from '../../src/core/command.js'
import { UserError } from '../../src/core/errors.js'
import { notice } from '../../src/core/notice.js'
import type { Reply } from '../../src/core/reply.js'
import { escapeMarkdown } from '../../src/core/text.js'
import { component, type Deps, subcommand } from '../../src/services.js'
import type { SubscriptionWithTopic } from '../../src/store/subscriptions.js'
import { channelError } from '../support/subscribe.js'
import { pauseButton, removeButton, resumeButton, runButton, showSubscription } from './card.js'
import { findSubscription, suggest, which } from './find.js'

type Work = (subscription: SubscriptionWithTopic, actor: Actor, deps: Deps) => Promise<Reply>

/** The subcommands that do something to one subscription. */
export const actions = {
  pause: action('Stop posting for a while; what matches meanwhile waits', pause),
  resume: action('Post again, and what has waited with it', resume),
  run: action('Post what waits now instead of at the next time', run),
  remove: action('Stop posting for good; what waits is not posted', remove),
}

/** The buttons that do the same. */
export const actionButtons = [
  { button: pauseButton, run: pause },
  { button: resumeButton, run: resume },
  { button: runButton, run },
  { button: removeButton, run: remove },
].map(({ button, run }) =>
  component({
    id: button,
    moderators: true,
    run: async ({ id }, actor, deps) => run(await findSubscription(String(id), actor, deps), actor, deps),
  }),
)

function action(description: string, work: Work) {
  return subcommand({
    description,
    options: which,
    suggest,
    run: async ({ subscription }, actor, deps) =>
      work(await findSubscription(subscription, actor, deps), actor, deps),
  })
}

async function pause(subscription: SubscriptionWithTopic, actor: Actor, deps: Deps): Promise<Reply> {
  await deps.stores.subscriptions.setPaused(subscription.id, true)
  return await showSubscription(await findSubscription(String(subscription.id), actor, deps), actor, deps)
}

async function resume(subscription: SubscriptionWithTopic, actor: Actor, deps: Deps): Promise<Reply> {
  const problem = await deps.channels.check(subscription.channel_id)
  if (problem) throw channelError(problem, subscription.channel_id)
  await deps.stores.subscriptions.setPaused(subscription.id, false)
  return await showSubscription(await findSubscription(String(subscription.id), actor, deps), actor, deps)
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
