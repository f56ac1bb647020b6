import type { Condition } from '../query/compile.js'
import type { AskedAt } from '../query/filters.js'
import type { FilterClause, Query, TextClause } from '../query/query.js'
import { conditionOf } from './condition-of.js'
import { filterTestOf } from './filter-test.js'
import { type Asked, anywhere, askedOf, asksForSomething, holds, isInShort, nameIn } from './holds-topic.js'
import type { PreparedArticle, Region } from './prepare-article.js'
import { defaultWidth, type Width } from './width.js'

/** Why an article is about a topic or not, as data. */
export interface MatchExplanation {
  /** The same as `matches` says. */
  matches: boolean
  /** `wide` for what is known in part, whatever the topic's width. */
  width: Width
  partial: boolean
  /** False for a query that says only what it does not want: nothing matches it. */
  asksForSomething: boolean
  /** The parts that are all required, in the order of the query. */
  parts: PartExplanation[]
  /** The first part that is required and not held. */
  missing?: PartExplanation
  /** The words and filters of the first part that is excluded, as far as they were found. */
  excluded?: (WordsExplanation | FilterExplanation)[]
  /** The first filter that the article does not pass. */
  failed?: FilterClause
  /** The parts that are words together name one thing, of which the article speaks in short; then they are held. */
  inShort: boolean
}

export type PartExplanation =
  | WordsExplanation
  | FilterExplanation
  /** `held` says that it is not there; `part` says where it is. */
  | { kind: 'not'; held: boolean; part: PartExplanation }
  | { kind: 'all' | 'any'; held: boolean; inShort: boolean; parts: PartExplanation[] }

export interface FilterExplanation {
  kind: 'filter'
  held: boolean
  filter: FilterClause
}

/** A word, phrase or beginning of a query: how often it stands where. */
export interface WordsExplanation {
  kind: 'words'
  held: boolean
  clause: TextClause
  title: number
  lead: number
  opening: number
  body: number
}

/** Says why an article matches a query, or why not; see `holdsTopic` for the rule. */
export function explainMatch(
  query: Query,
  article: PreparedArticle,
  at: AskedAt,
  width: Width = defaultWidth,
): MatchExplanation {
  const condition = conditionOf(query, article.language)
  const asked = askedOf(article, filterTestOf(article, at), width)
  const asks = asksForSomething(condition)
  const whole = explain(condition, asked)
  const { parts, inShort } = 'parts' in whole ? whole : { parts: [whole], inShort: false }
  const lacking = parts.filter((part) => !part.held)
  const missing = lacking.find(({ kind }) => kind !== 'not' && kind !== 'filter')
  const excluded = lacking.find((part) => part.kind === 'not')
  const failed = lacking.find((part) => part.kind === 'filter')
  return {
    matches: asks && whole.held,
    width: asked.width,
    partial: article.partial,
    asksForSomething: asks,
    parts,
    ...(missing && { missing }),
    ...(excluded && { excluded: whatIsHeld(excluded.part) }),
    ...(failed && { failed: failed.filter }),
    inShort,
  }
}

function explain(condition: Condition, asked: Asked): PartExplanation {
  const held = holds(condition, asked)
  switch (condition.kind) {
    case 'must':
      return explain(condition.condition, asked)
    case 'filter':
      return { kind: 'filter', held, filter: condition.filter }
    case 'not':
      return { kind: 'not', held, part: explain(condition.condition, anywhere(asked)) }
    case 'prefix':
    case 'terms':
      return { kind: 'words', held, clause: condition.clause, ...placesOf(condition, asked.article) }
    case 'any':
      return {
        kind: 'any',
        held,
        inShort: false,
        parts: condition.conditions.map((part) => explain(part, asked)),
      }
    case 'all':
      return explainAll(condition.conditions, held, asked)
  }
}

/** Words of a name that is given in short are held, also those that would not be by themselves. */
function explainAll(conditions: readonly Condition[], held: boolean, asked: Asked): PartExplanation {
  const { words, rest } = nameIn(conditions)
  const inShort = isInShort(words, asked)
  const parts = conditions.map((condition) => {
    const part = explain(condition, asked)
    return inShort && !rest.includes(condition) ? { ...part, held: true } : part
  })
  return { kind: 'all', held, inShort: inShort && held, parts }
}

function placesOf(
  condition: Extract<Condition, { kind: 'prefix' | 'terms' }>,
  { title, lead, opening, body }: Asked['article'],
) {
  const count = (region: Region) => countIn(condition, region)
  return { title: count(title), lead: count(lead), opening: count(opening), body: count(body) }
}

/** How often a text clause is in a stretch: of a word with several parts, as often as the rarest of them. */
function countIn(condition: Extract<Condition, { kind: 'prefix' | 'terms' }>, region: Region): number {
  if (condition.kind === 'prefix') return region.countPrefix(condition.prefix)
  const counts = condition.alternatives.map(({ terms, adjacent }) =>
    adjacent
      ? region.countPhrase(terms, Number.POSITIVE_INFINITY)
      : Math.min(...terms.map((term) => region.count(term))),
  )
  return Math.max(0, ...counts)
}

/** What there is of a part. */
function whatIsHeld(part: PartExplanation): (WordsExplanation | FilterExplanation)[] {
  if (part.kind === 'words' || part.kind === 'filter') return part.held ? [part] : []
  return 'parts' in part ? part.parts.flatMap(whatIsHeld) : []
}
