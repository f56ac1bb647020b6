import type { Clause, FilterClause, Query, TextClause } from './query.js'
import { type Alternative, prefixOf, wantedIn } from './wanted.js'

/** A query as it is looked for in texts of some languages: with terms in place of words, and without what asks for nothing. */
export type Condition =
  | { kind: 'terms'; alternatives: Alternative[]; clause: TextClause }
  | { kind: 'prefix'; prefix: string; clause: TextClause }
  | { kind: 'filter'; filter: FilterClause }
  | { kind: 'all' | 'any'; conditions: Condition[] }
  | { kind: 'not' | 'must'; condition: Condition }

/** The condition of a query for texts in any of the languages (BCP 47 primary tags; null is unknown). */
export function compileQuery(
  { clauses }: Pick<Query, 'clauses'>,
  languages: readonly (string | null)[],
): Condition {
  return { kind: 'all', conditions: compileEach(clauses, languages) }
}

/** Whether a condition names nothing that a text must hold or be. */
export function asksForNothing(condition: Condition): boolean {
  switch (condition.kind) {
    case 'all':
    case 'any':
      return condition.conditions.every(asksForNothing)
    case 'must':
      return asksForNothing(condition.condition)
    default:
      return condition.kind === 'not'
  }
}

/** Whether a text without any of the words could fulfil a condition, such as "lang:zh OR solar". */
export function asksForNoWord(condition: Condition): boolean {
  switch (condition.kind) {
    case 'all':
      return condition.conditions.every(asksForNoWord)
    case 'any':
      return condition.conditions.some(asksForNoWord)
    case 'must':
      return asksForNoWord(condition.condition)
    default:
      return condition.kind === 'filter' || condition.kind === 'not'
  }
}

function compileEach(clauses: readonly Clause[], languages: readonly (string | null)[]): Condition[] {
  return clauses.flatMap((clause) => compileClause(clause, languages) ?? [])
}

function compileClause(clause: Clause, languages: readonly (string | null)[]): Condition | undefined {
  switch (clause.kind) {
    case 'filter':
      return { kind: 'filter', filter: clause }
    case 'not':
    case 'must': {
      const condition = compileClause(clause.clause, languages)
      return condition && { kind: clause.kind, condition }
    }
    case 'text':
      return compileText(clause, languages)
    default: {
      const conditions = compileEach(clause.clauses, languages)
      return conditions.length > 0 ? { kind: clause.kind, conditions } : undefined
    }
  }
}

function compileText(clause: TextClause, languages: readonly (string | null)[]): Condition | undefined {
  if (clause.prefix) {
    const prefix = prefixOf(clause)
    return prefix === '' ? undefined : { kind: 'prefix', prefix, clause }
  }
  const alternatives = distinct(languages.flatMap((language) => wantedIn(clause, language)))
  return alternatives.length > 0 ? { kind: 'terms', alternatives, clause } : undefined
}

/** Most languages leave most words alike. */
function distinct(alternatives: Alternative[]): Alternative[] {
  return [...new Map(alternatives.map((each) => [`${each.adjacent} ${each.terms.join(' ')}`, each])).values()]
}
