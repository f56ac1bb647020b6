import { type Correction, correct } from './correct.js'
import { compact } from './index/compact.js'
import { grown } from './index/grown.js'
import { type Indexable, InvertedIndex } from './index/inverted-index.js'
import { createRowFilter, type RowTest } from './index/row-filter.js'
import { affordable } from './query/afford.js'
import { asksForNothing, asksForNoWord, compileQuery } from './query/compile.js'
import type { Names } from './query/names.js'
import { parseQuery } from './query/parse-query.js'
import { filtersOf, type Query, type Sort, textClauses } from './query/query.js'
import { createBm25, type Scored } from './ranking/bm25.js'
import { createCloseness } from './ranking/closeness.js'
import { createSupport, createWeights } from './ranking/neighbours.js'
import { rarity } from './ranking/rarity.js'
import { type LanguageShare, type Slot, slotsOf } from './ranking/slots.js'
import { topRows } from './ranking/top-rows.js'
import { suggestTitles } from './suggest-titles.js'
import { fold } from './text/fold.js'

export type { Indexable } from './index/inverted-index.js'

export interface SearchOptions extends Names {
  /** Only articles of these sources. */
  sources?: ReadonlySet<number>
  limit: number
  offset?: number
  /** What the text itself says comes first; 'best' unless told. */
  sort?: Sort
  /** When it is asked (ms) and where, for times such as "yesterday" and for freshness. */
  now?: number
  timeZone?: string
  /** Whether to count what matches by source and year. */
  facets?: boolean
}

export interface SearchHit {
  id: number
  /** Comparable only within one search. */
  score: number
}

export interface SearchAnswer {
  /** How many articles match in all, before limit and offset. */
  total: number
  /** In the order asked for; equals newest first. */
  hits: SearchHit[]
  /** Of all that match: how many of each source and year, the most first; only when they were asked for. */
  facets?: Facets
  /** What was searched: the query as read, misspelt words replaced. */
  query: Query
  /** The person's text with unknown words replaced by known ones; absent when there were none. */
  corrected?: string
  /** Words that no article holds, nor anything like them. */
  missing?: string[]
  /** The text with rare words replaced by ones that are far more common: perhaps it was meant. */
  meant?: string
}

export interface Facets {
  sources: Facet[]
  years: Facet[]
}

/** A source id or a year, and how many of the articles that match have it. */
export interface Facet {
  value: number
  count: number
}

/** Full-text search over articles, in memory. Adding an id again replaces that article. */
export interface SearchIndex {
  readonly size: number
  add(article: Indexable): void
  remove(id: number): void
  /** The `updatedAt` of an article as it is in the index; undefined when it is not. */
  versionOf(id: number): number | undefined
  /** Articles by relevance. Any text is answered, if with an empty list. */
  search(text: string | Query, options: SearchOptions): SearchAnswer
  /** Ids of articles with title words that begin like the words of `prefix`: bare headlines last, newest first. */
  suggest(prefix: string, options: Pick<SearchOptions, 'sources' | 'limit'>): number[]
  /** How much a term (as `analyze` gives it) says: its inverse document frequency, the highest for an unknown one. */
  information(term: string): number
  /** Names of the authors of articles, those of the most articles first. */
  authors(options: Pick<SearchOptions, 'sources'>): string[]
  /** Ids of the articles most like one, the likest first. */
  related(id: number, options: Pick<SearchOptions, 'sources' | 'limit'>): number[]
  /** What is in it, for whoever keeps it; another one after `compact`. */
  readonly inverted: InvertedIndex
  /**
   * Frees the memory that removed articles and forgotten words take. Meanwhile the index can be used; `nextTurn` is
   * awaited every few milliseconds.
   */
  compact(nextTurn: () => Promise<unknown>): Promise<void>
}

/** So many of the best by BM25 are ordered anew by where their words stand and by their support. */
const reranked = 100
/** What covers less of a query, beside the best, holds only its most common words; of many words one is enough. */
const leastCoverage = (slots: number) => Math.min(1 / 3, 1 / slots)
/** By date, what covers less than this share of the best would stand before it. */
const leastCoverageByDate = 0.6
/** Languages of fewer articles than this share are not looked for. */
const leastLanguageShare = 0.005
const maxLanguages = 8
/** What an article of today has over an old one; half of it is gone after a month. */
const freshness = 0.1
const freshMs = 30 * 86_400_000

export function createSearchIndex(): SearchIndex {
  let current = createSearch(new InvertedIndex())
  return {
    get size() {
      return current.inverted.size
    },
    get inverted() {
      return current.inverted
    },
    add: (article) => current.inverted.add(article),
    remove: (id) => current.inverted.remove(id),
    versionOf(id) {
      const { rows } = current.inverted
      const row = rows.rowOf(id)
      return row === undefined ? undefined : rows.updatedAtOf(row)
    },
    search: (text, options) => current.search(text, options),
    suggest: (prefix, options) => current.suggest(prefix, options),
    information: (term) => current.information(term),
    authors: (options) => current.authors(options),
    related: (id, options) => current.related(id, options),
    async compact(nextTurn) {
      const steps = compact(current.inverted)
      let step = steps.next()
      for (; !step.done; step = steps.next()) await nextTurn()
      current = createSearch(step.value)
    },
  }
}

