import { z } from 'zod'
import type { Article } from '../src/core/article.js'
import type { Actor } from '../src/core/command.js'
import { customId } from '../src/core/custom-id.js'
import { UserError } from '../src/core/errors.js'
import { textOption } from '../src/core/options.js'
import { accent, kindMark } from '../src/core/render-article.js'
import type { Reply } from '../src/core/reply.js'
import { escapeMarkdown, markdownLink, timestamp, truncate } from '../src/core/text.js'
import { asksForSomething } from '../src/search/match-topic.js'
import { compileQuery } from '../src/search/query/compile.js'
import { filtersOf, type Query } from '../src/search/query/query.js'
import { snippet } from '../src/search/snippet.js'
import { command, component, type Deps } from '../src/services.js'
import { articleMenu } from './summary.js'
import { alsoIn } from './support/also-in.js'
import { clampPage, pageButtons, pageCount, pageSize } from './support/pages.js'
import { suggestArticles } from './support/suggest.js'
import { visibleSources } from './support/visible-sources.js'

/** The query is in a stored view: it may be longer than a button's address. */
const pageButton = customId('search', {
  view: z.coerce.number().int(),
  page: z.coerce.number().int(),
})
const viewSchema = z.object({ query: z.string(), userId: z.string() })

/** An embed's description. */
const maxLength = 4096

export default command({
  name: 'search',
  description: 'Find articles in everything this server follows',
  options: {
    query: textOption(2000).describe('Words to look for; "exact phrase", -without, one OR other'),
  },
  suggest: {
    query: async (partial, actor, deps) => {
      const articles = await suggestArticles(partial, actor, deps)
      return articles.map(({ name }) => ({ name, value: truncate(name, 100) }))
    },
  },
  async run({ query }, actor, deps) {
    const view = await deps.stores.views.save({ query, userId: actor.userId }, actor.now)
    return await showPage(query, 1, view, actor, deps)
  },
  components: [
    component({
      id: pageButton,
      async run({ view, page }, actor, deps) {
        const saved = viewSchema.safeParse(await deps.stores.views.load(view))
        // Ids can be made up: a search is shown again only to whoever made it.
        if (saved.data?.userId !== actor.userId) throw new UserError('component.expired')
        return await showPage(saved.data.query, page, view, actor, deps)
      },
    }),
  ],
})

async function showPage(
  query: string,
  wanted: number,
  view: number,
  actor: Actor,
  deps: Deps,
): Promise<Reply> {
  const sources = await visibleSources(actor, deps)
  let page = Math.max(1, wanted)
  let answer = deps.index.search(query, { sources, limit: pageSize, offset: (page - 1) * pageSize })
  // The index may have shrunk since the button was drawn.
  if (page !== clampPage(page, answer.total)) {
    page = clampPage(page, answer.total)
    answer = deps.index.search(query, { sources, limit: pageSize, offset: (page - 1) * pageSize })
  }
  if (answer.total === 0) throw await nothingFound(query, answer.query, sources, deps)
  const articles = await deps.stores.articles.byIds(answer.hits.map((hit) => hit.id))
  const also = await alsoIn(articles, sources, actor, deps)
  const { t } = actor
  const notes = [
    ...(answer.corrected
      ? [t('search.corrected', { query: escapeMarkdown(truncate(answer.corrected, 200)) })]
      : []),
    ...(deps.indexComplete() ? [] : [t('search.indexing', { count: deps.index.size })]),
  ]
  const heading = notes.map((note) => `${note}\n\n`).join('')
  return {
    embeds: [
      {
        title: t('search.title', { query: escapeMarkdown(truncate(query, 150)) }),
        description: heading + renderResults(articles, answer.query, also, actor, maxLength - heading.length),
        color: accent,
        footer: t('page.footer', { page, pages: pageCount(answer.total), count: answer.total }),
      },
    ],
    rows: [
      articleMenu(articles, t),
      ...pageButtons(page, answer.total, t, (to) => pageButton.encode({ view, page: to })),
    ],
  }
}

async function nothingFound(
  query: string,
  read: Query,
  sources: ReadonlySet<number>,
  deps: Deps,
): Promise<UserError> {
  if (filtersOf(read).length === 0 && !asksForSomething(compileQuery(read, ['en'])))
    return new UserError('search.noWords')
  if (!deps.indexComplete()) return new UserError('search.indexing', { count: deps.index.size })
  const count = await deps.stores.articles.count(sources)
  return new UserError('search.nothing', { query: truncate(query, 150), count })
}

/** All results of a page; snippets get shorter until everything fits. */
function renderResults(
  articles: readonly Article[],
  query: Query,
  also: ReadonlyMap<number, string>,
  actor: Actor,
  room: number,
): string {
  for (const length of [260, 160, 80, 0]) {
    const text = articles
      .map((article) => renderResult(article, query, also.get(article.id), length, actor))
      .join('\n\n')
    if (text.length <= room) return text
  }
  return articles.map((article) => `**${escapeMarkdown(truncate(article.title, 100))}**`).join('\n')
}

function renderResult(
  article: Article,
  query: Query,
  also: string | undefined,
  snippetLength: number,
  { t }: Actor,
): string {
  const title = truncate(article.title, 120)
  const details = [
    escapeMarkdown(truncate(article.sourceTitle, 60)),
    ...(article.publishedAt === null ? [] : [timestamp(article.publishedAt)]),
    ...kindMark(article, t).map((mark) => `*${mark}*`),
    ...(also ? [also] : []),
  ]
  const lines = [
    `**${article.url ? markdownLink(title, article.url) : escapeMarkdown(title)}**`,
    details.join(' · '),
  ]
  if (snippetLength > 0 && article.text) lines.push(snippet(article, query, snippetLength))
  return lines.join('\n')
}
