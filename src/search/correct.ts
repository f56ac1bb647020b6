import type { Close } from './index/dictionary.js'
import type { InvertedIndex } from './index/inverted-index.js'
import { containsWords } from './query/filters.js'
import { type Query, textClauses } from './query/query.js'
import type { LanguageShare } from './ranking/slots.js'
import { isSpaceless, tokenize } from './text/analyze.js'
import { fold } from './text/fold.js'

export interface Correction {
  /** The text with unknown words replaced by known ones. */
  corrected?: string
  /** The text with rare words replaced by close ones that are far more common. */
  meant?: string
  /** Words that no article holds, and nothing close to them. */
  missing?: string[]
}

/** Who pastes a passage is not helped by corrections. */
const maxWords = 40
/** Each costs a look at every term of the index. */
const maxLookups = 4
/** A word this rare may be a misspelling that the articles hold too; so much more common must be what was meant. */
const rareArticles = 2
const moreCommon = 25

/**
 * What a person may have meant by words that no article holds, or hardly any. `isVisible` says which rows the person
 * may see: what others have is neither offered nor taken for known. Function words of any of the languages, numbers,
 * short words, Chinese, and names of authors and sources are left alone.
 */
export function correct(
  query: Query,
  index: InvertedIndex,
  languages: readonly LanguageShare[],
  isVisible: (row: number) => boolean,
  isName: (word: string) => boolean,
): Correction {
  const { dictionary, postings, rows } = index
  const counted = wordsOf(query, languages)
    .slice(0, maxWords)
    .map((word) => ({ ...word, articles: countVisible(word.terms, rareArticles + 1) }))
  const unknown = counted
    .filter(({ articles }) => articles === 0)
    .slice(0, maxLookups)
    .filter(({ written }) => !isName(written) && !isAuthor(written))
  const closest = new Map(unknown.map((word) => [word.start, closestTo(word)] as const))
  const missing = unknown
    .filter(({ start }) => closest.get(start) === undefined)
    .map(({ written }) => written)
  const notFound = missing.length > 0 && { missing }
  const corrected = replace(query.text, unknown, ({ start }) => closest.get(start))
  if (corrected !== undefined) return { corrected, ...notFound }
  const rare = counted.filter(
    ({ articles, written }) => articles > 0 && articles <= rareArticles && written.length > 4,
  )
  const meant = replace(query.text, rare.slice(0, maxLookups), (word) => {
    const close = closestTo(word)
    const enough = moreCommon * (word.articles + 1)
    return close && close.edits <= 1 && countVisible([close.term], enough) >= enough ? close : undefined
  })
  return { ...(meant !== undefined && { meant }), ...notFound }

  function closestTo({ terms, written }: Typed): Close | undefined {
    const first = fold(written).charAt(0)
    // In the language of most articles: a lookup for each of eight would take eight times as long.
    const [term = ''] = terms
    return dictionary
      .close({ term, word: written })
      .filter((close) => !terms.includes(close.term) && postings.articlesWith(close.number) > 0)
      .map((close) => ({ ...close, cost: close.edits + (close.word.startsWith(first) ? 0 : 1) }))
      .sort(
        (a, b) =>
          a.cost - b.cost ||
          postings.articlesWith(b.number) - postings.articlesWith(a.number) ||
          (a.word < b.word ? -1 : 1),
      )
      .find(({ term }) => countVisible([term], 1) > 0)
  }

  /** How many articles that the person may see hold any of the terms, counted up to what is enough. */
  function countVisible(terms: readonly string[], enough: number): number {
    let found = 0
    for (const term of terms) {
      const length = postings.read(dictionary.numberOf(term))
      for (let i = 0; i < length && found < enough; i++) {
        const row = postings.rows[i] ?? 0
        if (rows.isLive(row) && isVisible(row)) found++
      }
    }
    return found
  }

  function isAuthor(word: string): boolean {
    const names = rows.authorNames.all()
    return [...rows.countAuthors(isVisible).keys()].some((author) => containsWords(names[author] ?? '', word))
  }
}

interface Typed {
  /** As the languages have it. */
  terms: string[]
  written: string
  /** Its place in the text. */
  start: number
  end: number
}

/** Parts of addresses, unknown fields and the like: no words that could be misspelt. */
const partOfSign = /[:/@._#\d]/

function wordsOf(query: Query, languages: readonly LanguageShare[]): Typed[] {
  const words = new Map<number, Typed & { languages: number }>()
  for (const clause of textClauses(query)) {
    if (clause.prefix) continue
    for (const { language } of languages)
      for (const { term, start, end, kind } of tokenize(clause.text, language)) {
        const written = clause.text.slice(start, end)
        const around = clause.text.charAt(start - 1) + clause.text.charAt(end)
        if (
          kind !== 'word' ||
          !/^\p{L}{4,}$/u.test(written) ||
          isSpaceless(written) ||
          partOfSign.test(around)
        )
          continue
        const from = clause.start + start
        const known = words.get(from)
        if (known) {
          known.languages++
          if (!known.terms.includes(term)) known.terms.push(term)
        } else
          words.set(from, { terms: [term], written, start: from, end: from + written.length, languages: 1 })
      }
  }
  return [...words.values()]
    .filter((word) => word.languages === languages.length)
    .sort((a, b) => a.start - b.start)
}

/** The text with each word replaced for which there is something better; undefined when there is for none. */
function replace<Word extends Typed>(
  text: string,
  words: readonly Word[],
  better: (word: Word) => Close | undefined,
): string | undefined {
  let replaced = ''
  let from = 0
  for (const word of words) {
    const close = better(word)
    if (!close) continue
    replaced += text.slice(from, word.start) + close.word
    from = word.end
  }
  return from === 0 ? undefined : replaced + text.slice(from)
}
