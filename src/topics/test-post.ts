import type { Article } from '../core/article.js'
import type { Translate } from '../core/i18n.js'
import { accent } from '../core/render-article.js'
import type { Reply } from '../core/reply.js'
import { escapeMarkdown } from '../core/text.js'
import type { SubscriptionWithTopic } from '../store/subscriptions.js'
import { dressPost } from './dress-post.js'
import { renderPost } from './render-post.js'

/**
 * A post as the subscription makes them, with a line that says it is a test; without an article that line stands alone.
 * It mentions nobody.
 */
export function renderTestPost(
  article: Article | undefined,
  subscription: SubscriptionWithTopic,
  nonce: string,
  now: number,
  t: Translate,
): Reply {
  const topic = escapeMarkdown(subscription.topicName)
  const articles = article ? [article] : []
  const drawn = article
    ? renderPost(articles, subscription.topicName, nonce, t)
    : { embeds: [{ description: t('post.testWithout', { topic }), color: accent }] }
  const post = dressPost(drawn, articles, { ...subscription, mention_role: null }, now)
  return { ...post, content: [t('post.test', { topic }), post.content].filter(Boolean).join('\n') }
}
