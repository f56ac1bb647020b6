import { type Token, tokenize } from '../text/analyze.js'
import { fold } from '../text/fold.js'
import type { TextClause } from './query.js'

/** Terms that must all be there; `adjacent`: side by side and in this order. */
export interface Alternative {
  terms: string[]
  adjacent: boolean
}

/**
 * What a text clause asks for in a text of a language: any of these. "GPT-4" is gpt and 4, or gpt4; a run of Chinese is
 * its words, or all its pairs of characters, since the dictionary may cut it differently elsewhere. Empty when there
 * is nothing in it but function words and signs.
 */
export function wantedIn(clause: TextClause, language?: string | null): Alternative[] {
  const tokens = tokenize(clause.text, language)
  const words = tokens.filter(({ kind }) => kind === 'word')
  const joined = tokens.filter(({ kind }) => kind !== 'word')
  const adjacent = clause.phrase && words.length > 1
  const alternatives = words.length > 0 ? [{ terms: words.map(termOf), adjacent }] : []
  const rest = words.filter((word) => !joined.some((token) => overlap(word, token)))
  // Of bigrams each holds a neighbour of the next: together they are as good as adjacent.
  if (joined.length > 0 && words.length > 0)
    alternatives.push({ terms: [...rest, ...joined].sort(byPlace).map(termOf), adjacent: false })
  return alternatives
}

/** The beginning of words that a clause such as `solar*` or `GPT-4*` asks for, as terms are written. */
export function prefixOf(clause: TextClause): string {
  return fold(clause.text).replace(/^[^\p{L}\p{N}]+|[-‐‑'’]/gu, '')
}

/** "approvi" goes on to "approving", of which the index holds "approv". */
const longestEnding = 4
const shortestStem = 4

/** Whether a term may be of a word that begins like this: one that is longer, or one whose ending has been cut off. */
export function beginsTerm(prefix: string, term: string): boolean {
  if (term.startsWith(prefix)) return true
  return (
    term.length >= shortestStem && prefix.length - term.length <= longestEnding && prefix.startsWith(term)
  )
}

/** The terms as which `beginsTerm` may know a beginning that is longer than they are. */
export function stemsOf(prefix: string): string[] {
  return Array.from({ length: longestEnding }, (_, cut) => prefix.slice(0, -1 - cut)).filter(
    (stem) => stem.length >= shortestStem,
  )
}

function overlap(a: Token, b: Token): boolean {
  return a.start < b.end && b.start < a.end
}

function byPlace(a: Token, b: Token): number {
  return a.start - b.start
}

function termOf({ term }: Token): string {
  return term
}
