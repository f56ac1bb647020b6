import { align } from './align.js'
import { findRun } from './find-quote.js'
import { findGoverned, type Governed, isConditional, isHedge } from './polarity.js'
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
  /** All of the passage and its title. */
  passage: Reading
  language: string | null | undefined
}

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
  | 'quotation'
  | 'wording'

/** Small words that may be added, whatever the language calls for; all others change what is said ("for ever"). */
const harmless = new Set(
  `a an the of in at on to for with as that which who it its they them their he him his she her this these those there
  is are was were be been being has have had having do does did 的 了 是 在 为 為 以 对 對 把 着 著 之 其 这 這 那 则 則`.split(
    /\s+/,
  ),
)
/** These are as good as each other. */
const future = new Set(['will', 'would', 'shall', 'to', '将', '將'])
/** Words that say that somebody said it; anybody may add them. */
const reporting = new Set('say said says accord told tell announc report state'.split(' '))
const hanReporting = new Set('表示称稱说說据據道')
const pronouns = new Set(
  'it its he his him she her they their them this that these those who which 它 他 她 其 该 該 此'.split(' '),
)
/** Of two words that mean the same, such as "close" and "closure". */
const sharedStem = { length: 4, share: 0.6 }
/** Of the pairs of neighbours in a claim; below, it is the words of the source in another order. */
const fewestPairs = 0.4

/** What in a claim its source does not bear out, or undefined. Rather too much is doubted than too little. */
export function findDoubt(ground: Ground): Doubt | undefined {
  const places = align(ground.claim.words, ground.own.words, isSame)
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
    ['wording', isReworded],
  ]
  return checks.find(([, fails]) => fails(ground, places))?.[0]
}

/** For each word of the claim its place in the own sentences. */
type Places = readonly (number | undefined)[]

function isSame(a: Word | undefined, b: Word | undefined): boolean {
  if (!a || !b) return false
  if (a.kind === 'number' && b.kind === 'number') return a.values.some((value) => b.values.includes(value))
  return a.stem === b.stem || a.key === b.key
}

/** The same word in another form. Names have no other forms: Austria is not Australia. */
function isRelated(a: Word, b: Word): boolean {
  if (isSame(a, b)) return true
  if (a.kind !== 'word' || b.kind !== 'word' || (a.isCapital && b.isCapital)) return false
  let shared = 0
  while (shared < a.stem.length && a.stem[shared] === b.stem[shared]) shared++
  const longest = Math.max(a.stem.length, b.stem.length)
  return shared >= sharedStem.length && shared >= sharedStem.share * longest
}

