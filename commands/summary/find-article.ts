import type { Article } from '../../src/core/article.js'
import type { Actor } from '../../src/core/command.js'
import { UserError } from '../../src/core/errors.js'
import { truncate } from '../../src/core/text.js'
import { plainWords } from '../../src/search/query/print-query.js'
import { fold } from '../../src/search/text/fold.js'
import type { Deps } from '../../src/services.js'
import { canonicalUrl } from '../../src/sources/text/canonical-url.js'
import { visibleSources } from '../support/visible-sources.js'

const articleId = /^\d{1,15}$/
/** Titles that hold the words, among which one may begin with them. */
const namesakes = 25

/**
 * By the id of a suggestion, by address, by how its title begins, or the article that a search for these words finds
 * first. @throws UserError
 */
export async function findArticle(text: string, actor: Actor, deps: Deps): Promise<Article> {
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
  const named = await deps.stores.articles.byIds(deps.index.suggest(text, { sources, limit: namesakes }))
  const start = fold(text.trim())
  const literal = named.find(({ title }) => fold(title).startsWith(start))
  if (literal) return literal
  const [hit] = deps.index.search(plainWords(text), { sources, limit: 1 }).hits
  const article = hit && (await deps.stores.articles.get(hit.id))
  if (!article && !deps.indexComplete()) throw new UserError('search.indexing', { count: deps.index.size })
  if (!article) throw new UserError('summary.unknownTitle', { title: truncate(text, 200) })
  return article
}

/** An article that this server follows the source of. @throws UserError */
export async function visibleArticle(id: number, actor: Actor, deps: Deps): Promise<Article> {
  const article = await deps.stores.articles.get(id)
  const sources = await deps.stores.followers.idsFollowedBy(actor.guildId)
  if (!article || !sources.has(article.sourceId)) throw new UserError('summary.gone')
  return article
}

/** The article that was picked from a menu; values can be made up. @throws UserError */
export async function pickedArticle([id = '']: string[], actor: Actor, deps: Deps): Promise<Article> {
  if (!articleId.test(id)) throw new UserError('summary.gone')
  return await visibleArticle(Number(id), actor, deps)
}
