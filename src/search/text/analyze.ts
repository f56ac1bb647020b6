import { fold } from './fold.js'
import { stemmerFor } from './stem.js'
import { stopWordsOf } from './stop-words.js'

/**
 * What a term stands for: a word; the parts of "GPT-4" written as one ("gpt4"); or two neighbouring characters of a
 * word in Chinese, Japanese or Korean, which find words that the dictionary cuts differently. Only words are
 * neighbours of each other.
 */
export type TermKind = 'word' | 'compound' | 'bigram'

/** A processed term and the characters of the original text it stands for. */
export interface Token {
  term: string
  start: number
  end: number
  kind: TermKind
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

/** Two of these side by side give a bigram. */
const paired = /[\p{Script=Han}\p{Script=Katakana}\p{Script=Hangul}]/u
/** No word begins like this: a bigram is not taken for the word of the same two characters. */
const bigramMark = '~'

/** Longer "words" are encoded data; their head is enough to tell them apart. */
const maxWordLength = 64
/** Of all languages, then they are forgotten. About the vocabulary of 50,000 articles. */
const maxCached = 150_000
/** Some twenty pages. What follows in a longer text is neither indexed nor matched: it would keep commands waiting. */
const maxWords = 10_000

/** What a text of unknown language is read as. */
const defaultLanguage = 'en'

/**
 * The terms of a text in reading order: Unicode-normalised, lower case, stemmed in the text's language (BCP 47 primary
 * tag; English unless told), without accents, function words dropped. Hyphenated words give their parts and the whole:
 * "GPT-4" is gpt, 4, gpt4.
 */
export function analyze(text: string, language?: string | null): string[] {
  const terms: string[] = []
  eachTerm(text, language, (term, kind) => {
    if (kind !== 'bigram') terms.push(term)
  })
  return terms
}

/** The same terms, and the bigrams, with their place in the text. What a term is made of comes before it. */
export function tokenize(text: string, language?: string | null): Token[] {
  const tokens: Token[] = []
  eachTerm(text, language, (term, kind, start, end) => tokens.push({ term, start, end, kind }))
  return tokens
}

/** Whether a term is of a script without spaces, where a word may also begin inside another. */
export function isSpaceless(text: string): boolean {
  return hasSpaceless.test(text)
}

type Visit = (term: string, kind: TermKind, start: number, end: number) => void

/** Calls `visit` for every term of a text; see `tokenize`. */
export function eachTerm(text: string, language: string | null | undefined, visit: Visit): void {
  const termOf = lexiconOf(language || defaultLanguage)
  // The groups of `patterns` in their order; named ones cost a fifth of the time.
  let count = 0
  for (const match of text.matchAll(words)) {
    // A run of a script without spaces has a word for about every two characters.
    count += match[2] === undefined ? 1 : match[2].length / 2
    if (count > maxWords) return
    const [word, plain, run, name, dotted] = match
    const start = match.index
    if (plain) visitWord(plain, start, termOf, visit)
    else if (run) visitRun(run, start, termOf, visit)
    else if (name) visit(name.toLowerCase(), 'word', start, start + word.length)
    else if (dotted) visit(fold(dotted.replaceAll('.', '')), 'word', start, start + word.length)
    else if (joiner.test(word)) visitCompound(word, start, termOf, visit)
    else {
      visitWord(word, start, termOf, visit)
      if (paired.test(word)) visitPairs(word, start, visit)
    }
  }
}

/** Gives the term of a word, empty for a stop word. */
type Lexicon = (word: string) => string

function visitWord(word: string, start: number, termOf: Lexicon, visit: Visit): void {
  const term = termOf(word)
  if (term) visit(term, 'word', start, start + word.length)
}

function visitRun(run: string, start: number, termOf: Lexicon, visit: Visit): void {
  for (const { segment, index } of segmenter.segment(run)) visitWord(segment, start + index, termOf, visit)
  visitPairs(run, start, visit)
}

function visitPairs(run: string, start: number, visit: Visit): void {
  for (let i = 0; i + 1 < run.length; i++)
    if (paired.test(run.charAt(i)) && paired.test(run.charAt(i + 1)))
      visit(bigramMark + fold(run.slice(i, i + 2)), 'bigram', start + i, start + i + 2)
}

/** "self-hosted", "O'Brien": the parts, then the whole, unless it is only a contraction or a possessive. */
function visitCompound(word: string, start: number, termOf: Lexicon, visit: Visit): void {
  if (/(?:n['’]t|['’](?:re|ll|ve|d|m))$/iu.test(word)) return
  const base = word.replace(/['’]s$/iu, '')
  const parts = base.split(joiner)
  let from = start
  for (const part of parts) {
    visitWord(part, from, termOf, visit)
    from += part.length + 1
  }
  if (parts.length < 2) return
  const whole = termOf(parts.join(''))
  if (whole) visit(whole, 'compound', start, start + base.length)
}

const lexicons = new Map<string, { lexicon: Lexicon; cache: Map<string, string> }>()
let cached = 0

function forgetAll(): void {
  for (const { cache } of lexicons.values()) cache.clear()
  cached = 0
}

/** The lexicon of a language, which remembers the words it has processed. */
function lexiconOf(language: string): Lexicon {
  const known = lexicons.get(language)
  if (known) return known.lexicon
  const process = processorOf(language)
  const cache = new Map<string, string>()
  const lexicon = (word: string) => {
    const found = cache.get(word)
    if (found !== undefined) return found
    // A copy: a slice would keep the whole text that the word was cut from in memory.
    const own = Buffer.from(word).toString()
    const term = process(own.slice(0, maxWordLength))
    // Rare words fill it; common ones are back at once.
    if (cached >= maxCached) forgetAll()
    cached++
    cache.set(own, term)
    return term
  }
  lexicons.set(language, { lexicon, cache })
  return lexicon
}

/** Written in capitals these are names (the World Health Organization), not function words. */
const acronyms = new Set(['US', 'IT', 'WHO'])

function processorOf(language: string): Lexicon {
  const stem = stemmerFor(language)
  const stopWords = stopWordsOf(language)
  // Chinese characters with unknown language, or quoted in an article of another one.
  const chinese = language === 'ja' ? stopWords : stopWordsOf('zh')
  return (word) => {
    const folded = fold(word)
    if (stopWords.has(folded)) return acronyms.has(word) ? folded : ''
    if (chinese.has(folded)) return ''
    if (/^\d{1,3}(?:,\d{3})+$/.test(folded)) return folded.replaceAll(',', '')
    // Stemmers look at accents, so they come before folding.
    return fold(stem(word.normalize('NFKC').toLowerCase())) || folded
  }
}
