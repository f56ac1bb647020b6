import { stemmer } from 'stemmer'
import { stopWords } from './stop-words.js'

/** A processed term and the characters of the original text it stands for. */
export interface Token {
  term: string
  start: number
  end: number
  /** The parts of "GPT-4" also written as one ("gpt4"): found as a word, but no neighbour of the words around it. */
  compound: boolean
}

/** Scripts written without spaces: their words come from a dictionary (ICU, through Intl.Segmenter). */
const spaceless = ['Han', 'Hiragana', 'Katakana', 'Thai', 'Lao', 'Khmer', 'Myanmar']
  .map((script) => `\\p{Script=${script}}`)
  .join('')
/** Letters, marks and numbers of the other scripts, as a class of what is nothing else. */
const letter = `[^\\p{P}\\p{S}\\p{Z}\\p{C}${spaceless}]`
const patterns = [
  // Nearly every English word, told apart without the costly classes.
  '([A-Za-z]{2,})(?=[ ,;:\\n])',
  // Not all of a hostile text at once: Intl.Segmenter takes quadratic time.
  `([${spaceless}ー]{1,250})`,
  // Names that end or begin with a sign, which the plain rule would cut to "c", "f" and "net".
  `((?<!${letter})(?:[cC]\\+\\+|[cfjCFJ]#)(?!${letter})|(?<![\\p{L}\\p{N}])\\.[nN][eE][tT](?!${letter}))`,
  // U.S., e.g., p.m.
  `((?<![\\p{L}\\p{N}])(?:\\p{L}\\.)+\\p{L}(?!${letter}))`,
  // Words; digits keep their separators (3.5, 1,000), hyphens and apostrophes hold parts together.
  `(${letter}+(?:(?:[-‐‑'’]|(?<=\\p{N})[.,](?=\\p{N}))${letter}+)*)`,
]
const words = new RegExp(patterns.join('|'), 'gu')
const joiner = /[-‐‑'’]/u
const hasSpaceless = new RegExp(`[${spaceless}]`, 'u')
const segmenter = new Intl.Segmenter('zh', { granularity: 'word' })

/** Longer "words" are encoded data; their head is enough to tell them apart. */
const maxWordLength = 64
/** About the vocabulary of 100,000 articles; the cache starts over when it is full. */
const maxCached = 200_000
const cache = new Map<string, string>()

/**
 * The terms of a text in reading order, as the index, queries and topics see them: Unicode-normalised, lower case,
 * without accents, English words stemmed (Porter 1980), stop words dropped. Hyphenated words give their parts and the
 * whole: "GPT-4" is gpt, 4, gpt4.
 */
export function analyze(text: string): string[] {
  const terms: string[] = []
  eachToken(text, (term) => terms.push(term))
  return terms
}

/** The same terms with their place in the text. */
export function analyzeWithOffsets(text: string): Token[] {
  const tokens: Token[] = []
  eachToken(text, (term, start, end, compound) => tokens.push({ term, start, end, compound }))
  return tokens
}

/** Whether a term is of a script without spaces, where a word may also begin inside another. */
export function isSpaceless(text: string): boolean {
  return hasSpaceless.test(text)
}

/** Lower case, compatibility forms unified, accents removed; words keep their endings. */
export function fold(text: string): string {
  if (isAscii(text)) return text.toLowerCase()
  return text
    .normalize('NFKD')
    .toLowerCase()
    .replace(/[\u0300-\u036f]/g, '')
    .replace(/[ßæœøłđð]/g, (letter) => foldings[letter] ?? letter)
    .normalize('NFC')
}

/** Letters whose accent is part of the letter, so that Unicode does not decompose them. */
const foldings: Record<string, string> = { ß: 'ss', æ: 'ae', œ: 'oe', ø: 'o', ł: 'l', đ: 'd', ð: 'd' }

/** Some twenty pages. What follows in a longer text is neither indexed nor matched: it would keep commands waiting. */
const maxWords = 10_000

type Visit = (term: string, start: number, end: number, compound: boolean) => void

function eachToken(text: string, visit: Visit): void {
  // The groups of `patterns` in their order; named ones cost a fifth of the time.
  let count = 0
  for (const match of text.matchAll(words)) {
    // A run of a script without spaces has a word for about every two characters.
    count += match[2] === undefined ? 1 : match[2].length / 2
    if (count > maxWords) return
    const [word, plain, run, name, dotted] = match
    const start = match.index
    if (plain) visitWord(plain, start, visit)
    else if (run) visitRun(run, start, visit)
    else if (name) visit(name.toLowerCase(), start, start + word.length, false)
    else if (dotted) visit(fold(dotted.replaceAll('.', '')), start, start + word.length, false)
    else if (joiner.test(word)) visitCompound(word, start, visit)
    else visitWord(word, start, visit)
  }
}

function visitWord(word: string, start: number, visit: Visit): void {
  const term = termOf(word)
  if (term) visit(term, start, start + word.length, false)
}

function visitRun(run: string, start: number, visit: Visit): void {
  for (const { segment, index } of segmenter.segment(run)) visitWord(segment, start + index, visit)
}

/** "self-hosted", "O'Brien": the parts, then the whole, unless it is only a contraction or a possessive. */
function visitCompound(word: string, start: number, visit: Visit): void {
  if (/(?:n['’]t|['’](?:re|ll|ve|d|m))$/iu.test(word)) return
  const base = word.replace(/['’]s$/iu, '')
  const parts = base.split(joiner)
  let from = start
  for (const part of parts) {
    visitWord(part, from, visit)
    from += part.length + 1
  }
  if (parts.length < 2) return
  const whole = termOf(parts.join(''))
  if (whole) visit(whole, start, start + base.length, true)
}

/** The term of one word, empty for a stop word. */
function termOf(word: string): string {
  const known = cache.get(word)
  if (known !== undefined) return known
  if (cache.size >= maxCached) cache.clear()
  // A copy: a slice would keep the whole text that the word was cut from in memory.
  const own = Buffer.from(word).toString()
  const term = processWord(own.slice(0, maxWordLength))
  cache.set(own, term)
  return term
}

/** Written in capitals these are names (the World Health Organization), not function words. */
const acronyms = new Set(['US', 'IT', 'WHO'])

function processWord(word: string): string {
  const folded = fold(word)
  if (stopWords.has(folded)) return acronyms.has(word) ? folded : ''
  if (/^[a-z]{3,}$/.test(folded)) return stemmer(folded)
  return /^\d{1,3}(?:,\d{3})+$/.test(folded) ? folded.replaceAll(',', '') : folded
}

function isAscii(text: string): boolean {
  return !/[\u0080-\uffff]/.test(text)
}
