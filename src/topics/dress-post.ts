import type { Article } from '../core/article.js'
import type { Reply } from '../core/reply.js'
import { matches, prepareArticle } from '../search/match-topic.js'
import { parseQuery } from '../search/query/parse-query.js'
import type { SubscriptionWithTopic } from '../store/subscriptions.js'
import { fillTemplate } from './template.js'

type Options = Pick<SubscriptionWithTopic, 'topicName' | 'mention_role' | 'mention_if' | 'template' | 'tags'>

/** What a text says of one article. */
const articleParts = /\{(?:title|source|author|url|date)\}/

/** A post with what its subscription puts around it: the role that it mentions, a text, its name and tags in a forum. */
export function dressPost(reply: Reply, articles: readonly Article[], options: Options, now: number): Reply {
  const { topicName, mention_role: role, tags } = options
  const [first] = articles
  const isMentioned = role !== null && articles.some((article) => isWorthMention(article, options, now))
  const content = [...(isMentioned ? [`<@&${role}>`] : []), textOf(articles, options)]
    .filter(Boolean)
    .join(' ')
  return {
    ...reply,
    ...(content && { content }),
    ...(isMentioned && { mentions: [role] }),
    post: {
      name: articles.length === 1 && first ? first.title : topicName,
      tags: tags === null ? [] : (JSON.parse(tags) as string[]),
    },
  }
}

function isWorthMention(article: Article, { mention_if: words }: Options, now: number): boolean {
  if (words === null) return true
  const source = { title: article.sourceTitle, url: '' }
  return matches(parseQuery(words), prepareArticle({ ...article, source }), { now })
}

/** A text that speaks of one article is left out above several. */
function textOf(articles: readonly Article[], { template, topicName }: Options): string {
  const [first] = articles
  if (template === null || !first || (articles.length > 1 && articleParts.test(template))) return ''
  return fillTemplate(template, first, topicName)
}
