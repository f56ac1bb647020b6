import type { Condition } from '../query/compile.js'
import type { FilterClause } from '../query/query.js'
import { beginsTerm } from '../query/wanted.js'
import { analyze } from '../text/analyze.js'
import { asksForSomething, holdsTopic } from './holds-topic.js'
import { type Need, needsOf, type ShareOf } from './needs.js'
import type { PreparedArticle } from './prepare-article.js'
import { type Standing, standing, standingOf } from './standing.js'
import type { Width } from './width.js'

/** A stored query as it is looked for in one language. */
export interface Entry<Id> {
  id: Id
  condition: Condition
  width: Width
  /** The number of the article that was last asked about, when that is answered. */
  answered: number
  removed: boolean
}

/** A way in which an entry is fulfilled, under the word (beginning, filter) by which it is found. */
interface Way<Id> {
  entry: Entry<Id>
  /** For each further word its number, then how it has to stand and how it does when that is enough. */
  words: number[]
  prefix?: string
  sufficient: boolean
}

/** Ways under a word: also how that word itself has to stand. */
interface Listed<Id> extends Way<Id> {
  least: Standing
  enough: Standing
}

/** Beginnings are found by their first characters. */
const longestStart = 3

/**
 * Stored queries in the terms of one language. Each is found by the rarest of its required words, so that an article
 * asks only those of which it holds that word; of these, nearly all are answered by comparing how their other words
 * stand in the article. What is left, such as phrases and excluded words, is put to `holdsTopic` itself.
 */
export function createShelf<Id>(language: string | null) {
  const numbers = new Map<string, number>()
  /** By number of the word. */
  const byWord: Listed<Id>[][] = []
  const byStart = new Map<string, Way<Id>[]>()
  const byFilter = new Map<string, { filter: FilterClause; ways: Way<Id>[] }>()
  /** Ways without anything to be found by. */
  const always: Way<Id>[] = []
  /** How each word stands in the article at hand. */
  let stands = new Uint8Array(1024)
  let article = 0

  function numberOf(term: string): number {
    const known = numbers.get(term)
    if (known !== undefined) return known
    const number = byWord.push([]) - 1
    numbers.set(term, number)
    if (number >= stands.length) {
      const wider = new Uint8Array(2 * stands.length)
      wider.set(stands)
      stands = wider
    }
    return number
  }

  function list(entry: Entry<Id>, { words: [first, ...others], prefix, filter, sufficient }: Need): void {
    const words = others.flatMap(({ term, least, enough }) => [numberOf(term), least, enough])
    const way: Way<Id> = { entry, words, sufficient, ...(prefix !== undefined && { prefix }) }
    if (first) byWord[numberOf(first.term)]?.push({ ...way, least: first.least, enough: first.enough })
    else if (prefix !== undefined) listPrefix(way, prefix)
    else if (filter) listFilter(way, filter)
    else always.push(way)
  }

  function listPrefix(way: Way<Id>, prefix: string): void {
    const start = prefix.slice(0, longestStart)
    const listed = byStart.get(start) ?? []
    listed.push(way)
    byStart.set(start, listed)
    // Taken for a word, a beginning may have a stem that begins otherwise.
    const { wide } = standing
    for (const term of new Set(analyze(prefix, language)))
      byWord[numberOf(term)]?.push({
        entry: way.entry,
        words: [],
        sufficient: false,
        least: wide,
        enough: wide,
      })
  }

  function listFilter(way: Way<Id>, filter: FilterClause): void {
    const key = keyOf(filter)
    const listed = byFilter.get(key) ?? { filter, ways: [] }
    listed.ways.push(way)
    byFilter.set(key, listed)
  }

  return {
    /** How many words it knows. */
    get size(): number {
      return numbers.size
    },

    knows: (term: string) => numbers.has(term),

    add(entry: Entry<Id>, shareOf: ShareOf): void {
      if (!asksForSomething(entry.condition)) return
      const needs = needsOf(entry.condition, entry.width, shareOf) ?? [{ words: [], sufficient: false }]
      for (const need of needs) list(entry, need)
    },

    /** Calls `found` for each stored query that an article of this language fulfils, and `seen` for each of their words in it. */
    match(
      prepared: PreparedArticle,
      passes: (filter: FilterClause) => boolean,
      found: (id: Id) => void,
      seen: (term: string) => void,
    ): void {
      article++
      const passesOnce = rememberFilters(passes)
      const present: number[] = []
      for (const [term, counts] of prepared.counts) {
        const number = numbers.get(term)
        if (number === undefined) continue
        stands[number] = standingOf(counts, prepared)
        present.push(number)
        seen(term)
      }
      const finish = (way: Way<Id>, isEnough: boolean) => {
        const { entry } = way
        if (entry.answered === article || entry.removed) return
        const { words } = way
        let enough = isEnough && way.sufficient
        for (let i = 0; i < words.length; i += 3) {
          const stand = stands[words[i] ?? 0] ?? 0
          const least = words[i + 1] ?? 0
          const most = words[i + 2] ?? 0
          if ((stand & least) !== least) return
          if ((stand & most) !== most) enough = false
        }
        entry.answered = article
        if (enough || holdsTopic(entry.condition, prepared, passesOnce, entry.width)) found(entry.id)
      }
      for (const number of present) {
        const stand = stands[number] ?? 0
        for (const way of byWord[number] ?? [])
          if ((stand & way.least) === way.least) finish(way, (stand & way.enough) === way.enough)
      }
      if (byStart.size > 0)
        for (const term of prepared.counts.keys())
          for (let length = 1; length <= longestStart && length <= term.length; length++)
            for (const way of byStart.get(term.slice(0, length)) ?? [])
              if (beginsTerm(way.prefix ?? '', term)) finish(way, false)
      for (const { filter, ways } of byFilter.values())
        if (passesOnce(filter)) for (const way of ways) finish(way, false)
      for (const way of always) finish(way, false)
      for (const number of present) stands[number] = 0
    },
  }
}

export type Shelf<Id> = ReturnType<typeof createShelf<Id>>

/** Many queries have the same filters. */
function rememberFilters(passes: (filter: FilterClause) => boolean): (filter: FilterClause) => boolean {
  const known = new Map<string, boolean>()
  return (filter) => {
    const key = keyOf(filter)
    let passed = known.get(key)
    if (passed === undefined) {
      passed = passes(filter)
      known.set(key, passed)
    }
    return passed
  }
}

function keyOf({ field, value }: FilterClause): string {
  return `${field}:${value}`
}
