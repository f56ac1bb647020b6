import { z } from 'zod'
import type { Article } from '../src/core/article.js'
import type { Actor, PickedMessage } from '../src/core/command.js'
import { customId } from '../src/core/custom-id.js'
import { UserError } from '../src/core/errors.js'
import type { Translate } from '../src/core/i18n.js'
import { textOption } from '../src/core/options.js'
import { accent, articleLine } from '../src/core/render-article.js'
import type { Reply, Select } from '../src/core/reply.js'
import { escapeMarkdown, truncate } from '../src/core/text.js'
import { plainWords } from '../src/search/query/print-query.js'
import { command, component, type Deps } from '../src/services.js'
import { canonicalUrl } from '../src/sources/text/canonical-url.js'
import { postButton, postMenu } from '../src/topics/render-post.js'
import { articleSummary, relatedButton, shareButton, sharedArticle } from './support/article-summary.js'
import { readMessage } from './support/read-message.js'
import { suggestArticles } from './support/suggest.js'
import { visibleSources } from './support/visible-sources.js'

const articleId = /^\d{1,15}$/
const menu = customId('article', { list: z.string() })
/** Opens an article. */
export const articleButton = customId('open', { article: z.coerce.number().int() })

/** A row with a menu that opens one of the articles shown above it. */
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
  return [{ id: menu.encode({ list: 'results' }), placeholder: t('summary.openOne'), choices }]
}

export default command({
  name: 'summary',
  description: 'The gist of an article, in its own sentences',
  options: {
    article: textOption(500).describe('Title or address of an article'),
  },
  suggest: { article: suggestArticles },
  async run({ article }, actor, deps) {
    return articleSummary(await findArticle(article, actor, deps), actor)
  },
  components: [
    component({
      id: postButton,
      answer: 'reply',
      run: async ({ article }, actor, deps) =>
        articleSummary(await visibleArticle(article, actor, deps), actor),
    }),
    component({
      id: articleButton,
      answer: 'reply',
      run: async ({ article }, actor, deps) =>
        articleSummary(await visibleArticle(article, actor, deps), actor),
    }),
    component({
      id: menu,
      answer: 'reply',
      run: (_, actor, deps, picked) => showPicked(picked, actor, deps),
    }),
    component({
      id: postMenu,
      answer: 'reply',
      run: (_, actor, deps, picked) => showPicked(picked, actor, deps),
    }),
    component({
      id: relatedButton,
      answer: 'reply',
      run: async ({ article }, actor, deps) =>
        showRelated(await visibleArticle(article, actor, deps), actor, deps),
    }),
    component({
      id: shareButton,
      answer: 'share',
      run: async ({ article }, actor, deps) =>
        sharedArticle(await visibleArticle(article, actor, deps), actor),
    }),
  ],
  messageActions: [{ name: 'Summarise', slow: true, run: summariseMessage }],
})

const maxRelated = 5

/** Each thing that is in a message or that it links to; from a single article one goes on as usual. */
async function summariseMessage(message: PickedMessage, actor: Actor, deps: Deps): Promise<Reply> {
  const [first, ...more] = await readMessage(message, actor, deps)
  if (!first) throw new UserError('message.nothingToRead')
  const { embeds = [], rows = [] } = articleSummary(first, actor)
  const others = more.flatMap((each) => articleSummary(each, actor).embeds ?? [])
  return { embeds: [...embeds, ...others], rows }
}

async function showRelated(article: Article, actor: Actor, deps: Deps): Promise<Reply> {
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

async function showPicked([id = '']: string[], actor: Actor, deps: Deps): Promise<Reply> {
  // Values can be made up.
  if (!articleId.test(id)) throw new UserError('summary.gone')
  return articleSummary(await visibleArticle(Number(id), actor, deps), actor)
}

/** By the id of a suggestion, by address, or the article that a search for these words finds first. */
async function findArticle(text: string, actor: Actor, deps: Deps): Promise<Article> {
  const sources = await visibleSources(actor, deps)
  if (articleId.test(text)) {
    const article = await deps.stores.articles.get(Number(text))
    if (article && sources.has(article.sourceId)) return article
  }
  if (/^https?:\/\//i.test(text)) {
    const article = await deps.stores.articles.byUrl(canonicalUrl(text) ?? text, sources)
    if (!article) throw new UserError('summary.unknownAddress', { url: truncate(text, 200) })
    return article
  }
  const [hit] = deps.index.search(plainWords(text), { sources, limit: 1 }).hits
  const article = hit && (await deps.stores.articles.get(hit.id))
  if (!article && !deps.indexComplete()) throw new UserError('search.indexing', { count: deps.index.size })
  if (!article) throw new UserError('summary.unknownTitle', { title: truncate(text, 200) })
  return article
}

/** An article that this server follows the source of. */
async function visibleArticle(id: number, actor: Actor, deps: Deps): Promise<Article> {
  const article = await deps.stores.articles.get(id)
  const sources = await deps.stores.followers.idsFollowedBy(actor.guildId)
  if (!article || !sources.has(article.sourceId)) throw new UserError('summary.gone')
  return article
}
