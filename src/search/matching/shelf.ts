import { grown } from '../index/grown.js'
import type { Condition } from '../query/compile.js'
import type { FilterClause } from '../query/query.js'
import { beginsTerm } from '../query/wanted.js'
import { analyze } from '../text/analyze.js'
import { type Asked, askedOf, asksForSomething, holds } from './holds-topic.js'
import { type Need, type NeededWord, needsOf, type ShareOf } from './needs.js'
import type { PreparedArticle } from './prepare-article.js'
import { type Standing, standing, standingOf } from './standing.js'
import { createWays } from './ways.js'
import { defaultWidth, type Width } from './width.js'

/** What is found under a word that has to stand in a certain way. */
interface Listed {
  least: Standing
  enough: Standing
  /** Entries that ask for no more, and ways that do. */
  entries: number[]
  ways: number[]
}

/** Beginnings are found by their first characters. */
const longestStart = 3

/**
 * Stored queries in the terms of one language. Each is found by the rarest of its required words, so that an article
 * asks only those of which it holds that word; of these, nearly all are answered by comparing how their other words
 * stand in the article. What is left, such as phrases and excluded words, is put to the rule itself, see `holdsTopic`.
 */
export function createShelf<Id>(language: string | null) {
  const numbers = new Map<string, number>()
  /** By number of the word. */
  const byWord: Listed[][] = []
  const byStart = new Map<string, { prefix: string; way: number }[]>()
  const byFilter = new Map<string, { filter: FilterClause; ways: number[] }>()
  /** Ways without anything to be found by. */
  const always: number[] = []
  const ways = createWays()
  /** By number of the entry; a condition only where words may not be enough. */
  const ids: (Id | undefined)[] = []
  const conditions: (Condition | undefined)[] = []
  const widths: Width[] = []
  /** The number of the article for which an entry was last answered; for one that was removed, no article's. */
  let answered = new Float64Array(1024)
  /** How each word stands in the article at hand. */
  let stands = new Uint8Array(1024)
  let article = 0

  function numberOf(term: string): number {
    const known = numbers.get(term)
    if (known !== undefined) return known
    const number = byWord.push([]) - 1
    numbers.set(term, number)
    stands = grown(stands, number + 1)
    return number
  }

  function listedUnder({ term, least, enough }: NeededWord): Listed {
    const lists = byWord[numberOf(term)] ?? []
    const known = lists.find((list) => list.least === least && list.enough === enough)
    if (known) return known
    const made = { least, enough, entries: [], ways: [] }
    lists.push(made)
    return made
  }

  function list(entry: number, need: Need): void {
    const [first, ...others] = need.words
    if (first && isOneWord(need)) {
      listedUnder(first).entries.push(entry)
      return
    }
    const way = ways.add(entry, others, numberOf, need)
    if (first) listedUnder(first).ways.push(way)
    else if (need.prefix !== undefined) listPrefix(way, need.prefix)
    else if (need.filter) listFilter(way, need.filter)
    else always.push(way)
  }

  function listPrefix(way: number, prefix: string): void {
    const start = prefix.slice(0, longestStart)
    const listed = byStart.get(start) ?? []
    listed.push({ prefix, way })
    byStart.set(start, listed)
    // Taken for a word, a beginning may have a stem that begins otherwise.
    for (const term of new Set(analyze(prefix, language)))
      listedUnder({ term, least: standing.wide, enough: standing.wide }).ways.push(way)
  }

  function listFilter(way: number, filter: FilterClause): void {
    const key = keyOf(filter)
    const listed = byFilter.get(key) ?? { filter, ways: [] }
    listed.ways.push(way)
    byFilter.set(key, listed)
  }

  /** How the words of an article stand, by their numbers, which it returns. */
  function place(prepared: PreparedArticle, seen: (term: string) => void): number[] {
    const present: number[] = []
    for (const [term, counts] of prepared.counts) {
      const number = numbers.get(term)
      if (number === undefined) continue
      stands[number] = standingOf(counts, prepared)
      present.push(number)
      seen(term)
    }
    return present
  }

  function matchPlaced(
    prepared: PreparedArticle,
    present: readonly number[],
    passes: Passes,
    found: (id: Id) => void,
  ) {
    const asked = {
      strict: askedOf(prepared, passes, 'strict'),
      normal: askedOf(prepared, passes, 'normal'),
      wide: askedOf(prepared, passes, 'wide'),
    } satisfies Record<Width, Asked>
    const say = (entry: number) => {
      answered[entry] = article
      found(ids[entry] as Id)
    }
    const ask = (way: number, stand: Standing, isEnough: boolean) => {
      const entry = ways.entryOf(way)
      if ((answered[entry] ?? 0) >= article) return
      const verdict = ways.judge(way, stands, stand, isEnough)
      if (verdict === 'yes') return say(entry)
      const condition = conditions[entry]
      if (verdict === 'no' || !condition) return
      answered[entry] = article
      if (holds(condition, asked[widths[entry] ?? defaultWidth])) found(ids[entry] as Id)
    }
    for (const number of present) {
      const stand = stands[number] ?? 0
      for (const { least, enough, entries, ways } of byWord[number] ?? []) {
        if ((stand & least) !== least) continue
        for (const entry of entries) if ((answered[entry] ?? 0) < article) say(entry)
        const isEnough = (stand & enough) === enough
        for (const way of ways) ask(way, stand, isEnough)
      }
    }
    for (const way of begunBy(prepared)) ask(way, standing.strict, true)
    for (const { filter, ways } of byFilter.values())
      if (passes(filter)) for (const way of ways) ask(way, standing.strict, true)
    for (const way of always) ask(way, standing.strict, true)
  }

  /** Ways found by a beginning of which an article has a word. */
  function begunBy({ counts }: PreparedArticle): number[] {
    if (byStart.size === 0) return []
    const found: number[] = []
    for (const term of counts.keys())
      for (let length = Math.min(longestStart, term.length); length > 0; length--)
        for (const { prefix, way } of byStart.get(term.slice(0, length)) ?? [])
          if (beginsTerm(prefix, term)) found.push(way)
    return found
  }

  return {
    /** How many words it knows. */
    get size(): number {
      return numbers.size
    },

    knows: (term: string) => numbers.has(term),

    /** Returns the number of the entry. */
    add(id: Id, condition: Condition, width: Width, shareOf: ShareOf): number {
      const entry = ids.push(id) - 1
      answered = grown(answered, entry + 1)
      const needs = needsOf(condition, width, shareOf) ?? [{ words: [], sufficient: false, named: false }]
      conditions[entry] = needs.every(isOneWord) ? undefined : condition
      widths[entry] = width
      if (asksForSomething(condition)) for (const need of needs) list(entry, need)
      return entry
    },

    /** It stays listed, but is found no more. */
    remove(entry: number): void {
      ids[entry] = undefined
      conditions[entry] = undefined
      answered[entry] = Number.POSITIVE_INFINITY
    },

    /** Calls `found` for each stored query that an article of this language fulfils, and `seen` for each of their words in it. */
    match(
      prepared: PreparedArticle,
      passes: Passes,
      found: (id: Id) => void,
      seen: (term: string) => void,
    ): void {
      article++
      const present = place(prepared, seen)
      matchPlaced(prepared, present, rememberFilters(passes), found)
      for (const number of present) stands[number] = 0
    },
  }
}

export type Shelf<Id> = ReturnType<typeof createShelf<Id>>

type Passes = (filter: FilterClause) => boolean

/** Whether nothing but how this one word stands has to be known. */
function isOneWord({ words: [first, second], sufficient }: Need): boolean {
  return first !== undefined && second === undefined && sufficient && first.least === first.enough
}

/** Many queries have the same filters. */
function rememberFilters(passes: Passes): Passes {
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
