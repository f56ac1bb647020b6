/**
 * What a person typed, as a tree. Search ranks by its words and topics match by them; both read the same text with
 * `parseQuery`. How its words are processed depends on the language of what they are looked for in, so they are kept
 * as they were written; `wantedIn` gives their terms.
 */
export interface Query {
  /** As it was typed, at most `maxQueryLength` characters. */
  text: string
  /** All of these. */
  clauses: Clause[]
  /** What `sort:` asks for. */
  sort?: Sort
}

/** By relevance with a mild preference for what is fresh, by relevance alone, or by date. */
export const sorts = ['best', 'relevance', 'newest', 'oldest'] as const
export type Sort = (typeof sorts)[number]

export type Clause =
  | TextClause
  | FilterClause
  | { kind: 'all' | 'any'; clauses: Clause[] }
  | { kind: 'not'; clause: Clause }
  /** `+solar`, `solar AND wind`: has to be there, where plain words only rank. */
  | { kind: 'must'; clause: Clause }

/** Words that belong together, without white space between them unless they are a phrase. */
export interface TextClause {
  kind: 'text'
  text: string
  /** Where the text stands in the query. */
  start: number
  /** In quotation marks: side by side and in this order. */
  phrase: boolean
  /** `solar*`: any word that begins like this. */
  prefix: boolean
  /** `title:solar`: only in the title. */
  title: boolean
}

/** What an article must be, rather than what its text must hold. */
export interface FilterClause {
  kind: 'filter'
  field: FilterField
  value: string
}

/** `everything` is what `*` alone stands for: no article is left out. */
export type FilterField =
  | 'source'
  | 'topic'
  | 'author'
  | 'lang'
  | 'before'
  | 'after'
  | 'period'
  | 'everything'

/** The text clauses that an article should match, in the order of the query; what is excluded is left out. */
export function textClauses({ clauses }: Pick<Query, 'clauses'>): TextClause[] {
  return clauses.flatMap((clause) => {
    switch (clause.kind) {
      case 'text':
        return [clause]
      case 'must':
        return textClauses({ clauses: [clause.clause] })
      case 'all':
      case 'any':
        return textClauses(clause)
      default:
        return []
    }
  })
}

/** The filters of a query that are not excluded ones. */
export function filtersOf({ clauses }: Pick<Query, 'clauses'>): FilterClause[] {
  return clauses.flatMap((clause) => {
    if (clause.kind === 'filter') return [clause]
    if (clause.kind === 'must') return filtersOf({ clauses: [clause.clause] })
    return clause.kind === 'all' || clause.kind === 'any' ? filtersOf(clause) : []
  })
}
