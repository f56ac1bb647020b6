import type { Article } from '../../src/core/article.js'
import type { Actor } from '../../src/core/command.js'
import { UserError } from '../../src/core/errors.js'
import { accent, articleLine } from '../../src/core/render-article.js'
import type { Reply } from '../../src/core/reply.js'
import { escapeMarkdown, truncate } from '../../src/core/text.js'
import type { Deps } from '../../src/services.js'
import { articleMenu } from '../support/article-menu.js'
import { visibleSources } from '../support/visible-sources.js'

const maxRelated = 5

/** The articles of the server that are most like one. @throws UserError when there are none */
export async function showRelated(article: Article, actor: Actor, deps: Deps): Promise<Reply> {
  const { t } = actor
  const sources = await visibleSources(actor, deps)
  const ids = deps.index.related(article.id, { sources, limit: maxRelated })
  const articles = await deps.stores.articles.byIds(ids)
  if (articles.length === 0) throw new UserError('summary.nothingRelated')
  return {
    embeds: [
      {
        title: t('summary.relatedTitle', { title: escapeMarkdown(truncate(article.title, 150)) }),
        description: articles.map((each) => articleLine(each, t)).join('\n\n'),
        color: accent,
      },
    ],
    rows: [articleMenu(articles, t)],
  }
}
