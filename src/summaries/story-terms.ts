import { analyze } from '../search/text/analyze.js'
import { calendarWords } from './calendar-words.js'

/** A word of one language's articles. */
export interface Term {
  readonly word: string
  /** A number, or the name of a weekday or month. */
  readonly kind: 'word' | 'number' | 'calendar'
  /** How many articles hold it now. */
  articles: number
  /** Who is found by it, in the order they came. */
  holders: StoryEntry[]
}

/** The articles of one language are compared with each other only: names alone, which languages share, are no story. */
export interface Shelf {
  readonly language: string
  articles: number
  readonly terms: Map<string, Term>
}

/** An article as it is remembered: its words, not its text. */
export interface StoryEntry {
  readonly id: number
  readonly sourceId: number
  readonly datedAt: number
  readonly shelf: Shelf
  /** Each once, the title's first. */
  readonly terms: readonly Term[]
  /** How often each occurs, in the title counted twice; at most 255. */
  readonly counts: Uint8Array
  /** How many of `terms` are the title's. */
  readonly inTitle: number
  /** The id of the article that began its story; its own when it is alone. */
  storyId: number
  /** Scratch of one search for candidates. */
  score: number
}

/** News tells its matter early; more words than this cost memory and tell no more stories apart. */
const maxWords = 100
/** Enough for that many words, and a bound for texts that repeat one. */
const maxCharacters = 3000
const maxTitleCharacters = 300
/** A word of the title counts like two of the text. */
export const titleCount = 2

/** How often each word of an article's title and beginning occurs, the title's words first and counted twice. */
export function countTerms(
  title: string,
  text: string,
  language: string,
): { counts: Map<string, number>; inTitle: number } {
  const counts = new Map<string, number>()
  for (const word of analyze(title.slice(0, maxTitleCharacters), language))
    if (counts.has(word) || counts.size < maxWords) counts.set(word, (counts.get(word) ?? 0) + titleCount)
  const inTitle = counts.size
  for (const word of analyze(text.slice(0, maxCharacters), language))
    if (counts.has(word) || counts.size < maxWords) counts.set(word, (counts.get(word) ?? 0) + 1)
  return { counts, inTitle }
}

/** The shelf's term for a word, counting one more article that holds it. */
export function takeTerm(shelf: Shelf, word: string): Term {
  const known = shelf.terms.get(word)
  if (known) {
    known.articles++
    return known
  }
  const isNumber = /^\p{N}/u.test(word)
  const kind = isNumber ? 'number' : calendarWords(shelf.language).has(word) ? 'calendar' : 'word'
  // A copy: a slice would keep the article's whole text in memory.
  const term: Term = { word: Buffer.from(word).toString(), kind, articles: 1, holders: [] }
  shelf.terms.set(term.word, term)
  return term
}

/** Lets an article be found by a word. */
export function holdTerm(entry: StoryEntry, term: Term): void {
  // Most words have one holder: a list that begins with it takes 8 bytes, one that has grown to it 136.
  if (term.holders.length === 0) term.holders = [entry]
  else term.holders.push(entry)
}

/** Counts an article out and lets nobody find it by the term any longer; the last one takes the term with it. */
export function releaseTerm(entry: StoryEntry, term: Term): void {
  term.articles--
  if (term.articles === 0) entry.shelf.terms.delete(term.word)
  // Those that came first leave first: mostly it is at the beginning.
  const at = term.holders.indexOf(entry)
  if (at >= 0) term.holders.splice(at, 1)
}

/**
 * Rarity as if 300 more articles had been read of which 3 hold the word: the words of a story that a small or new index
 * holds four times are not common yet, and similarities mean the same whatever the number of articles.
 */
const assumedArticles = 300
const assumedHolders = 3

/** Inverse document frequency over all articles of the language. */
export function rarity(shelf: Shelf, term: Pick<Term, 'articles'>): number {
  return Math.log(1 + (shelf.articles + assumedArticles) / (term.articles + assumedHolders))
}
