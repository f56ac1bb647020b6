import { leapsClauses, placesOf } from './clauses.js'
import { isTornOut } from './embedded.js'
import { isExchanged } from './exchange.js'
import { findRun } from './find-quote.js'
import { hasForeignNumber } from './foreign-number.js'
import { hasForeignWord } from './foreign-word.js'
import type { Ground, Places } from './ground.js'
import { losesTurner } from './keep-turners.js'
import { isConditional } from './polarity.js'
import type { Word } from './read-words.js'
import { isSame } from './same-word.js'
import { losesFuture } from './tense.js'
import { isTurned } from './turn.js'

/** Why a claim is not borne out. */
export type Doubt =
  | 'question'
  | 'number'
  | 'word'
  | 'order'
  | 'negation'
  | 'hedge'
  | 'tense'
  | 'condition'
  | 'turn'
  | 'clause'
  | 'quotation'
  | 'wording'

/** Of the pairs of neighbours in a claim; below, it is the words of the source in another order. */
const fewestPairs = 0.4

/** What in a claim its source does not bear out, or undefined. Rather too much is doubted than too little. */
export function findDoubt(ground: Ground): Doubt | undefined {
  const places = placesOf(ground.claim, ground.own)
  const checks: [Doubt, (ground: Ground, places: Places) => boolean][] = [
    ['question', ({ own }) => /[?？]["'”’」』)]*\s*$/.test(own.text)],
    ['quotation', hasForeignQuotation],
    ['number', hasForeignNumber],
    ['negation', (each, at) => isTurned(each, at, 'negation')],
    ['hedge', (each, at) => isTurned(each, at, 'hedge')],
    ['tense', losesFuture],
    ['word', hasForeignWord],
    ['order', isExchanged],
    ['condition', ({ claim, own }) => isConditional(own.text) && !isConditional(claim.text)],
    ['turn', losesTurner],
    ['turn', isTornOut],
    ['clause', leapsClauses],
    ['wording', isReworded],
  ]
  return checks.find(([, fails]) => fails(ground, places))?.[0]
}

function hasForeignQuotation({ claim, passage }: Ground): boolean {
  const quoted = [...claim.text.matchAll(/["“„«「『]([^"”“»」』]+)["”“»」』]/g)]
  return quoted.some(({ 1: inner = '', index }) => {
    const run = claim.words.filter(({ start, end }) => start > index && end <= index + 1 + inner.length)
    return findRun(run, passage.words, 0) < 0
  })
}

function isReworded({ claim, passage }: Ground): boolean {
  const pairs = claim.words.slice(1).map((word, i) => [claim.words[i] as Word, word] as const)
  if (pairs.length === 0) return true
  const isPair = (a: Word, b: Word) =>
    passage.words.some(
      (word, i) =>
        isSame(a, word) && passage.words[i + 1] !== undefined && isSame(b, passage.words[i + 1] as Word),
    )
  return pairs.filter(([a, b]) => isPair(a, b)).length < fewestPairs * pairs.length
}
