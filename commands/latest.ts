import { z } from 'zod'
import type { Actor } from '../src/core/command.js'
import { customId } from '../src/core/custom-id.js'
import { UserError } from '../src/core/errors.js'
import { textOption } from '../src/core/options.js'
import { accent, articleLine } from '../src/core/render-article.js'
import type { Reply } from '../src/core/reply.js'
import { command, component, type Deps } from '../src/services.js'
import { alsoIn } from './support/also-in.js'
import { articleMenu } from './support/article-menu.js'
import { findFollowed } from './support/find-followed.js'
import { clampPage, pageButtons, pageCount, pageSize } from './support/pages.js'
import { suggestSources } from './support/suggest.js'
import { visibleSources } from './support/visible-sources.js'

/** `source` 0 is all of them. */
const pageButton = customId('latest', {
  source: z.coerce.number().int(),
  page: z.coerce.number().int(),
})

export default command({
  name: 'latest',
  description: 'The newest articles',
  options: {
    source: textOption(100).describe('Only from this source').optional(),
  },
  suggest: { source: suggestSources },
  async run({ source }, actor, deps) {
    const id = source === undefined ? 0 : (await findFollowed(source, actor, deps)).id
    return await showPage(id, 1, actor, deps)
  },
  components: [
    component({
      id: pageButton,
      run: ({ source, page }, actor, deps) => showPage(source, page, actor, deps),
    }),
  ],
})

async function showPage(source: number, wanted: number, actor: Actor, deps: Deps): Promise<Reply> {
  const visible = await visibleSources(actor, deps)
  const sources = source === 0 ? visible : new Set([source].filter((id) => visible.has(id)))
  const total = await deps.stores.articles.count(sources)
  if (total === 0) throw new UserError('latest.nothing')
  const page = clampPage(wanted, total)
  const articles = await deps.stores.articles.latest(sources, pageSize, (page - 1) * pageSize)
  const { t } = actor
  const also = await alsoIn(articles, visible, actor, deps)
  const lines = articles.map((article) =>
    [articleLine(article, t), also.get(article.id)].filter(Boolean).join(' · '),
  )
  return {
    embeds: [
      {
        title: t('latest.title'),
        description: lines.join('\n\n'),
        color: accent,
        footer: t('page.footer', { page, pages: pageCount(total), count: total }),
      },
    ],
    rows: [
      articleMenu(articles, t),
      ...pageButtons(page, total, t, (to) => pageButton.encode({ source, page: to })),
    ],
  }
}
