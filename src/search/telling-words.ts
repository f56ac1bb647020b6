import { tokenize } from './text/analyze.js'

interface Title {
  title: string
  language: string | null
}

/** A word as most titles write it, and in how many of them it is. */
export interface TellingWord {
  word: string
  count: number
}

/** A word that a single title has says what that article is about, not what people could watch for. */
const fewest = 2
const shortest = 3
/** What is longer is no word, but data. */
const longest = 50

/**
 * The words that several of these titles have and that say much, the most telling first. `information` is how much a
 * term says, as the index knows it.
 */
export function tellingWords(
  titles: readonly Title[],
  information: (term: string) => number,
  limit: number,
): TellingWord[] {
  const found = new Map<string, Map<string, number>>()
  for (const { title, language } of titles)
    for (const [term, written] of wordsOf(title, language)) {
      const spellings = found.get(term) ?? new Map<string, number>()
      spellings.set(written, (spellings.get(written) ?? 0) + 1)
      found.set(term, spellings)
    }
  const words = [...found]
    .map(([term, spellings]) => {
      const [word = term] = [...spellings].toSorted(([, a], [, b]) => b - a)[0] ?? []
      const count = [...spellings.values()].reduce((sum, times) => sum + times, 0)
      return { word, count, weight: count * information(term) }
    })
    .filter(({ count }) => count >= fewest)
    .toSorted((a, b) => b.weight - a.weight || a.word.localeCompare(b.word))
  // The same word of two languages may have two terms.
  return words
    .filter(({ word }, i) => words.findIndex((other) => other.word === word) === i)
    .slice(0, limit)
    .map(({ word, count }) => ({ word, count }))
}

/** Term → how the title writes it, once; numbers and single letters are left out. */
function wordsOf(title: string, language: string | null): Map<string, string> {
  const words = new Map<string, string>()
  for (const { term, kind, start, end } of tokenize(title, language)) {
    const written = title.slice(start, end)
    const isWord =
      written.length >= (/\p{Script=Latin}/u.test(written) ? shortest : 2) && written.length <= longest
    if (kind === 'word' && isWord && /\p{L}/u.test(written) && !words.has(term)) words.set(term, written)
  }
  return words
}
