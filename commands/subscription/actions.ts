import type { Actor } from '../../src/core/command.js'
import { UserError } from '../../src/core/errors.js'
import { notice } from '../../src/core/notice.js'
import type { Reply } from '../../src/core/reply.js'
import { escapeParams } from '../../src/core/text.js'
import { component, type Deps, subcommand } from '../../src/services.js'
import type { SubscriptionWithTopic } from '../../src/store/subscriptions.js'
import { record } from '../support/record.js'
import { askRemoval } from '../support/removal.js'
import { channelError } from '../support/subscribe.js'
import { pauseButton, resumeButton, runButton, showSubscription } from './card.js'
import { findSubscription, nameOf, suggest, which } from './find.js'

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
  await setPaused(subscription, true, actor, deps)
  return await showSubscription(await findSubscription(String(subscription.id), actor, deps), actor, deps)
}

async function resume(subscription: SubscriptionWithTopic, actor: Actor, deps: Deps): Promise<Reply> {
  const problem = await deps.channels.check(subscription.channel_id)
  if (problem) throw channelError(problem, subscription.channel_id)
  await setPaused(subscription, false, actor, deps)
  return await showSubscription(await findSubscription(String(subscription.id), actor, deps), actor, deps)
}

async function run(subscription: SubscriptionWithTopic, actor: Actor, deps: Deps): Promise<Reply> {
  const params = escapeParams(nameOf(subscription))
  if (subscription.paused) throw new UserError('subscription.isPaused', params)
  const count = await deps.stores.deliveries.countPending(subscription.id)
  if (count === 0) return notice(actor.t('subscription.nothingWaits', params))
  await deps.stores.transaction(async (within) => {
    await within.subscriptions.runNow(subscription.id, actor.now)
    await record(actor, within, 'subscription.run', nameOf(subscription))
  })
  return notice(actor.t('subscription.runs', { ...params, count }))
}

async function remove({ id }: SubscriptionWithTopic, actor: Actor, deps: Deps): Promise<Reply> {
  return await askRemoval('subscription', id, actor, deps)
}

async function setPaused(
  subscription: SubscriptionWithTopic,
  paused: boolean,
  actor: Actor,
  { stores }: Deps,
): Promise<void> {
  await stores.transaction(async (within) => {
    await within.subscriptions.setPaused(subscription.id, paused)
    const action = paused ? 'subscription.paused' : 'subscription.resumed'
    await record(actor, within, action, nameOf(subscription))
  })
}
