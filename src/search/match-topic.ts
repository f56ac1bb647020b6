import { conditionOf } from './matching/condition-of.js'
import { filterTestOf } from './matching/filter-test.js'
import { holdsTopic } from './matching/holds-topic.js'
import type { PreparedArticle } from './matching/prepare-article.js'
import { defaultWidth, type Width } from './matching/width.js'
import type { Condition } from './query/compile.js'
import type { AskedAt } from './query/filters.js'
import type { Query } from './query/query.js'

export {
  explainMatch,
  type MatchExplanation,
  type PartExplanation,
  type WordsExplanation,
} from './matching/explain-match.js'
export { asksForSomething, holdsTopic } from './matching/holds-topic.js'
export {
  type Matchable,
  type PreparedArticle,
  prepareArticle,
  type Region,
  type Regions,
} from './matching/prepare-article.js'
export { defaultWidth, parseWidth, type Width, widths } from './matching/width.js'

/** Whether an article is about a topic; see `holdsTopic`. `at` is when it is asked. */
export function matches(
  query: Query,
  article: PreparedArticle,
  at: AskedAt,
  width: Width = defaultWidth,
): boolean {
  return holdsTopic(conditionOf(query, article.language), article, filterTestOf(article, at), width)
}

/** Whether a query looks at another topic, which a topic cannot: it would never be fulfilled. */
export function namesTopic(condition: Condition): boolean {
  switch (condition.kind) {
    case 'all':
    case 'any':
      return condition.conditions.some(namesTopic)
    case 'not':
    case 'must':
      return namesTopic(condition.condition)
    default:
      return condition.kind === 'filter' && condition.filter.field === 'topic'
  }
}
