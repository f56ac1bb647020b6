import type { Article } from '../../core/article.js'
import type { Filterable } from '../query/filters.js'
import { stemsOf } from '../query/wanted.js'
import { analyze, eachTerm, type TermKind } from '../text/analyze.js'
import { isLong, leadOf, openingOf } from './lead.js'
import { standTogether } from './stand-together.js'

export interface Matchable
  extends Pick<Article, 'title' | 'text' | 'kind' | 'language' | 'author' | 'publishedAt'> {
  source: Filterable['source']
}

/** A stretch of an article, ready to be asked how often words and phrases occur in it. */
export interface Region {
  count(term: string): number
  /** How often the terms stand side by side, counted up to what is enough. */
  countPhrase(terms: readonly string[], enough: number): number
  countPrefix(prefix: string): number
}

/** An article whose stretches can be asked for words. */
export interface Regions {
  title: Region
  /** `leadOf` the text. */
  lead: Region
  /** See `openingOf`. */
  opening: Region
  body: Region
  /** Only a teaser or a headline is known: a word anywhere counts. */
  partial: boolean
  /** See `isLong`. */
  long: boolean
  /** Whether the text has these words somewhere as neighbours; see `standTogether`. */
  together(terms: readonly string[]): boolean
}

/** How often a term is in each stretch. */
export type TermCounts = Record<Stretch, number>
type Stretch = 'title' | 'lead' | 'opening' | 'body'

/** An article analysed once, to be matched against any number of topics. */
export interface PreparedArticle extends Regions {
  language: string | null
  described: Omit<Filterable, 'time'> & { publishedAt: number | null }
  counts: ReadonlyMap<string, TermCounts>
}

/** Analyses an article; about the cost of indexing it. */
export function prepareArticle(article: Matchable): PreparedArticle {
  const { title, text, kind, language, author, publishedAt, source } = article
  const { counts, words } = countTerms(title, text, language)
  const sorted = lazily(() => [...counts.keys()].sort())
  const regionOf = (stretch: Stretch) => createRegion(stretch, { counts, words, language, sorted })
  return {
    title: regionOf('title'),
    lead: regionOf('lead'),
    opening: regionOf('opening'),
    body: regionOf('body'),
    partial: kind !== 'full',
    long: isLong(words.body.length),
    language,
    described: { source, author, language, publishedAt },
    counts,
    together: (terms) =>
      terms.every((term) => (counts.get(term)?.body ?? 0) > 0) && standTogether(words.body, terms),
  }
}

function countTerms(title: string, text: string, language: string | null) {
  const counts = new Map<string, TermCounts>()
  const words: Record<Stretch, string[]> = { title: [], lead: [], opening: [], body: [] }
  const note = (stretch: Stretch, term: string, kind: TermKind) => {
    let found = counts.get(term)
    if (!found) {
      found = { title: 0, lead: 0, opening: 0, body: 0 }
      counts.set(term, found)
    }
    found[stretch]++
    if (kind === 'word') words[stretch].push(term)
  }
  eachTerm(title, language, (term, kind) => note('title', term, kind))
  const leadEnd = leadOf(text).length
  /** How much is the opening is known at the end. */
  const passed: { term: string; kind: TermKind; before: number }[] = []
  eachTerm(text, language, (term, kind, start) => {
    passed.push({ term, kind, before: words.body.length })
    note('body', term, kind)
    if (start < leadEnd) note('lead', term, kind)
  })
  const opening = openingOf(words.body.length)
  for (const { term, kind, before } of passed) {
    if (before >= opening) break
    note('opening', term, kind)
  }
  return { counts, words }
}

interface Analysed {
  counts: ReadonlyMap<string, TermCounts>
  words: Record<Stretch, string[]>
  language: string | null
  /** All terms in the order of their characters. */
  sorted(): string[]
}

function createRegion(stretch: Stretch, { counts, words, language, sorted }: Analysed): Region {
  // The terms between single spaces: a phrase is found by one native string search.
  const sequence = lazily(() => ` ${words[stretch].join(' ')} `)
  const count = (term: string) => counts.get(term)?.[stretch] ?? 0
  return {
    count,
    countPhrase(terms, enough) {
      // Cheap and nearly always decisive: without its words there is no phrase.
      if (!terms.every((term) => count(term) > 0)) return 0
      return occurrences(sequence(), ` ${terms.join(' ')} `, enough)
    },
    countPrefix(prefix) {
      // As `beginsTerm` says it, without looking at every term.
      const others = new Set([...stemsOf(prefix), ...analyze(prefix, language)])
      let found = 0
      for (const term of others) if (!term.startsWith(prefix)) found += count(term)
      const terms = sorted()
      for (let at = firstNotBefore(terms, prefix); terms[at]?.startsWith(prefix); at++)
        found += count(terms[at] ?? '')
      return found
    },
  }
}

/** The place of the first of sorted texts that does not come before another one. */
function firstNotBefore(texts: readonly string[], text: string): number {
  let low = 0
  let high = texts.length
  while (low < high) {
    const middle = (low + high) >>> 1
    if ((texts[middle] ?? '') < text) low = middle + 1
    else high = middle
  }
  return low
}

/** How often a piece occurs in a text, counted up to what is enough. */
function occurrences(text: string, piece: string, enough: number): number {
  let found = 0
  for (let at = text.indexOf(piece); at >= 0 && found < enough; at = text.indexOf(piece, at + 1)) found++
  return found
}

function lazily<Value>(make: () => Value): () => Value {
  let made: { value: Value } | undefined
  return () => {
    made ??= { value: make() }
    return made.value
  }
}
