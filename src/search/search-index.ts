import MiniSearch from 'minisearch'
import type { Article } from '../core/article.js'
import { analyzeWithOffsets, fold, isSpaceless, type Token } from './analyze.js'
import { type Alternative, type Group, parseQuery, type Query, termsOf } from './query.js'
import { Vocabulary } from './vocabulary.js'

export interface SearchOptions {
  /** Only articles of these sources. */
  sources?: ReadonlySet<number>
  limit: number
  offset?: number
}

export interface SearchHit {
  id: number
  /** BM25, comparable only within one search. */
  score: number
}

export interface SearchAnswer {
  /** How many articles match in all, before limit and offset. */
  total: number
  /** Best first; equals newest first. */
  hits: SearchHit[]
  /** What was searched: the query as read, misspelt words replaced. */
  query: Query
  /** The person's text with misspelt words replaced; absent when there were none. */
  corrected?: string
}

/** Full-text search over articles, in memory. Adding an id again replaces that article. */
export interface SearchIndex {
  readonly size: number
  add(article: Indexable): void
  remove(id: number): void
  has(id: number): boolean
  /** Articles by relevance. Any text is answered, if with an empty list. */
  search(text: string | Query, options: SearchOptions): SearchAnswer
  /** Articles with title words that begin like the words of `prefix`: bare headlines last, newest first. */
  suggest(prefix: string, options: Omit<SearchOptions, 'offset'>): { id: number; title: string }[]
}

export type Indexable = Pick<Article, 'id' | 'sourceId' | 'title' | 'text' | 'publishedAt' | 'addedAt'>

interface Entry {
  sourceId: number
  title: string
  /** The folded title, a space before every word. */
  titleWords: string
  time: number
  /** More than a headline. */
  hasText: boolean
  /**
   * Term numbers in reading order, for phrases and exclusion: title, text, then the compounds of both, each section
   * behind a 0. Four bytes a term (1 KB per article) spare reading and analysing every candidate's text again, and
   * make removal exact.
   */
  terms: Uint32Array
}

/** More terms than this add little but time. */
const maxTerms = 64
/** Of one article. */
const maxDifferentTerms = 3000
/**
 * A text with more words than this is a pasted passage or a long question, where quotation marks are punctuation:
 * read as phrases they would cost CISI 0.03 nDCG@10.
 */
const maxExpression = 20
/** Each costs a fuzzy look-up in the vocabulary. */
const maxCorrections = 4

export function createSearchIndex(): SearchIndex {
  const vocabulary = new Vocabulary()
  const entries = new Map<number, Entry>()
  const engine = createEngine()

  function add(article: Indexable): void {
    remove(article.id)
    const title = analyzeWithOffsets(article.title)
    const text = withinTerms(analyzeWithOffsets(article.text))
    engine.add(documentOf(article.id, title.map(termOf), text.map(termOf)))
    entries.set(article.id, {
      sourceId: article.sourceId,
      title: article.title,
      titleWords: ` ${fold(article.title).replace(/[\s\p{P}]+/gu, ' ')}`,
      time: article.publishedAt ?? article.addedAt,
      hasText: article.text !== '',
      terms: numberTerms(vocabulary, [
        { text: article.title, tokens: title.filter((token) => !token.compound) },
        { text: article.text, tokens: text.filter((token) => !token.compound) },
        { text: article.title, tokens: title.filter((token) => token.compound) },
        { text: article.text, tokens: text.filter((token) => token.compound) },
      ]),
    })
  }

  function remove(id: number): void {
    const entry = entries.get(id)
    if (!entry) return
    const [title = [], text = [], titleCompounds = [], textCompounds = []] = sectionsOf(
      entry.terms,
      vocabulary,
    )
    engine.remove(documentOf(id, [...title, ...titleCompounds], [...text, ...textCompounds]))
    for (const number of new Set(entry.terms)) vocabulary.release(number)
    entries.delete(id)
  }

  function search(text: string | Query, { sources, limit, offset = 0 }: SearchOptions): SearchAnswer {
    const typed = typeof text === 'string' ? parseQuery(text) : text
    const corrections = correctionsFor(typedWords(text, typed), vocabulary)
    const query = corrections.size > 0 ? replaceTerms(typed, corrections) : typed
    const accepts = createFilter(query, vocabulary)
    const hits = rank(engine, rankingTerms(query, vocabulary, entries.size)).filter(({ id }) => {
      const entry = entries.get(id)
      return entry && (!sources || sources.has(entry.sourceId)) && accepts(entry.terms)
    })
    const time = (id: number) => entries.get(id)?.time ?? 0
    hits.sort((a, b) => b.score - a.score || time(b.id) - time(a.id) || b.id - a.id)
    return {
      total: hits.length,
      hits: hits.slice(offset, offset + limit),
      query,
      ...(typeof text === 'string' && corrections.size > 0 && { corrected: correctText(text, corrections) }),
    }
  }

  function suggest(prefix: string, { sources, limit }: Omit<SearchOptions, 'offset'>) {
    const words = fold(prefix.slice(0, 100))
      .split(/[\s\p{P}]+/u)
      .filter(Boolean)
    const parts = words.map((word) => (isSpaceless(word) ? word : ` ${word}`))
    const found: { id: number; title: string; time: number; hasText: boolean }[] = []
    for (const [id, { sourceId, title, titleWords, time, hasText }] of entries)
      if ((!sources || sources.has(sourceId)) && parts.every((part) => titleWords.includes(part)))
        found.push({ id, title, time, hasText })
    found.sort((a, b) => Number(b.hasText) - Number(a.hasText) || b.time - a.time || b.id - a.id)
    return found.slice(0, limit).map(({ id, title }) => ({ id, title }))
  }

  return {
    get size() {
      return entries.size
    },
    add,
    remove,
    has: (id) => entries.has(id),
    search,
    suggest,
  }
}

