import type { Article } from '../../core/article.js'
import { leadOf, openingOf } from '../matching/lead.js'
import { stemsOf } from '../query/wanted.js'
import { analyze, eachTerm, type TermKind } from '../text/analyze.js'
import { type ArticleFacts, ArticleRows } from './article-rows.js'
import { Batch, noCounts, type TermCounts } from './batch.js'
import { ByteLists } from './byte-lists.js'
import { Dictionary } from './dictionary.js'
import { grown } from './grown.js'
import { Postings } from './postings.js'
import { ByteWriter, readNumbers } from './varint.js'

export type Indexable = Pick<
  Article,
  | 'id'
  | 'sourceId'
  | 'title'
  | 'text'
  | 'kind'
  | 'author'
  | 'language'
  | 'publishedAt'
  | 'datedAt'
  | 'updatedAt'
>

/** The numbers of an article's terms in reading order; `joined` are compounds and bigrams. */
export interface Sections {
  title: Uint32Array
  joinedTitle: Uint32Array
  body: Uint32Array
  joinedBody: Uint32Array
}

/** An article's terms as they are kept: numbers as varints, the words before a 0, what is joined after it. */
export interface Encoded {
  title: Uint8Array
  body: Uint8Array
}

/** Bytes of nearly every title, and of a short text. */
const firstSlice = { title: 24, body: 128 }

/** More different terms of one article cost time and memory and find nothing; real articles have a few hundred. */
const maxDifferentTerms = 8000
/**
 * BM25 takes a word in a short text for a strong sign, but a bare headline is short because the rest of it is not
 * known: "six goals" would come before the article that holds all of "pilot plan six departments". So what was not
 * read whole counts as no shorter than this many different terms.
 */
const leastPartialLength = 40

/**
 * The words of all articles, both ways: for each term the articles that hold it, and for each article its terms in
 * reading order. The second are for phrases, for how close words stand, for likeness, and to remove an article exactly.
 * What is in it is what an index built from scratch would hold.
 */
export class InvertedIndex {
  readonly dictionary = new Dictionary()
  readonly postings = new Postings()
  readonly rows = new ArticleRows()
  /** By row. */
  readonly #titles = new ByteLists(firstSlice.title)
  readonly #bodies = new ByteLists(firstSlice.body)
  /** By row: how many different terms. */
  #lengths = new Uint16Array(1024)
  #totalLength = 0
  /** By source: how many articles of each language. */
  readonly #languages = new Map<number, Map<string, number>>()
  readonly #batch = new Batch()
  readonly #writer = new ByteWriter()
  #titleNumbers = new Uint32Array(256)
  #bodyNumbers = new Uint32Array(4096)
  /** What `#countTerms` found. */
  #found: TermCounts = noCounts(1024)
  /** By term, while they are counted: its place in `#found` from 1, else 0. */
  #places = new Uint32Array(1024)

  get size(): number {
    return this.rows.size
  }

  /** Bytes in typed arrays, and about what the strings of the dictionary take. */
  get memory(): number {
    return (
      this.#titles.memory +
      this.#bodies.memory +
      this.postings.memory +
      this.rows.memory +
      this.dictionary.size * 90
    )
  }

  /** How many different terms an article has on average. */
  get averageLength(): number {
    return this.size === 0 ? 0 : this.#totalLength / this.size
  }

  lengthOf(row: number): number {
    return this.#lengths[row] ?? 0
  }

  /** Adding an id again replaces that article. */
  add(article: Indexable): void {
    this.remove(article.id)
    const { terms, ...beginning } = this.#analyse(article)
    const { id, sourceId, author, language, kind, publishedAt, datedAt, updatedAt } = article
    const facts = {
      id,
      sourceId,
      time: publishedAt ?? datedAt,
      isDated: publishedAt !== null,
      updatedAt,
      language: language ?? '',
      author: author ?? '',
      isPartial: kind !== 'full',
      hasText: article.text !== '',
      ...beginning,
    }
    this.enter(facts, terms)
    for (const _ of this.finish());
  }

