import type { InvertedIndex } from './index/inverted-index.js'
import { topRows } from './ranking/top-rows.js'
import { analyze, isSpaceless, tokenize } from './text/analyze.js'
import { fold } from './text/fold.js'

const longestText = 100

/** The terms of which a title must hold one, or all. */
interface Wanted {
  terms: ReadonlySet<number>
  all: boolean
}

/**
 * Ids of articles whose titles hold every word of a text that is still being typed: the last word may be the beginning
 * of one. Bare headlines last, newest first.
 */
export function suggestTitles(
  text: string,
  index: InvertedIndex,
  isVisible: (row: number) => boolean,
  limit: number,
): number[] {
  const { rows } = index
  const wanted = wantedIn(text.slice(0, longestText), index)
  const needsTitle = wanted.length > 1 || wanted.some(({ terms, all }) => all && terms.size > 1)
  const found: number[] = []
  for (const row of candidates(wanted, index)) {
    if (!rows.isLive(row) || !isVisible(row)) continue
    const title = needsTitle ? index.titleOf(row) : undefined
    if (wanted.every(({ terms, all }) => !title || (all ? holdsAll(title, terms) : holdsOne(title, terms))))
      found.push(row)
  }
  const order = (a: number, b: number) =>
    Number(rows.hasText(b)) - Number(rows.hasText(a)) || rows.compareTime(a, b)
  return topRows(found, limit, order).map((row) => rows.idOf(row))
}

/** The rows whose titles hold what the fewest do; all rows when nothing is wanted. */
function candidates(wanted: readonly Wanted[], { postings, rows }: InvertedIndex): Iterable<number> {
  const lists = wanted.flatMap(({ terms, all }) => (all ? [...terms].map((term) => [term]) : [[...terms]]))
  const length = (list: readonly number[]) => list.reduce((sum, term) => sum + postings.articlesWith(term), 0)
  const shortest = lists.reduce<number[] | undefined>(
    (best, list) => (best && length(best) <= length(list) ? best : list),
    undefined,
  )
  if (!shortest) return Array.from({ length: rows.end - 1 }, (_, i) => i + 1)
  const found = new Set<number>()
  for (const term of shortest) {
    const count = postings.read(term)
    for (let i = 0; i < count; i++) if ((postings.titleCounts[i] ?? 0) > 0) found.add(postings.rows[i] ?? 0)
  }
  return found
}

function wantedIn(text: string, index: InvertedIndex): Wanted[] {
  const words = fold(text).match(/[^\s\p{P}]+(?:[.,'’-][^\s\p{P}]+)*/gu) ?? []
  const languages = index.languagesOf().map(({ language }) => language)
  return words.flatMap((word, i) => {
    if (isSpaceless(word)) return [pairsOf(word, index)]
    const inEach = languages.map((language) => analyze(word, language))
    // A function word of any of the languages says nothing.
    if (inEach.some(({ length }) => length === 0)) return []
    const terms = inEach.flat()
    const isLast = i === words.length - 1 && /\S$/.test(text)
    const known = terms.map((term) => index.dictionary.numberOf(term)).filter((number) => number > 0)
    return [{ terms: new Set([...known, ...(isLast ? index.withPrefix(word) : [])]), all: false }]
  })
}

/** Scripts without spaces: their pairs of characters, wherever the dictionary would cut; of one character its words. */
function pairsOf(word: string, index: InvertedIndex): Wanted {
  const pairs = tokenize(word).flatMap(({ term, kind }) =>
    kind === 'bigram' ? [index.dictionary.numberOf(term)] : [],
  )
  if (pairs.length > 0) return { terms: new Set(pairs), all: true }
  return { terms: new Set(index.dictionary.withPrefix(word)), all: false }
}

function holdsOne(title: Uint32Array, terms: ReadonlySet<number>): boolean {
  for (const term of title) if (terms.has(term)) return true
  return false
}

function holdsAll(title: Uint32Array, terms: ReadonlySet<number>): boolean {
  for (const term of terms) if (!title.includes(term) || term === 0) return false
  return true
}