/** What is asked of an index. */
function createSearch(
  index: InvertedIndex,
): Pick<SearchIndex, 'inverted' | 'search' | 'suggest' | 'information' | 'authors' | 'related'> {
  const bm25 = createBm25(index)
  const closeness = createCloseness(index)
  const support = createSupport(index)
  const weigh = createWeights(index)
  /** The rows of the search at hand. */
  let accepted = new Uint32Array(0)

  function search(asked: string | Query, options: SearchOptions): SearchAnswer {
    const languages = languagesOf(options.sources)
    const typed = affordable(typeof asked === 'string' ? parseQuery(asked) : asked)
    const correction: Correction =
      typeof asked === 'string'
        ? correct(typed, index, languages, isVisible(options), (word) => options.isName?.(word) ?? false)
        : {}
    const query = correction.corrected === undefined ? typed : affordable(parseQuery(correction.corrected))
    const found = find(query, languages, options)
    const sort = sortOf(query, options)
    const { limit, offset = 0 } = options
    return {
      total: found.rows.length,
      hits: order(found, sort, limit + offset, query, options).slice(offset, offset + limit),
      ...(options.facets && { facets: countFacets(found.rows) }),
      query,
      ...announced(correction, typed.text),
    }
  }

  /** The rows that match a query, with what BM25 says of them. */
  function find(query: Query, languages: LanguageShare[], options: SearchOptions): Found {
    const condition = compileQuery(
      query,
      languages.map(({ language }) => language),
    )
    const { now = Date.now(), timeZone } = options
    const filter = createRowFilter(condition, index, options, { now, ...(timeZone && { timeZone }) })
    const visible = isVisible(options)
    const accepts: RowTest = filter === null ? visible : (row) => visible(row) && filter(row)
    const slots = slotsOf(query, index, languages)
    const scored = bm25(slots)
    // Filters alone may say what is wanted: "source:herald after:7d".
    if (filter !== null && asksForNoWord(condition) && !asksForNothing(condition))
      return { rows: allRows(accepts), scored, slots }
    const least = isByDate(sortOf(query, options)) ? leastCoverageByDate : leastCoverage(slots.length)
    return { rows: matching(scored, accepts, least), scored, slots }
  }

  /** The rows that are let through and cover a share of what the best of them does; valid until the next search. */
  function matching({ rows, coverage }: Scored, accepts: RowTest, share: number): Uint32Array {
    accepted = grown(accepted, rows.length)
    let count = 0
    let most = 0
    for (let i = 0; i < rows.length; i++) {
      const row = rows[i] ?? 0
      if (!accepts(row)) continue
      accepted[count++] = row
      most = Math.max(most, coverage[row] ?? 0)
    }
    const least = share * most
    let kept = 0
    for (let i = 0; i < count; i++) {
      const row = accepted[i] ?? 0
      if ((coverage[row] ?? 0) >= least) accepted[kept++] = row
    }
    return accepted.subarray(0, kept)
  }

  function allRows(accepts: RowTest): Uint32Array {
    accepted = grown(accepted, index.rows.end)
    let count = 0
    for (let row = 1; row < index.rows.end; row++)
      if (index.rows.isLive(row) && accepts(row)) accepted[count++] = row
    return accepted.subarray(0, count)
  }

  /** The first `count` of what was found. */
  function order(
    { rows, scored, slots }: Found,
    sort: Sort,
    count: number,
    query: Query,
    { now }: SearchOptions,
  ): SearchHit[] {
    const byTime = (a: number, b: number) => index.rows.compareTime(a, b)
    if (slots.length === 0 || isByDate(sort)) {
      const direction = sort === 'oldest' ? -1 : 1
      return topRows(rows, count, (x, y) => direction * byTime(x, y)).map((row) => ({
        id: index.rows.idOf(row),
        score: scored.scores[row] ?? 0,
      }))
    }
    const boost = sort === 'best' && now !== undefined && !asksForTime(query) ? freshBoost(now) : () => 1
    const score = (row: number) => (scored.scores[row] ?? 0) * boost(row)
    const first = topRows(rows, Math.max(count, reranked), (a, b) => score(b) - score(a) || byTime(a, b))
    return rerank(first, slots, scored, boost).slice(0, count)
  }

  /** The first of a list in a better order; what comes after them keeps its own, with scores below theirs. */
  function rerank(
    rows: readonly number[],
    slots: readonly Slot[],
    { scores, coverage }: Scored,
    boost: (row: number) => number,
  ): SearchHit[] {
    const top = rows.slice(0, reranked)
    const close = closeness(slots, top, coverage)
    const own = top.map((row, i) => (scores[row] ?? 0) + (close[i] ?? 0))
    const final = support(top, own).map((value, i) => value * boost(top[i] ?? 0))
    const order = [...top.keys()].sort(
      (a, b) => (final[b] ?? 0) - (final[a] ?? 0) || index.rows.compareTime(top[a] ?? 0, top[b] ?? 0),
    )
    const hits = order.map((i) => ({ id: index.rows.idOf(top[i] ?? 0), score: final[i] ?? 0 }))
    const rest = rows.slice(reranked)
    const scale = Math.min(
      1,
      (hits.at(-1)?.score ?? 0) / ((scores[rest[0] ?? 0] ?? 0) * boost(rest[0] ?? 0) || 1),
    )
    return [
      ...hits,
      ...rest.map((row) => ({ id: index.rows.idOf(row), score: (scores[row] ?? 0) * boost(row) * scale })),
    ]
  }

  function freshBoost(now: number): (row: number) => number {
    return (row) => {
      if (!index.rows.isDated(row)) return 1
      const age = Math.max(0, now - index.rows.timeOf(row))
      return 1 + freshness * 2 ** (-age / freshMs)
    }
  }

  function isVisible({ sources }: Pick<SearchOptions, 'sources'>): RowTest {
    return sources ? (row) => sources.has(index.rows.sourceOf(row)) : () => true
  }

  function languagesOf(sources: ReadonlySet<number> | undefined): LanguageShare[] {
    return index
      .languagesOf(sources)
      .filter(({ share }) => share >= leastLanguageShare)
      .slice(0, maxLanguages)
  }

  function countFacets(rows: Uint32Array): Facets {
    const sources = new Map<number, number>()
    const years = new Map<number, number>()
    const yearOf = createYearOf()
    for (const row of rows) {
      const source = index.rows.sourceOf(row)
      sources.set(source, (sources.get(source) ?? 0) + 1)
      if (!index.rows.isDated(row)) continue
      const year = yearOf(index.rows.timeOf(row))
      years.set(year, (years.get(year) ?? 0) + 1)
    }
    return { sources: facetsOf(sources), years: facetsOf(years) }
  }

  function related(id: number, { sources, limit }: Pick<SearchOptions, 'sources' | 'limit'>): number[] {
    const row = index.rows.rowOf(id)
    if (row === undefined) return []
    const slots = slotsLike(row)
    const visible = isVisible(sources ? { sources } : {})
    const { rows, scores, coverage } = bm25(slots)
    const others = [...rows].filter(
      (other) => other !== row && visible(other) && (coverage[other] ?? 0) >= leastRelated,
    )
    return topRows(
      others,
      limit,
      (a, b) => (scores[b] ?? 0) - (scores[a] ?? 0) || index.rows.compareTime(a, b),
    ).map((other) => index.rows.idOf(other))
  }

  /** The words that say most about an article, as a query. */
  function slotsLike(row: number): Slot[] {
    const { terms, weights } = weigh(row)
    return Array.from(terms, (term, i) => ({
      terms: [term],
      count: 1,
      information: weights[i] ?? 0,
      isWord: true,
      group: i,
    }))
      .sort((a, b) => b.information - a.information)
      .slice(0, relatedWords)
  }

  return {
    inverted: index,
    search,
    suggest: (prefix, { sources, limit }) =>
      suggestTitles(prefix, index, isVisible(sources ? { sources } : {}), limit),
    related,
    information: (term) => rarity(index.postings.articlesWith(index.dictionary.numberOf(term)), index.size),
    authors({ sources }) {
      const counts = index.rows.countAuthors(isVisible(sources ? { sources } : {}))
      const names = index.rows.authorNames.all()
      return [...counts].sort((a, b) => b[1] - a[1] || a[0] - b[0]).flatMap(([author]) => names[author] || [])
    },
  }
}