interface IndexedDocument {
  id: number
  title: string
  body: string
}

/**
 * MiniSearch as tuned on Cranfield, TIME and CISI: it sees processed terms only, so that its length statistics do too;
 * the title counts once inside the body and half as a field of its own.
 */
function createEngine(): MiniSearch<IndexedDocument> {
  return new MiniSearch<IndexedDocument>({
    fields: ['title', 'body'],
    tokenize: (text) => (text === '' ? [] : text.split(' ')),
    processTerm: (term) => (term.startsWith(filler) ? null : term),
    autoVacuum: false,
    searchOptions: { bm25: { k: 1.2, b: 0.75, d: 0 }, boost: { title: 0.5 }, combineWith: 'OR' },
  })
}

function documentOf(id: number, title: string[], text: string[]): IndexedDocument {
  const body = [...title, ...text]
  return { id, title: title.join(' '), body: [...body, ...fillers.slice(new Set(body).size)].join(' ') }
}

/**
 * BM25 takes a word in a short text for a strong sign, but a bare headline is short because the rest of it is not
 * known: "six goals" would come before the article that holds all of "pilot plan six departments". So no body counts
 * as shorter than this many different words. Fillers are counted by MiniSearch, but never indexed.
 */
const minBodyTerms = 40
const filler = '\u0001'
const fillers = Array.from({ length: minBodyTerms }, (_, i) => `${filler}${i}`)

/** MiniSearch multiplies by the number of matched terms, which rewards long texts full of common words: undone here. */
function rank(engine: MiniSearch<IndexedDocument>, weights: Map<string, number>): SearchHit[] {
  if (weights.size === 0) return []
  const options = { boostTerm: (term: string) => weights.get(term) ?? 1 }
  return engine.search([...weights.keys()].join(' '), options).map(({ id, score, queryTerms }) => ({
    id: Number(id),
    score: score / queryTerms.length,
  }))
}

/** The known terms of a query and how often it says them; of a very long one those that carry most information. */
function rankingTerms(query: Query, vocabulary: Vocabulary, articles: number): Map<string, number> {
  const counts = new Map<string, number>()
  for (const term of query.all.flat().flatMap(({ terms }) => terms))
    if (vocabulary.articlesWith(term) > 0) counts.set(term, (counts.get(term) ?? 0) + 1)
  if (counts.size <= maxTerms) return counts
  const information = ([term, count]: [string, number]) =>
    count * Math.log(1 + articles / vocabulary.articlesWith(term))
  return new Map([...counts].sort((a, b) => information(b) - information(a)).slice(0, maxTerms))
}

