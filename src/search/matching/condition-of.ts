import { type Condition, compileQuery } from '../query/compile.js'
import type { Query } from '../query/query.js'

const conditions = new WeakMap<Query, Map<string | null, Condition>>()

/** The condition of a query for texts of a language; each is compiled once as long as its query lives. */
export function conditionOf(query: Query, language: string | null): Condition {
  const byLanguage = conditions.get(query) ?? new Map<string | null, Condition>()
  conditions.set(query, byLanguage)
  const known = byLanguage.get(language)
  if (known) return known
  const condition = compileQuery(query, [language])
  byLanguage.set(language, condition)
  return condition
}
