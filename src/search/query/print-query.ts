import type { Clause, FilterClause, Query } from './query.js'

/** Pairs of marks that `parseQuery` reads as quotation, the common one first. */
const quotationMarks = ['""', '“”', '「」', '『』', '«»']

/** A query as text that `parseQuery` reads as the same query. */
export function printQuery({ clauses, sort }: Pick<Query, 'clauses' | 'sort'>): string {
  return [...printAll(clauses), ...(sort ? [`sort:${sort}`] : [])].join(' ')
}

/** Without what is nothing but signs: elsewhere they might mean something. */
function printAll(clauses: readonly Clause[]): string[] {
  return clauses.map(printClause).filter((text) => !/^[-+|()]*$/.test(text))
}

function printClause(clause: Clause): string {
  switch (clause.kind) {
    case 'text': {
      // A sign that means nothing where it stands, as after a parenthesis, would do so after white space.
      const text = clause.phrase ? quote(clause.text) : clause.text.replace(/^[-+*]+/, '')
      if (text === '') return ''
      return `${clause.title ? 'title:' : ''}${text}${clause.prefix ? '*' : ''}`
    }
    case 'filter':
      return printFilter(clause)
    case 'not':
      return `-${printSigned(clause.clause)}`
    case 'must':
      return `+${printSigned(clause.clause)}`
    case 'all':
      return `(${printAll(clause.clauses).join(' ')})`
    case 'any':
      return `(${printAll(clause.clauses).join(' OR ')})`
  }
}

/** Two signs side by side would be read as one. */
function printSigned(clause: Clause): string {
  const text = printClause(clause)
  return clause.kind === 'not' || clause.kind === 'must' ? `(${text})` : text
}

/** `source:herald`, `period:"last week"`. */
export function printFilter({ field, value }: Pick<FilterClause, 'field' | 'value'>): string {
  if (field === 'everything') return '*'
  // "period:2021 weeks" would be a time of two words.
  const isOneWord = /^[^\s()|"“„「『«]+$/.test(value) && !/^\d+$/.test(value)
  return `${field}:${isOneWord ? value : quote(value)}`
}

/** Any text as words that stand for nothing else in a query: no signs, no fields. */
export function plainWords(text: string): string {
  return text
    .replace(/[()|"“”„「」『』«»]/g, ' ')
    .replace(/(?<=(?:^|[\s*+-])\p{L}+)[:：]/gu, ' ')
    .split(/\s+/)
    .map((word) => word.replace(/^[-+*]+|\*+$/g, ''))
    .filter((word) => word !== '')
    .map((word) => (/^(?:OR|AND|NOT)$/.test(word) ? word.toLowerCase() : word))
    .join(' ')
}

/** In marks that do not occur in the text; if all of them do, without those in it. */
function quote(text: string): string {
  const free = quotationMarks.find((pair) => ![...pair].some((mark) => text.includes(mark)))
  return free ? free.charAt(0) + text + free.charAt(1) : `"${text.replaceAll('"', '')}"`
}
