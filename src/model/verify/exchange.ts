import type { Ground, Places, Reading } from './ground.js'
import type { Word } from './read-words.js'
import { isReporting } from './reporting.js'
import { isSame } from './same-word.js'

/**
 * "A beat B" made of "B beat A": what stands elsewhere than in the source has to be one stretch, at the beginning or the
 * end, that fits there too.
 */
export function isExchanged({ claim, own }: Ground, places: Places): boolean {
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
