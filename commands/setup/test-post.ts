import { randomBytes } from 'node:crypto'
import { z } from 'zod'
import type { Article } from '../../src/core/article.js'
import { PostError, parseProblem } from '../../src/core/channels.js'
import type { Actor } from '../../src/core/command.js'
import { customId } from '../../src/core/custom-id.js'
import { UserError } from '../../src/core/errors.js'
import type { Reply } from '../../src/core/reply.js'
import { escapeMarkdown } from '../../src/core/text.js'
import { component, type Deps } from '../../src/services.js'
import type { SubscriptionWithTopic } from '../../src/store/subscriptions.js'
import { postTranslator } from '../../src/topics/post-language.js'
import { renderTestPost } from '../../src/topics/test-post.js'
import { matchingArticles } from '../support/matching-articles.js'
import { record } from '../support/record.js'
import { channelError } from '../support/subscribe.js'
import { drawStep, readProgress, speakTo } from './checklist.js'

/** Of the newest articles one is looked for that is not about to be posted anyway. */
const lookedAt = 10

const testButton = customId('setupTest', { subscription: z.coerce.number().int() })

/** The last step: a post in the channel of the topic, to see that it arrives. `tested`: it was sent for this one. */
export async function showTest(
  asker: Actor,
  deps: Deps,
  { notes = [], tested }: { notes?: readonly string[]; tested?: SubscriptionWithTopic } = {},
): Promise<Reply> {
  const actor = await speakTo(asker, deps)
  const { t } = actor
  const progress = await readProgress(actor, deps)
  const place = tested ?? progress.place
  const done = tested !== undefined
  if (!place) return drawStep('test', { notes, text: t('setup.test.noTopic') }, progress, actor)
  const params = { topic: escapeMarkdown(place.topicName), channel: `<#${place.channel_id}>` }
  return drawStep(
    'test',
    {
      notes,
      done,
      text: t(done ? 'setup.test.done' : 'setup.test.text', params),
      buttons: [
        {
          label: t(done ? 'setup.test.again' : 'setup.test.button'),
          id: testButton.encode({ subscription: place.id }),
          ...(!done && { style: 'primary' as const }),
        },
      ],
    },
    progress,
    actor,
  )
}

export const testComponents = [
  component({
    id: testButton,
    moderators: true,
    async run({ subscription: id }, actor, deps) {
      const subscription = await deps.stores.subscriptions.get(id)
      if (subscription?.guild_id !== actor.guildId || subscription.user_id !== null)
        throw new UserError('component.expired')
      await sendTest(subscription, actor, deps)
      return await showTest(actor, deps, { tested: subscription })
    },
  }),
]

/** @throws UserError when the channel does not take it, with the remedy */
async function sendTest(subscription: SubscriptionWithTopic, actor: Actor, deps: Deps): Promise<void> {
  const { stores, channels } = deps
  const { channel_id: channel, topicName: topic } = subscription
  const problem = await channels.check(channel)
  if (problem) throw channelError(problem, channel)
  const article = await newestNotWaiting(subscription, actor, deps)
  const t = await postTranslator(subscription, { settings: stores.settings, channels })
  const nonce = randomBytes(12).toString('hex')
  try {
    await channels.post(channel, renderTestPost(article, subscription, nonce, actor.now, t), nonce)
  } catch (error) {
    if (!(error instanceof PostError)) throw error
    if (error.outcome === 'blocked') throw channelError(parseProblem(error.reason), channel)
    throw new UserError('setup.test.failed', { channel: `<#${channel}>` })
  }
  await record(actor, stores, 'topic.tested', { topic, channel: `<#${channel}>` })
}

/**
 * The newest article of a topic that is not waiting to be posted to the channel: a test is not in the ledger, so that
 * one which is would come twice. What was read before there was a subscription is in no ledger, and is never posted.
 */
async function newestNotWaiting(
  { id, topic_id }: SubscriptionWithTopic,
  actor: Actor,
  deps: Deps,
): Promise<Article | undefined> {
  const { stores } = deps
  const topic = (await stores.topics.of(actor.guildId)).find((each) => each.id === topic_id)
  const found = topic && (await matchingArticles(topic, { limit: lookedAt }, actor, deps))
  for (const hit of found?.hits ?? []) {
    const ledger = await stores.deliveries.ofArticle(actor.guildId, hit.id)
    if (!ledger.some(({ subscription_id, state }) => subscription_id === id && waiting.has(state)))
      return await stores.articles.get(hit.id)
  }
  return undefined
}

const waiting: ReadonlySet<string> = new Set(['pending', 'claimed', 'held'])
