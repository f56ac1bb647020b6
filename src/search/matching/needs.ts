import type { Condition } from '../query/compile.js'
import type { FilterClause } from '../query/query.js'
import type { Alternative } from '../query/wanted.js'
import { nameIn } from './holds-topic.js'
import { type Standing, standing } from './standing.js'
import type { Width } from './width.js'

/** What an article must have to fulfil a condition in one of its ways. */
export interface Need {
  words: NeededWord[]
  /** A word that begins like this. */
  prefix?: string
  filter?: FilterClause
  /** Whether words that all stand as `enough` says fulfil the condition, so that nothing else is to be asked. */
  sufficient: boolean
  /** Whether, when not all words stand as `enough` says, one has to be in title or lead: a name given in short. */
  named: boolean
}

export interface NeededWord {
  term: string
  /** How it has to stand at least, and how it does when it needs no others around it. */
  least: Standing
  enough: Standing
}

/** About the share of articles that hold a term. */
export type ShareOf = (term: string) => number

/** Prefixes and filters are looked for when no word is required: they cost more. */
const shareOfOthers = 2

/**
 * The ways in which a condition can be fulfilled; an article that has none of them in full does not fulfil it. Undefined
 * when anything may, as for "-storm". Of parts that are all required, the one that the fewest articles have comes first
 * in a way: there it is looked up.
 */
export function needsOf(condition: Condition, width: Width, shareOf: ShareOf): Need[] | undefined {
  switch (condition.kind) {
    case 'not':
      return undefined
    case 'must':
      return needsOf(condition.condition, width, shareOf)
    case 'filter':
      return [{ words: [], filter: condition.filter, sufficient: false, named: true }]
    case 'prefix':
      return [{ words: [], prefix: condition.prefix, sufficient: false, named: true }]
    case 'terms':
      return condition.alternatives.map((each) => needOf(each, condition.clause.title, width, shareOf))
    case 'any':
      return needsOfAny(condition.conditions, width, shareOf)
    case 'all':
      return needsOfAll(condition.conditions, width, shareOf)
  }
}

function needOf({ terms, adjacent }: Alternative, inTitle: boolean, width: Width, shareOf: ShareOf): Need {
  const enough = inTitle ? standing.title : standing[width]
  // A name in short: one of its words counts, the others only have to be there.
  const least = terms.length > 1 && !adjacent && !inTitle && width === 'normal' ? standing.wide : enough
  const words = [...new Set(terms)].map((term) => ({ term, least, enough }))
  return {
    words: words.sort((a, b) => shareOf(a.term) - shareOf(b.term)),
    sufficient: !adjacent,
    named: true,
  }
}

function needsOfAny(conditions: readonly Condition[], width: Width, shareOf: ShareOf): Need[] | undefined {
  const needs: Need[] = []
  for (const condition of conditions) {
    const ways = needsOf(condition, width, shareOf)
    if (!ways) return undefined
    needs.push(...ways)
  }
  return needs
}

function needsOfAll(conditions: readonly Condition[], width: Width, shareOf: ShareOf): Need[] | undefined {
  const parts = conditions.map((part) => needsOf(part, width, shareOf))
  const known = parts.filter((part) => part !== undefined)
  const [rarest, ...others] = known.sort((a, b) => costOf(a, shareOf) - costOf(b, shareOf))
  if (!rarest) return undefined
  // What has several ways is left to the last question: all their combinations would be too many.
  const single = others.filter((part) => part.length === 1).flat()
  const isWhole = parts.length === single.length + 1
  const { words } = nameIn(conditions)
  const name = new Set(width === 'normal' && words.length > 1 ? words : [])
  return rarest.map((way) => merge([way, ...single], isWhole, name))
}

/** One way of several; of a name given in short, words only have to be there. */
function merge(needs: readonly Need[], isWhole: boolean, name: ReadonlySet<string>): Need {
  const words = new Map<string, NeededWord>()
  for (const { term, least, enough } of needs.flatMap((need) => need.words)) {
    const known = words.get(term)
    const inShort = name.has(term) && enough === standing.normal
    words.set(term, {
      term,
      least: (known?.least ?? 0) | (inShort ? standing.wide : least),
      enough: (known?.enough ?? 0) | enough,
    })
  }
  const prefix = needs.find((need) => need.prefix !== undefined)?.prefix
  const filter = needs.find((need) => need.filter)?.filter
  return {
    words: [...words.values()],
    ...(prefix !== undefined && { prefix }),
    ...(filter && { filter }),
    sufficient: isWhole && needs.every((need) => need.sufficient),
    named: needs.every((need) => need.named) && [...name].every((term) => words.has(term)),
  }
}

/** In how many of all articles one of the ways is found. */
function costOf(needs: readonly Need[], shareOf: ShareOf): number {
  return needs.reduce((sum, { words: [first] }) => sum + (first ? shareOf(first.term) : shareOfOthers), 0)
}
