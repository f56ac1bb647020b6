import { type AskedAt, passes } from '../query/filters.js'
import type { FilterClause } from '../query/query.js'
import type { PreparedArticle } from './prepare-article.js'

/** Whether an article is what a filter wants. */
export function filterTestOf(article: PreparedArticle, at: AskedAt): (filter: FilterClause) => boolean {
  const { publishedAt, ...described } = article.described
  const filterable = { ...described, time: publishedAt ?? at.now }
  return (filter) => passes(filter, filterable, at)
}
