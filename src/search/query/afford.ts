import { isSpaceless } from '../text/analyze.js'
import { type Clause, type Query, type TextClause, textClauses } from './query.js'

/**
 * What a search may cost: each word, prefix, filter and exclusion takes its time, and six thousand characters have room
 * for thousands of them. Nobody writes as many by hand.
 */
const limits = { characters: 3000, prefixes: 4, filters: 20, topics: 2, exclusions: 40 }
/** Cutting Chinese into words takes so much longer than finding the next white space. */
const spacelessCost = 8
/** A text of more words is a pasted passage or a long question, where quotation marks are punctuation. */
const maxExpression = 20

/** A query without what would take too long; most are left as they are. */
export function affordable(query: Query): Query {
  const left = { ...limits }
  const isProse = textClauses(query).length > maxExpression && query.clauses.every(isPlain)

  function take(clause: Clause): Clause[] {
    switch (clause.kind) {
      case 'text':
        return takeText(clause)
      case 'filter':
        if (clause.field === 'topic' && left.topics-- <= 0) return []
        return left.filters-- > 0 ? [clause] : []
      case 'not':
        return left.exclusions-- > 0 ? take(clause.clause).map((each) => ({ ...clause, clause: each })) : []
      case 'must':
        return take(clause.clause).map((each) => ({ ...clause, clause: each }))
      default: {
        const clauses = clause.clauses.flatMap(take)
        return clauses.length > 1 ? [{ ...clause, clauses }] : clauses
      }
    }
  }

  function takeText(clause: TextClause): Clause[] {
    const cost = isSpaceless(clause.text) ? spacelessCost : 1
    const text = clause.text.slice(0, Math.max(0, Math.floor(left.characters / cost)))
    left.characters -= text.length * cost
    if (text === '') return []
    return [
      {
        ...clause,
        text,
        phrase: clause.phrase && !isProse,
        prefix: clause.prefix && left.prefixes-- > 0,
      },
    ]
  }

  return { ...query, clauses: query.clauses.flatMap(take) }
}

function isPlain(clause: Clause): boolean {
  if (clause.kind === 'all' || clause.kind === 'any' || clause.kind === 'must') return false
  return clause.kind !== 'text' || !(clause.title || clause.prefix)
}
