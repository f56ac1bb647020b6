import { splitSentences } from '../../core/sentences.js'
import { align } from './align.js'
import type { Ground, Places, Reading } from './ground.js'
import type { Word } from './read-words.js'
import { isReporting } from './reporting.js'
import { isSame } from './same-word.js'

/** What ends a clause, or opens and closes an aside; a hyphen only with space around it. */
const signs = /[;；:：()（）]|—+|(?<=\s)[-–]+(?=\s)/g
const dash = /^[-–—]/
/** Between two sentences of a claim. */
const sentenceEnd = /[.;!?。；！？]/

/**
 * For each word the number of its clause. What stands in brackets or between two dashes is a clause of its own, and the
 * one around it goes on behind.
 */
export function clausesOf({ words, text }: Reading): number[] {
  const ends = sentenceEndsOf(text)
  let next = 0
  let current = 0
  let around: number[] = []
  const begin = () => {
    current = ++next
    around = []
  }
  const open = () => {
    around.push(current)
    current = ++next
  }
  const close = () => {
    const outer = around.pop()
    if (outer === undefined) begin()
    else current = outer
  }
  return words.map((word, i) => {
    const from = words[i - 1]?.end ?? 0
    if (ends.some((end) => end > from && end <= word.start)) begin()
    for (const sign of text.slice(from, word.start).match(signs) ?? []) {
      const end = ends.find((each) => each > word.start) ?? text.length
      if (/[(（]/.test(sign)) open()
      else if (/[)）]/.test(sign)) close()
      else if (!dash.test(sign)) begin()
      else if (around.length > 0 || !/(?<!\d)[—–](?!\d)|\s-\s/.test(text.slice(word.start, end))) close()
      else open()
    }
    return current
  })
}

/** The same, divided only where one could put a full stop: what stands in an aside may restrict what is around it. */
export function statementsOf({ words, text }: Reading): number[] {
  const ends = [...sentenceEndsOf(text), ...[...text.matchAll(/[;；]/g)].map(({ index }) => index)]
  return words.map(({ start }) => ends.filter((end) => end <= start).length)
}

function sentenceEndsOf(text: string): number[] {
  let at = 0
  return splitSentences(text).map((sentence) => {
    at = text.indexOf(sentence, at) + sentence.length
    return at
  })
}

/** For each word of a claim its place in the own sentences, in as few clauses as possible. */
export function placesOf(claim: Reading, own: Reading): Places {
  const clauses = clausesOf(own)
  const last = align(claim.words, own.words, isSame)
  const first = alignBackwards(claim.words, own.words)
  return countClauses(first, clauses) < countClauses(last, clauses) ? first : last
}

/** Words that come twice at the first place instead of the last. */
function alignBackwards(claim: readonly Word[], own: readonly Word[]): Places {
  return align(claim.toReversed(), own.toReversed(), isSame)
    .toReversed()
    .map((place) => (place === undefined ? undefined : own.length - 1 - place))
}

function countClauses(places: Places, clauses: readonly number[]): number {
  return new Set(places.flatMap((place) => clauses[place ?? -1] ?? [])).size
}

/** Whether a claim begins in one clause and goes on in another, without what stands between: "not A; B is the thief". */
export function leapsClauses({ claim, own }: Ground, places: Places): boolean {
  const clauses = clausesOf(own)
  const isSaid = (at: number) => !own.words[at]?.isFunction && !isReporting(own.words[at] as Word)
  const found = places.flatMap((place, i) => (place === undefined ? [] : [{ place, i }]))
  return found.some(({ place, i }, n) => {
    const before = found[n - 1]
    if (!before || clauses[before.place] === clauses[place]) return false
    const between = claim.text.slice(claim.words[before.i]?.end, claim.words[i]?.start)
    const from = sentenceEnd.test(between) ? clauses.indexOf(clauses[place] ?? 0) : before.place + 1
    return own.words.some((_, at) => at >= from && at < place && isSaid(at))
  })
}