function hasForeignQuotation({ claim, passage }: Ground): boolean {
  const quoted = [...claim.text.matchAll(/["“„«「『]([^"”“»」』]+)["”“»」』]/g)]
  return quoted.some(({ 1: inner = '', index }) => {
    const run = claim.words.filter(({ start, end }) => start > index && end <= index + 1 + inner.length)
    return findRun(run, passage.words, 0) < 0
  })
}

/** Each number has to be in the own sentences, and beside what it counts there. */
function hasForeignNumber({ claim, own }: Ground): boolean {
  return claim.words.some((word, i) => {
    if (word.kind !== 'number') return false
    const unit = unitOf(claim, i)
    return !own.words.some(
      (each, at) =>
        isSame(word, each) &&
        (!unit || [own.words[at + 1], own.words[at - 1]].some((next) => next && isRelated(unit, next))),
    )
  })
}

/** What a number counts: the word right behind it. A year counts nothing. */
function unitOf({ words, text }: Reading, at: number): Word | undefined {
  const number = words[at]
  const next = words[at + 1]
  if (!number || !next || next.isFunction || next.kind === 'number') return undefined
  const isYear = /^(?:1\d|20)\d\d$/.test(text.slice(number.start, number.end)) && next.key !== '年'
  return isYear || !/^[\s\-‐‑]{0,3}$/u.test(text.slice(number.end, next.start)) ? undefined : next
}

/** "The United States" says nothing. */
function isReporting(word: Word): boolean {
  return !word.isCapital && reporting.has(word.stem)
}

/** Whether a claim has a word of its own: neither from its sentences, nor standing for a word of those. */
function hasForeignWord(ground: Ground, places: Places): boolean {
  const { claim, own } = ground
  return claim.words.some((word, i) => {
    if (word.kind === 'number' || places[i] !== undefined || mayBeAdded(word, own)) return false
    if (word.isFunction) return !own.words.some(({ key }) => key === word.key)
    return !own.words.some((each) => isRelated(word, each)) && !isBorrowed(ground, places, i)
  })
}

function mayBeAdded(word: Word, { words }: Reading): boolean {
  if (word.kind === 'char' && hanReporting.has(word.key)) return true
  if (isHedge(word) && words.some(isHedge)) return true
  if (word.key === 'and') return !words.some(({ key }) => key === 'or')
  if (future.has(word.key) && words.some(({ key }) => future.has(key))) return true
  return harmless.has(word.key) || isReporting(word)
}

/** "Mayor Lee" may be "Mayor Anna Lee", and "It" "Harbour Bridge", if that is what they stand for. */
function isBorrowed({ claim, own, around, passage }: Ground, places: Places, at: number): boolean {
  const isForeign = (i: number) => {
    const word = claim.words[i]
    return (
      word && !word.isFunction && word.kind !== 'number' && !own.words.some((each) => isRelated(word, each))
    )
  }
  let from = at
  let to = at + 1
  while (isForeign(from - 1)) from--
  while (isForeign(to)) to++
  const run = claim.words.slice(from, to)
  const before = claim.words[from - 1]
  const after = claim.words[to]
  const isPart = [before && [before, ...run], after && [...run, after]].some(
    (chain) =>
      chain?.some((word) => !run.includes(word) && !word.isFunction) && findRun(chain, passage.words, 0) >= 0,
  )
  return isPart || (findRun(run, around.words, 0) >= 0 && replacesPronoun(own, places, from, to))
}

/** Whether the own sentences have a pronoun where the claim has the words from one place to another. */
function replacesPronoun({ words }: Reading, places: Places, from: number, to: number): boolean {
  const isPronoun = (at: number | undefined) => at !== undefined && pronouns.has(words[at]?.key ?? '')
  const after = places.slice(to).find((place) => place !== undefined)
  const before = places.slice(0, from).findLast((place) => place !== undefined)
  return (
    isPronoun(after === undefined ? undefined : after - 1) ||
    isPronoun(before === undefined ? undefined : before + 1)
  )
}

/**
 * "A beat B" made of "B beat A": what stands elsewhere than in the source has to be one stretch, at the beginning or the
 * end, that fits there too.
 */
function isExchanged({ claim, own }: Ground, places: Places): boolean {
  const isMoved = (i: number) => {
    const word = claim.words[i]
    return (
      word !== undefined &&
      places[i] === undefined &&
      !word.isFunction &&
      !isReporting(word) &&
      own.words.some((each) => isSame(word, each))
    )
  }
  const isLoose = (i: number) =>
    isMoved(i) || (claim.words[i]?.isFunction === true && places[i] === undefined)
  const from = claim.words.findIndex((_, i) => isMoved(i))
  if (from < 0) return false
  let to = from + 1
  while (isLoose(to)) to++
  while (!isMoved(to - 1)) to--
  const run = claim.words.slice(from, to)
  return (
    claim.words.some((_, i) => i >= to && isMoved(i)) ||
    !(claim.words.slice(0, from).every(({ isFunction }) => isFunction) || to === claim.words.length) ||
    !isTogether(run, own) ||
    !hasNeighbour(claim, from, to, own) ||
    standsForOther(own, places, from, to)
  )
}

/** Whether the words with content follow each other in the source as well. */
function isTogether(run: readonly Word[], own: Reading): boolean {
  const [words, content] = [run, own.words].map((each) => each.filter(({ isFunction }) => !isFunction))
  return content?.some((_, at) => words?.every((word, i) => isSame(word, content[at + i]))) === true
}

/** Whether a stretch keeps the word before or behind it: "until June" does not become "from June". */
function hasNeighbour({ words }: Reading, from: number, to: number, own: Reading): boolean {
  const isPair = (a: Word | undefined, b: Word | undefined) =>
    own.words.some((word, i) => isSame(a, word) && isSame(b, own.words[i + 1]))
  return isPair(words[from - 1], words[from]) || isPair(words[to - 1], words[to])
}

/** Whether the source has something else where the claim has the words from one place to another. */
function standsForOther(own: Reading, places: Places, from: number, to: number): boolean {
  const before = places.slice(0, from).findLast((place) => place !== undefined)
  const after = places.slice(to).find((place) => place !== undefined)
  if (before === undefined || after === undefined) return false
  return own.words.slice(before + 1, after).some(({ isFunction }) => !isFunction)
}

/**
 * Whether something is denied, or left open, on one side and not on the other. Markers that stand at the same place in
 * both go together, others when they govern the same.
 */
function isTurned({ claim, own, language }: Ground, places: Places, marker: 'negation' | 'hedge'): boolean {
  const [ofClaim, ofOwn] = [claim, own].map(({ words, text }) =>
    findGoverned(words, text, language).filter((each) => each.marker === marker),
  ) as [Governed[], Governed[]]
  const governSame = (a: Governed, b: Governed) =>
    a.words.some((i) => b.words.some((j) => isRelated(claim.words[i] as Word, own.words[j] as Word)))
  const free = ofOwn.filter(({ at }) => !places.includes(at))
  const isMet = (each: Governed) => {
    const other = ofOwn.find(({ at }) => at === places[each.at])
    if (other) return governSame(each, other) || each.words.length + other.words.length === 0
    return free.some((one) => governSame(each, one))
  }
  // To say that something is uncertain is not wrong where the source is sure.
  if (marker === 'negation' && !ofClaim.every(isMet)) return true
  const unmet = free.filter(
    (one) => !ofClaim.some((each) => places[each.at] === undefined && governSame(each, one)),
  )
  return unmet.some(({ at, words }) => words.some((i) => places.includes(i)) || isSkipped(own, places, at))
}

/** Whether a claim goes on as the source does but for one word, and perhaps small ones beside it. */
function isSkipped({ words }: Reading, places: Places, at: number): boolean {
  const there = places.filter((place) => place !== undefined)
  const before = there.findLast((place) => place < at)
  const after = there.find((place) => place > at) ?? words.length
  if (before === undefined) return false
  return words.slice(before + 1, after).every((word, i) => word.isFunction || before + 1 + i === at)
}

/** Whether what is to come is told as if it had been. */
function losesFuture({ claim, own, language }: Ground, places: Places): boolean {
  if (claim.words.some(({ key }) => future.has(key))) return false
  const covered = new Set(places)
  return findGoverned(own.words, own.text, language).some(
    ({ marker, words }) => marker === 'future' && words.some((at) => covered.has(at)),
  )
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