interface Found {
  rows: Uint32Array
  scored: Scored
  slots: Slot[]
}

/** So many words of an article say what it is about; another one that has this share of them is related. */
const relatedWords = 25
const leastRelated = 0.15

/** A missing accent is not worth a word. */
function announced({ corrected, ...rest }: Correction, typed: string): Correction {
  return corrected === undefined || fold(corrected) === fold(typed) ? rest : { corrected, ...rest }
}

function sortOf(query: Query, options: SearchOptions): Sort {
  return query.sort ?? options.sort ?? 'best'
}

function isByDate(sort: Sort): boolean {
  return sort === 'newest' || sort === 'oldest'
}

/** Whether a query says when: then how fresh an article is must not count. */
function asksForTime(query: Query): boolean {
  return (
    filtersOf(query).some(({ field }) => field === 'before' || field === 'after' || field === 'period') ||
    textClauses(query).some(({ text }) => /\b(?:19|20)\d\d\b/.test(text))
  )
}

/** Years of many times, without making a date of each: most are of a few years. */
function createYearOf(): (time: number) => number {
  let from = 0
  let to = 0
  let year = 0
  return (time) => {
    if (time < from || time >= to) {
      year = new Date(time).getUTCFullYear()
      from = Date.UTC(year, 0, 1)
      to = Date.UTC(year + 1, 0, 1)
    }
    return year
  }
}

function facetsOf(counts: ReadonlyMap<number, number>): Facet[] {
  return Array.from(counts, ([value, count]) => ({ value, count })).sort(
    (a, b) => b.count - a.count || b.value - a.value,
  )
}