  /**
   * Enters an article that is not there yet, with its terms as `termsOf` gives them; it is found after `finish`. Many
   * before one `finish` take a fraction of the time: what is added to a term's list is written at once.
   */
  enter(facts: ArticleFacts, terms: Encoded): void {
    const row = this.rows.add(facts)
    this.#titles.append(row, terms.title)
    this.#bodies.append(row, terms.body)
    const distinct = this.#countTerms(row)
    this.#batch.add(row, this.#found, distinct)
    const length = facts.isPartial ? Math.max(distinct, leastPartialLength) : distinct
    this.#lengths = grown(this.#lengths, row + 1)
    this.#lengths[row] = length
    this.#totalLength += length
    this.#countLanguage(facts, 1)
  }

  /** Takes what was entered into the lists; yields where others may search, but not add or remove. */
  finish(): Generator<void> {
    return this.#batch.flush((term, occurrences, from, count) =>
      this.postings.add(term, occurrences, from, count),
    )
  }

  remove(id: number): void {
    const row = this.rows.rowOf(id)
    if (row === undefined) return
    const facts = this.rows.factsOf(row)
    this.rows.remove(row)
    const distinct = this.#countTerms(row)
    const isLive = (each: number) => this.rows.isLive(each)
    for (const term of this.#found.terms.subarray(0, distinct)) this.postings.remove(term, isLive)
    this.#titles.clear(row)
    this.#bodies.clear(row)
    this.#totalLength -= this.lengthOf(row)
    this.#countLanguage(facts, -1)
  }

  /** A row's terms as they are kept, valid until the next call. */
  termsOf(row: number): Encoded {
    return { title: this.#titles.read(row), body: this.#bodies.read(row) }
  }

  /** A row's terms by section, valid until the next call. */
  sectionsOf(row: number): Sections {
    const title = this.titleOf(row)
    const body = this.#bodyOf(row)
    const titleEnd = title.indexOf(0)
    const bodyEnd = body.indexOf(0)
    return {
      title: title.subarray(0, titleEnd),
      joinedTitle: title.subarray(titleEnd + 1),
      body: body.subarray(0, bodyEnd),
      joinedBody: body.subarray(bodyEnd + 1),
    }
  }

  /** The terms of a row's title, its compounds and bigrams behind a 0; valid until the next call. */
  titleOf(row: number): Uint32Array {
    const bytes = this.#titles.read(row)
    this.#titleNumbers = grown(this.#titleNumbers, bytes.length)
    return this.#titleNumbers.subarray(0, readNumbers(bytes, this.#titleNumbers))
  }

  /** About the first `count` words of the text, valid until the next call. */
  beginningOf(row: number, count: number): Uint32Array {
    // A number takes one or two bytes, four beyond two million different terms; the last one may be cut through.
    const numbers = this.#bodyOf(row, 4 * count)
    const end = numbers.indexOf(0)
    return numbers.subarray(0, Math.min(count - 1, end < 0 ? numbers.length : end))
  }

  /** Terms of the words that begin like this (see `beginsTerm`), and those of the beginning taken for a word. */
  withPrefix(prefix: string): number[] {
    const found = new Set(this.dictionary.withPrefix(prefix))
    const words = this.languagesOf().flatMap(({ language }) => analyze(prefix, language))
    for (const term of [...stemsOf(prefix), ...words]) found.add(this.dictionary.numberOf(term))
    found.delete(0)
    return [...found].filter((number) => this.postings.articlesWith(number) > 0)
  }

  /** The languages of the sources' articles (all articles, when none are given) with their share, the largest first. */
  languagesOf(sources?: Iterable<number>): { language: string; share: number }[] {
    const counts = new Map<string, number>()
    let total = 0
    for (const source of sources ?? this.#languages.keys())
      for (const [language, count] of this.#languages.get(source) ?? []) {
        counts.set(language, (counts.get(language) ?? 0) + count)
        total += count
      }
    return [...counts]
      .map(([language, count]) => ({ language, share: count / total }))
      .sort((a, b) => b.share - a.share || (a.language < b.language ? -1 : 1))
  }

  #bodyOf(row: number, limit?: number): Uint32Array {
    const bytes = this.#bodies.read(row, limit)
    this.#bodyNumbers = grown(this.#bodyNumbers, bytes.length)
    return this.#bodyNumbers.subarray(0, readNumbers(bytes, this.#bodyNumbers))
  }

  /** Fills `#found` with the different terms of a row, and returns how many there are. */
  #countTerms(row: number): number {
    const title = this.titleOf(row)
    const body = this.#bodyOf(row)
    const most = title.length + body.length
    if (this.#found.terms.length < most) this.#found = noCounts(2 * most)
    this.#places = grown(this.#places, this.dictionary.size + 1)
    const inTitle = this.#count(title, 0)
    this.#found.titleCounts.set(this.#found.counts.subarray(0, inTitle))
    const distinct = this.#count(body, inTitle)
    this.#found.titleCounts.fill(0, inTitle, distinct)
    for (let i = 0; i < distinct; i++) this.#places[this.#found.terms[i] ?? 0] = 0
    return distinct
  }

  /** Counts terms into `#found`, which holds `distinct` ones already. Returns how many it holds then. */
  #count(terms: Uint32Array, distinct: number): number {
    const places = this.#places
    const { terms: known, counts } = this.#found
    let last = distinct
    for (let i = 0; i < terms.length; i++) {
      const term = terms[i] ?? 0
      // The 0 between words and what is joined is no term.
      if (term === 0) continue
      const place = places[term] ?? 0
      if (place > 0) counts[place - 1] = Math.min((counts[place - 1] ?? 0) + 1, 0xff)
      else {
        known[last] = term
        counts[last++] = 1
        places[term] = last
      }
    }
    return last
  }

  #countLanguage({ sourceId, language }: ArticleFacts, change: 1 | -1): void {
    const counts = this.#languages.get(sourceId) ?? new Map<string, number>()
    const count = (counts.get(language) ?? 0) + change
    if (count > 0) counts.set(language, count)
    else counts.delete(language)
    if (counts.size > 0) this.#languages.set(sourceId, counts)
    else this.#languages.delete(sourceId)
  }

  #analyse({ title, text, language }: Indexable) {
    const numbers = new Map<string, number>()
    const lead = { leadWords: 0, leadJoined: 0 }
    let bodyWords = 0
    /** How many words come before each compound and bigram. */
    let places: number[] = []
    const encode = (part: string, leadEnd: number): Uint8Array => {
      const joined: number[] = []
      bodyWords = 0
      places = []
      eachTerm(part, language, (term: string, kind: TermKind, start: number, end: number) => {
        let number = numbers.get(term)
        if (number === undefined) {
          if (numbers.size >= maxDifferentTerms) return
          number = this.#numberOf(term, kind === 'bigram' ? term : part.slice(start, end))
          numbers.set(term, number)
        }
        if (start < leadEnd) lead[kind === 'word' ? 'leadWords' : 'leadJoined']++
        if (kind === 'word') {
          this.#writer.write(number)
          bodyWords++
        } else {
          joined.push(number)
          places.push(bodyWords)
        }
      })
      this.#writer.write(0)
      for (const number of joined) this.#writer.write(number)
      return this.#writer.take()
    }
    const terms = { title: encode(title, 0).slice(), body: encode(text, leadOf(text).length) }
    const opening = openingOf(bodyWords)
    return { terms, ...lead, bodyWords, openingJoined: places.filter((place) => place < opening).length }
  }

  #numberOf(term: string, word: string): number {
    const known = this.dictionary.numberOf(term)
    if (known > 0) return known
    // Copies: slices would keep the article's whole text in memory.
    const copy = (text: string) => Buffer.from(text).toString()
    return this.dictionary.add({ term: copy(term), word: copy(word.toLowerCase()) })
  }
}
