import type { Close } from './index/dictionary.js'
import type { InvertedIndex } from './index/inverted-index.js'
import { type Query, textClauses } from './query/query.js'
import type { LanguageShare } from './ranking/slots.js'
import { isSpaceless, tokenize } from './text/analyze.js'

export interface Correction {
  /** The text with unknown words replaced by known ones. */
  corrected?: string
  /** The text with rare words replaced by close ones that are far more common. */
  meant?: string
}

/** Each costs a look at every term of the index. */
const maxLookups = 4
/** A word this rare may be a misspelling that the articles hold too; so much more common must be what was meant. */
const rareArticles = 2
const moreCommon = 25

/**
 * What a person may have meant by words that no article holds, or hardly any. `isVisible` says which rows the person
 * may see: nothing is offered that only others have. Numbers, short words and Chinese are left alone.
 */
export function correct(
  query: Query,
  index: InvertedIndex,
  languages: readonly LanguageShare[],
  isVisible: (row: number) => boolean,
): Correction {
  const words = wordsOf(query, index, languages)
  const unknown = words.filter(({ articles }) => articles === 0).slice(0, maxLookups)
  const corrected = replace(query.text, unknown, (word) => closest(word, maxEdits(word.written)))
  if (corrected !== undefined) return { corrected }
  const rare = words.filter(({ articles, written }) => articles <= rareArticles && written.length > 4)
  const meant = replace(query.text, rare.slice(0, maxLookups), (word) => {
    const close = closest(word, 1)
    return close && index.postings.articlesWith(close.number) >= moreCommon * (word.articles + 1)
      ? close
      : undefined
  })
  return meant === undefined ? {} : { meant }

  function closest({ term, written }: Typed, edits: number): Close | undefined {
    const { dictionary, postings } = index
    return dictionary
      .close({ term, word: written }, edits)
      .filter((close) => close.term !== term && postings.articlesWith(close.number) > 0)
      .map((close) => ({
        ...close,
        cost: close.edits + (close.word[0] === written[0]?.toLowerCase() ? 0 : 1),
      }))
      .sort(
        (a, b) =>
          a.cost - b.cost ||
          postings.articlesWith(b.number) - postings.articlesWith(a.number) ||
          (a.word < b.word ? -1 : 1),
      )
      .find(({ number }) => isSeen(number))
  }

  function isSeen(term: number): boolean {
    const { postings, rows } = index
    const length = postings.read(term)
    for (let i = 0; i < length; i++) {
      const row = postings.rows[i] ?? 0
      if (rows.isLive(row) && isVisible(row)) return true
    }
    return false
  }
}

/** Two in a long word, one in a short one. */
function maxEdits(word: string): number {
  return word.length < 6 ? 1 : 2
}

interface Typed {
  term: string
  written: string
  /** Its place in the text. */
  start: number
  end: number
  /** How many articles hold it, in whatever language. */
  articles: number
}

function wordsOf(
  query: Query,
  { dictionary, postings }: InvertedIndex,
  languages: readonly LanguageShare[],
): Typed[] {
  const words = new Map<number, Typed>()
  for (const clause of textClauses(query)) {
    if (clause.prefix) continue
    for (const { language } of languages)
      for (const { term, start, end, kind } of tokenize(clause.text, language)) {
        const written = clause.text.slice(start, end)
        if (kind !== 'word' || !/^\p{L}{4,}$/u.test(written) || isSpaceless(written)) continue
        const from = clause.start + start
        const articles = postings.articlesWith(dictionary.numberOf(term))
        const known = words.get(from)
        if (known) known.articles += articles
        else words.set(from, { term, written, start: from, end: from + written.length, articles })
      }
  }
  return [...words.values()]
}

/** The text with each word replaced for which there is something better; undefined when there is for none. */
function replace(
  text: string,
  words: readonly Typed[],
  better: (word: Typed) => Close | undefined,
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
