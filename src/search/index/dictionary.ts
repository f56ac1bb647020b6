import { isSpaceless } from '../text/analyze.js'
import { fold } from '../text/fold.js'
import { withinEdits } from './edit-distance.js'
import { grown } from './grown.js'

/** A term with the word it was first written as: people read "budget", not the stem. */
export interface Entry {
  term: string
  word: string
}

/** A term that is close to what was typed. */
export interface Close extends Entry {
  number: number
  /** Half an edit more when only the stems are close. */
  edits: number
}

/** Looking for something close stops to make sense below and above these; Chinese and numbers are left alone. */
const shortest = 4
const longest = 24

/**
 * Every term of the index with its number, so that the terms of an article fit into a byte or two each. Numbers count
 * from 1 and are never given to another term: 0 stands for no term.
 */
export class Dictionary {
  readonly #numbers = new Map<string, number>()
  readonly #terms: string[] = ['']
  readonly #words: string[] = ['']
  /** Which letters each term and word has, to tell most that are not close by one look; 0 where nothing is close. */
  #termLetters = new Uint32Array(1024)
  #wordLetters = new Uint32Array(1024)
  /** By first UTF-16 code: numbers of the terms. */
  readonly #byLetter: number[][] = []

  /** How many numbers were given. */
  get size(): number {
    return this.#terms.length - 1
  }

  /** 0 for a term that no article ever held. */
  numberOf(term: string): number {
    return this.#numbers.get(term) ?? 0
  }

  termOf(number: number): string {
    return this.#terms[number] ?? ''
  }

  wordOf(number: number): string {
    return this.#words[number] ?? ''
  }

  /** Gives a new term the next number. Both texts must not be slices of a larger one, which they would keep alive. */
  add({ term, word }: Entry): number {
    const number = this.#terms.length
    this.#numbers.set(term, number)
    this.#terms.push(term)
    this.#words.push(word === term ? term : word)
    this.#termLetters = grown(this.#termLetters, number + 1)
    this.#wordLetters = grown(this.#wordLetters, number + 1)
    this.#termLetters[number] = lettersOf(term)
    this.#wordLetters[number] = lettersOf(word)
    const letter = term.charCodeAt(0)
    const sameLetter = this.#byLetter[letter]
    if (sameLetter) sameLetter.push(number)
    else this.#byLetter[letter] = [number]
    return number
  }

  /** Numbers of the terms that begin like this. */
  withPrefix(prefix: string): number[] {
    const numbers = this.#byLetter[prefix.charCodeAt(0)] ?? []
    return numbers.filter((number) => this.#terms[number]?.startsWith(prefix))
  }

  /**
   * Terms within `editsOf` of a term or, as they are written, of a word. Typos are near the stem ("aproving") or near
   * the word ("termnal" is far from "termin").
   */
  close(typed: Entry): Close[] {
    const word = fold(typed.word)
    const [termLetters, wordLetters] = [lettersOf(typed.term), lettersOf(word)]
    if (wordLetters === 0 || word.length < shortest) return []
    const [termEdits, wordEdits] = [editsOf(typed.term), editsOf(word)]
    const [knownTerms, knownWords] = [this.#termLetters, this.#wordLetters]
    const found: Close[] = []
    for (let number = 1; number < this.#terms.length; number++) {
      const ofTerm = knownTerms[number] ?? 0
      const ofWord = knownWords[number] ?? 0
      // Each edit takes one letter away, adds one, or does both.
      const byTerm = ofTerm !== 0 && bitCount(ofTerm ^ termLetters) <= 2 * termEdits
      const byWord = ofWord !== 0 && bitCount(ofWord ^ wordLetters) <= 2 * wordEdits
      if (!byWord && !byTerm) continue
      const [knownTerm, knownWord] = [this.#terms[number] ?? '', this.#words[number] ?? '']
      const edits = byWord ? withinEdits(word, knownWord, wordEdits) : wordEdits + 1
      if (edits <= wordEdits) found.push({ term: knownTerm, word: knownWord, number, edits })
      else if (byTerm) {
        const ofStem = withinEdits(typed.term, knownTerm, termEdits)
        // Stems are alike more easily than the words they stand for.
        if (ofStem <= termEdits) found.push({ term: knownTerm, word: knownWord, number, edits: ofStem + 0.5 })
      }
    }
    return found
  }
}

/** Two in a long word, one in a short one: with two, half of the short words are near each other. */
function editsOf(word: string): number {
  return word.length < 8 ? 1 : 2
}

/** A bit for each letter of a word, the letters beyond z together; 0 for what is no word. */
function lettersOf(word: string): number {
  if (word.length < shortest - 1 || word.length > longest || !/^\p{L}+$/u.test(word)) return 0
  if (isSpaceless(word)) return 0
  let letters = 0
  for (let i = 0; i < word.length; i++) letters |= 1 << (word.charCodeAt(i) % 32)
  return letters >>> 0
}

/** Sums pairs, fours and bytes of bits side by side. */
function bitCount(bits: number): number {
  const pairs = bits - ((bits >>> 1) & 0x55555555)
  const fours = (pairs & 0x33333333) + ((pairs >>> 2) & 0x33333333)
  return (((fours + (fours >>> 4)) & 0x0f0f0f0f) * 0x01010101) >>> 24
}
