import { z } from 'zod'
import type { Article } from '../core/article.js'
import { customId } from '../core/custom-id.js'
import type { Translate } from '../core/i18n.js'
import { articleEmbed, articleLine } from '../core/render-article.js'
import type { Reply, Select } from '../core/reply.js'

/**
 * The button and the menu of a post carry the nonce of its ledger rows. They are also how a post is recognised in the
 * channel's history after a crash: Discord does not give the nonce back.
 */
export const postButton = customId('post', { nonce: z.string(), article: z.coerce.number().int() })
export const postMenu = customId('posts', { nonce: z.string() })

/** A picker of the articles of a post; Discord takes 25. */
export function postChoices(
  articles: readonly Pick<Article, 'id' | 'title' | 'sourceTitle'>[],
  nonce: string,
  t: Translate,
): Select {
  const choices = articles.map(({ id, title, sourceTitle }) => ({
    label: title,
    value: String(id),
    description: sourceTitle,
  }))
  return { id: postMenu.encode({ nonce }), placeholder: t('post.openOne'), choices }
}

/** One message of a topic channel: an article with its teaser, or a list when there are several. */
export function renderPost(articles: readonly Article[], topic: string, nonce: string, t: Translate): Reply {
  const [first] = articles
  if (!first) throw new Error('renderPost: a post needs an article')
  return articles.length === 1
    ? renderSinglePost(first, topic, nonce, t)
    : renderList(articles, topic, nonce, t)
}

/** The post of an article; `alsoIn` names other sources that tell the same. */
export function renderSinglePost(
  article: Article,
  topic: string,
  nonce: string,
  t: Translate,
  alsoIn: readonly string[] = [],
): Reply {
  const embed = articleEmbed(article, t, { footer: t('post.footer', { topic }) })
  const coverage =
    alsoIn.length === 0 ? [] : [t('post.alsoCovered', { sources: alsoIn.join(t('list.separator')) })]
  const description = [embed.description, ...coverage].filter(Boolean).join('\n\n')
  return {
    embeds: [{ ...embed, ...(description && { description }) }],
    rows: [[{ label: t('post.summarise'), id: postButton.encode({ nonce, article: article.id }) }]],
  }
}

function renderList(articles: readonly Article[], topic: string, nonce: string, t: Translate): Reply {
  return {
    embeds: [
      {
        title: t('post.listTitle', { topic, count: articles.length }),
        description: articles.map((article) => articleLine(article, t)).join('\n'),
      },
    ],
    rows: [[postChoices(articles, nonce, t)]],
  }
}

/** Whether a message drawn by `renderPost` is the one of this nonce, told by the custom ids on it. */
export function isPostOf(nonce: string, customIds: readonly string[]): boolean {
  return customIds.some((id) => (postButton.decode(id) ?? postMenu.decode(id))?.nonce === nonce)
}
