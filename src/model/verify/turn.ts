import { clausesOf } from './clauses.js'
import type { Ground, Places, Reading } from './ground.js'
import { findGoverned, type Governed } from './polarity.js'
import type { Word } from './read-words.js'
import { isRelated } from './same-word.js'

/**
 * Whether something is denied, or left open, on one side and not on the other. Markers that stand at the same place in
 * both go together, others when they govern the same.
 */
export function isTurned(
  { claim, own, language }: Ground,
  places: Places,
  marker: 'negation' | 'hedge',
): boolean {
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
  return unmet.some(
    ({ at, words }) =>
      words.some((i) => places.includes(i)) || isSkipped(own, places, at) || isLeapt(own, places, at),
  )
}

/** Whether a claim goes on as the source does but for one word, and perhaps small ones beside it. */
function isSkipped({ words }: Reading, places: Places, at: number): boolean {
  const there = places.filter((place) => place !== undefined)
  const before = there.findLast((place) => place < at)
  const after = there.find((place) => place > at) ?? words.length
  if (before === undefined) return false
  return words.slice(before + 1, after).every((word, i) => word.isFunction || before + 1 + i === at)
}

/** Whether a claim begins before a word and goes on behind it in the same clause. */
function isLeapt(own: Reading, places: Places, at: number): boolean {
  const clauses = clausesOf(own)
  const there = own.words.flatMap(({ isFunction }, i) =>
    !isFunction && clauses[i] === clauses[at] && places.includes(i) ? [i] : [],
  )
  return there.some((i) => i < at) && there.some((i) => i > at)
}
