import type { Ground, Reading } from './ground.js'
import type { Word } from './read-words.js'
import { isRelated, isSame } from './same-word.js'

/** Each number has to be in the own sentences, and beside what it counts there. */
export function hasForeignNumber({ claim, own }: Ground): boolean {
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
