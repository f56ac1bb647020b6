import type { Word } from './read-words.js'

/** A text with its words. */
export interface Reading {
  text: string
  words: readonly Word[]
}

/** What a claim rests on. */
export interface Ground {
  claim: Reading
  /** The sentences that the quotation is from. */
  own: Reading
  /** The sentence before and the title: what "it" and "the bridge" stand for. */
  around: Reading
  /** The sentence behind. */
  after: string
  /** All of the passage and its title. */
  passage: Reading
  language: string | null | undefined
}

/** For each word of the claim its place in the own sentences. */
export type Places = readonly (number | undefined)[]
