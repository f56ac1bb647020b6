import type { Clause, FilterClause, Query } from './query.js'

/** Pairs of marks that `parseQuery` reads as quotation, the common one first. */
const quotationMarks = ['""', '“”', '「」', '『』', '«»']

/** A query as text that `parseQuery` reads as the same query. */
export function printQuery({ clauses, sort }: Pick<Query, 'clauses' | 'sort'>): string {
  return [...clauses.map(printClause), ...(sort ? [`sort:${sort}`] : [])].join(' ')
}

function printClause(clause: Clause): string {
  switch (clause.kind) {
    case 'text': {
      // A hyphen that excludes nothing, as after a parenthesis, would do so after white space.
      const text = clause.phrase ? quote(clause.text) : clause.text.replace(/^-+(?=.)/, '')
      return `${clause.title ? 'title:' : ''}${text}${clause.prefix ? '*' : ''}`
    }
    case 'filter':
      return printFilter(clause)
    case 'not':
      return `-${printClause(clause.clause)}`
    case 'all':
      return `(${clause.clauses.map(printClause).join(' ')})`
    case 'any':
      return `(${clause.clauses.map(printClause).join(' OR ')})`
  }
}

/** `source:herald`, `period:"last week"`. */
export function printFilter({ field, value }: Pick<FilterClause, 'field' | 'value'>): string {
  return `${field}:${/^[^\s()|"“„「『«]+$/.test(value) ? value : quote(value)}`
}

/** In marks that do not occur in the text; if all of them do, without those in it. */
function quote(text: string): string {
  const free = quotationMarks.find((pair) => ![...pair].some((mark) => text.includes(mark)))
  return free ? free.charAt(0) + text + free.charAt(1) : `"${text.replaceAll('"', '')}"`
}
