import type { Ground, Reading } from './ground.js'
import type { Word } from './read-words.js'
import { isRelated, isSame } from './same-word.js'

/** Each number has to be in the own sentences, as often as in the claim, and beside what it counts there. */
export function hasForeignNumber({ claim, own }: Ground): boolean {
  const taken = new Set<number>()
  return claim.words.some((word, i) => {
    if (word.kind !== 'number') return false
    const unit = unitOf(claim, i)
    const at = own.words.findIndex((each, place) => {
      const beside = [own.words[place + 1], own.words[place - 1]]
      const fits = !unit || beside.some((next) => next && isRelated(unit, next))
      return !taken.has(place) && isSame(word, each) && fits
    })
    taken.add(at)
    return at < 0
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
