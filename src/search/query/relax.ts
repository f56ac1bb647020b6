import { type Clause, type FilterClause, filtersOf, type Query } from './query.js'

/** A query that asks for less, and what it no longer asks for. */
export interface Relaxation {
  without: 'phrases' | 'titles' | 'required' | 'exclusions' | 'filter' | 'conditions'
  /** The filter that is left out. */
  filter?: FilterClause
  query: Pick<Query, 'clauses' | 'sort'>
}

/** What to offer when nothing fulfils a query: each asks for one thing less, the smallest step first. */
export function relaxations(query: Query): Relaxation[] {
  const without = (change: (clause: Clause) => Clause[]) => ({
    clauses: eachClause(query.clauses, change),
    ...(query.sort && { sort: query.sort }),
  })
  const all: Relaxation[] = [
    { without: 'phrases', query: without((clause) => (isPhrase(clause) ? wordsOf(clause) : [clause])) },
    {
      without: 'titles',
      query: without((clause) => (clause.kind === 'text' ? [{ ...clause, title: false }] : [clause])),
    },
    {
      without: 'required',
      query: without((clause) => (clause.kind === 'must' ? [clause.clause] : [clause])),
    },
    { without: 'exclusions', query: without((clause) => (clause.kind === 'not' ? [] : [clause])) },
    ...filtersOf(query)
      .filter(({ field }) => field !== 'everything')
      .map((filter) => ({
        without: 'filter' as const,
        filter,
        query: without((clause) => (clause === filter ? [] : [clause])),
      })),
  ]
  const asked = JSON.stringify(query.clauses)
  const less = all.filter(({ query: { clauses } }) => clauses.length > 0 && JSON.stringify(clauses) !== asked)
  const bare = without(bareWords)
  return less.length < 2 || bare.clauses.length === 0
    ? less
    : [...less, { without: 'conditions', query: bare }]
}

/** Each clause changed, also those inside others; what becomes empty goes. */
function eachClause(clauses: readonly Clause[], change: (clause: Clause) => Clause[]): Clause[] {
  return clauses.flatMap(change).flatMap((clause) => {
    if (clause.kind === 'must')
      return eachClause([clause.clause], change).map((each) => ({ ...clause, clause: each }))
    if (clause.kind !== 'all' && clause.kind !== 'any') return [clause]
    const parts = eachClause(clause.clauses, change)
    return parts.length > 1 ? [{ ...clause, clauses: parts }] : parts
  })
}

function bareWords(clause: Clause): Clause[] {
  if (clause.kind === 'filter' || clause.kind === 'not') return []
  if (clause.kind === 'must') return bareWords(clause.clause)
  if (clause.kind !== 'text') return [clause]
  const anywhere = { ...clause, title: false }
  return clause.phrase ? wordsOf(anywhere) : [anywhere]
}

function isPhrase(clause: Clause): clause is Extract<Clause, { kind: 'text' }> {
  return clause.kind === 'text' && clause.phrase
}

/** Words that no longer have to stand side by side; signs that would mean something outside quotation marks go. */
function wordsOf({ text, ...rest }: Extract<Clause, { kind: 'text' }>): Clause[] {
  const words = text.match(/[^\s()|"“”„「」『』«»]+/g) ?? []
  return words
    .map((word) => word.replace(/^[-*]+|\*+$/g, ''))
    .filter((word) => word !== '' && !/^(?:OR|AND|NOT)$/.test(word))
    .map((word) => ({ ...rest, text: word, phrase: false }))
}