/** As many words as hold so many different ones; real articles have a tenth of that, and each new one costs time. */
function withinTerms(tokens: Token[]): Token[] {
  const terms = new Set<string>()
  const end = tokens.findIndex(({ term }) => terms.add(term).size > maxDifferentTerms)
  return end < 0 ? tokens : tokens.slice(0, end)
}

function numberTerms(vocabulary: Vocabulary, sections: { text: string; tokens: Token[] }[]): Uint32Array {
  const numbers = new Map<string, number>()
  const numberOf = (text: string, { term, start, end }: Token) => {
    let number = numbers.get(term)
    if (number === undefined) {
      number = vocabulary.take(term, () => text.slice(start, end))
      numbers.set(term, number)
    }
    return number
  }
  return Uint32Array.from(
    sections.flatMap(({ text, tokens }) => [...tokens.map((token) => numberOf(text, token)), 0]),
  )
}

function sectionsOf(numbers: Uint32Array, vocabulary: Vocabulary): string[][] {
  const sections: string[][] = [[]]
  for (const number of numbers) {
    if (number === 0) sections.push([])
    else sections.at(-1)?.push(vocabulary.termOf(number))
  }
  return sections
}

/** Phrases and exclusions decide; plain words only rank. */
function createFilter(query: Query, vocabulary: Vocabulary): (terms: Uint32Array) => boolean {
  const numbersOf = (alternative: Alternative) => ({
    phrase: alternative.phrase,
    numbers: alternative.terms.map((term) => vocabulary.numberOf(term)),
  })
  const exact = query.all.length > maxExpression ? [] : query.all
  const required = exact
    .filter((group) => group.some((alternative) => alternative.phrase))
    .map((group) => group.map(numbersOf))
  const excluded = query.none.map(numbersOf)
  return (terms) =>
    required.every((group) => group.some((alternative) => holds(terms, alternative))) &&
    !excluded.some((alternative) => holds(terms, alternative))
}

function holds(terms: Uint32Array, { numbers, phrase }: { numbers: number[]; phrase: boolean }): boolean {
  if (numbers.includes(0)) return false
  if (!phrase) return numbers.every((number) => terms.includes(number))
  const [first = 0] = numbers
  for (let at = terms.indexOf(first); at >= 0; at = terms.indexOf(first, at + 1))
    if (numbers.every((number, i) => terms[at + i] === number)) return true
  return false
}

type Corrections = Map<string, { term: string; word: string }>

/** The closest known word for each word that no article holds. Numbers, short words and Chinese are left alone. */
function correctionsFor(typed: ReadonlyMap<string, string>, vocabulary: Vocabulary): Corrections {
  const corrections: Corrections = new Map()
  const unknown = [...typed].filter(
    ([term]) => /^\p{L}{4,}$/u.test(term) && !isSpaceless(term) && vocabulary.numberOf(term) === 0,
  )
  for (const [term, word] of unknown.slice(0, maxCorrections)) {
    const closest = vocabulary.closest(term, word)
    if (closest) corrections.set(term, closest)
  }
  return corrections
}

/** Each term of a query and the word that was typed for it, where that is known. */
function typedWords(text: string | Query, query: Query): Map<string, string> {
  const words = new Map(termsOf(query).map((term) => [term, term]))
  if (typeof text === 'string')
    for (const { term, start, end } of analyzeWithOffsets(text))
      if (words.has(term)) words.set(term, fold(text.slice(start, end)))
  return words
}

function replaceTerms(query: Query, corrections: Corrections): Query {
  const replace = (alternative: Alternative): Alternative => ({
    ...alternative,
    terms: alternative.terms.map((term) => corrections.get(term)?.term ?? term),
  })
  return { all: query.all.map((group): Group => group.map(replace)), none: query.none }
}

function correctText(text: string, corrections: Corrections): string {
  let corrected = ''
  let from = 0
  for (const { term, start, end, compound } of analyzeWithOffsets(text)) {
    const correction = compound ? undefined : corrections.get(term)
    if (!correction) continue
    corrected += text.slice(from, start) + correction.word
    from = end
  }
  return corrected + text.slice(from)
}

function termOf({ term }: Token): string {
  return term
}
