import { z } from 'zod'
import type { Article } from '../../src/core/article.js'
import { customId } from '../../src/core/custom-id.js'
import type { Translate } from '../../src/core/i18n.js'
import type { Select } from '../../src/core/reply.js'

/** Opens an article; /summary answers it. */
export const articleButton = customId('open', { article: z.coerce.number().int() })
/** Opens the article that is picked. */
export const articleChoice = customId('article', { list: z.string() })

/** A row with a menu that opens one of the articles shown above it; nothing when there are none. */
export function articleMenu(
  articles: readonly Pick<Article, 'id' | 'title' | 'sourceTitle'>[],
  t: Translate,
): Select[] {
  if (articles.length === 0) return []
  const choices = articles.map(({ id, title, sourceTitle }) => ({
    label: title,
    value: String(id),
    description: sourceTitle,
  }))
  return [{ id: articleChoice.encode({ list: 'results' }), placeholder: t('summary.openOne'), choices }]
}
