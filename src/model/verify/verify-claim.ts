import { splitSentences } from '../../core/sentences.js'
import type { DraftClaim } from '../claim-reader.js'
import { cleanText } from '../prompt/clean-text.js'
import type { Passage } from '../prompt/passage.js'
import { type Doubt, findDoubt } from './find-doubt.js'
import { findQuote } from './find-quote.js'
import type { Reading } from './ground.js'
import { isNegation } from './polarity.js'
import { readWords } from './read-words.js'
import { isOrder, isUnfit } from './unfit.js'

/** A sentence that the passage it names bears out. */
export interface Claim {
  text: string
  /** The place of the passage in the list that was asked with, from 0. */
  source: number
  /** As it stands in the passage. */
  quote: string
}

export type Refusal = Doubt | 'source' | 'length' | 'unfit' | 'quote'

/** Of a claim: UTF-16 units, and words or characters. */
const longest = 400
const fewest = 3

/**
 * Tells whether a claim is borne out by the passage that it cites: its quotation stands there, and it says nothing that
 * the sentences of the quotation do not. What passes may be shown; it is not escaped.
 */
export function createVerifier(passages: readonly Passage[]): (draft: DraftClaim) => Claim | Refusal {
  const readings = new Map<Passage, PassageReading>()
  return (draft) => {
    const passage = passages[draft.source - 1]
    if (!passage) return 'source'
    const reading = readings.get(passage) ?? readPassage(passage)
    readings.set(passage, reading)
    return verify(draft, passage, reading)
  }
}

/** Both are long, and most claims are about the same one. */
interface PassageReading {
  body: Reading
  withTitle: Reading
}

function readPassage({ title, text, language }: Passage): PassageReading {
  return { body: read(text, language), withTitle: read(`${title}\n${text}`, language) }
}

function verify(draft: DraftClaim, passage: Passage, { body, withTitle }: PassageReading): Claim | Refusal {
  const text = cleanText(draft.text).replace(/\s+/g, ' ')
  const { language } = passage
  const claim: Reading = { text, words: readWords(text, language) }
  if (text.length > longest || claim.words.length < fewest) return 'length'
  if (isUnfit(text)) return 'unfit'
  const span = findQuote(cleanText(draft.quote), body.words, {
    read: (part) => readWords(part, language),
    isNegation: (word) => isNegation(word, language),
  })
  const from = body.words[span?.from ?? -1]?.start
  const to = body.words[(span?.to ?? 0) - 1]?.end
  if (from === undefined || to === undefined) return 'quote'
  const { before, own, after } = sentencesAround(passage.text, from, to)
  if (isOrder(`${before} ${own}`)) return 'unfit'
  const doubt = findDoubt({
    claim,
    own: read(own, language),
    after,
    around: read(`${passage.title}\n${before}`, language),
    passage: withTitle,
    language,
  })
  return doubt ?? { text, source: draft.source - 1, quote: passage.text.slice(from, to).replace(/\s+/g, ' ') }
}

function read(text: string, language: string | null | undefined): Reading {
  return { text, words: readWords(text, language) }
}

/** The sentences that a stretch of a text touches, and those beside them. */
function sentencesAround(text: string, from: number, to: number) {
  const own: string[] = []
  let before = ''
  let after = ''
  let at = 0
  for (const sentence of splitSentences(text)) {
    const start = text.indexOf(sentence, at)
    at = start + sentence.length
    if (start >= to) {
      after = sentence
      break
    }
    if (at > from) own.push(sentence)
    else before = sentence
  }
  return { before, own: own.join(' '), after }
}
