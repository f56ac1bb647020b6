import type { Ground, Reading } from './ground.js'
import type { Word } from './read-words.js'
import { isRelated, isSame } from './same-word.js'

/** Words before a number that say which end of a span it is. */
const bounds = new Set(
  'from to until till by since before after von bis seit vor nach 从 從 由 到 至'.split(' '),
)

const currencies = new Set(['dollar', 'euro', 'pound', 'yen'])

/**
 * Each number has to be in the own sentences, as often as in the claim, beside what it counts there, and the same end of
 * a span: "from 4 to 9" is not "to 4".
 */
export function hasForeignNumber({ claim, own }: Ground): boolean {
  const taken = new Set<number>()
  return claim.words.some((word, i) => {
    if (word.kind !== 'number') return false
    const unit = unitOf(claim, i)
    const at = own.words.findIndex((each, place) => {
      const beside = [own.words[place + 1], own.words[place - 1]]
      const fits = !unit || beside.some((next) => next && isRelated(unit, next))
      const isSameEnd = boundOf(own, place) === boundOf(claim, i)
      return !taken.has(place) && isSame(word, each) && fits && isSameEnd
    })
    taken.add(at)
    return at < 0
  })
}

/** The word that says which end of a span a number is, perhaps before a currency. */
function boundOf({ words }: Reading, at: number): string | undefined {
  const [first, second] = [words[at - 1], words[at - 2]]
  const word = currencies.has(first?.key ?? '') ? second : first
  return bounds.has(word?.key ?? '') ? word?.key : undefined
}

/** What a number counts: the word right behind it. A year counts nothing. */
function unitOf({ words, text }: Reading, at: number): Word | undefined {
  const number = words[at]
  const next = words[at + 1]
  if (!number || !next || next.isFunction || next.kind === 'number') return undefined
  const isYear = /^(?:1\d|20)\d\d$/.test(text.slice(number.start, number.end)) && next.key !== '年'
  return isYear || !/^[\s\-‐‑]{0,3}$/u.test(text.slice(number.end, next.start)) ? undefined : next
}
