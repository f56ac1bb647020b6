import { findRun } from './find-quote.js'
import type { Ground, Places, Reading } from './ground.js'
import { isModal } from './polarity.js'
import type { Word } from './read-words.js'
import { isReporting } from './reporting.js'
import { isRelated } from './same-word.js'
import { future } from './tense.js'

/** Small words that may be added, whatever the language calls for; all others change what is said ("for ever"). */
const harmless = new Set(
  `a an the of in at on to for with as that which who it its they them their he him his she her this these those there
  is are was were be been being has have had having do does did 的 了 是 在 为 為 以 对 對 把 着 著 之 其 这 這 那 则 則`.split(
    /\s+/,
  ),
)
const pronouns = new Set(
  'it its he his him she her they their them this that these those who which 它 他 她 其 该 該 此'.split(' '),
)

/** Whether a claim has a word of its own: neither from its sentences, nor standing for a word of those. */
export function hasForeignWord(ground: Ground, places: Places): boolean {
  const { claim, own } = ground
  return claim.words.some((word, i) => {
    if (word.kind === 'number' || places[i] !== undefined || mayBeAdded(word, own)) return false
    if (word.isFunction) return !own.words.some(({ key }) => key === word.key)
    return !own.words.some((each) => isRelated(word, each)) && !isBorrowed(ground, places, i)
  })
}

function mayBeAdded(word: Word, { words }: Reading): boolean {
  if (isModal(word) && words.some(isModal)) return true
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
