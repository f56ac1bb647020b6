import { grown } from '../index/grown.js'
import type { NeededWord } from './needs.js'
import { type Standing, standing } from './standing.js'

/** What comparing how words stand says of a way. */
export type Verdict = 'no' | 'yes' | 'ask'

const flags = { sufficient: 1, named: 2 }
const bitsOf = { number: 8, least: 4 }

/**
 * Ways in which entries are fulfilled, one after the other in one array: the entry, flags, how many words, and the words
 * as their number with how they have to stand and how they do when that is enough. As objects, a hundred thousand
 * topics would take ten times the memory, and most of the time would go into waiting for it.
 */
export function createWays() {
  let numbers = new Int32Array(1024)
  let length = 0

  const write = (number: number) => {
    numbers = grown(numbers, length + 1)
    numbers[length++] = number
  }

  return {
    /** Returns the place of the way. */
    add(
      entry: number,
      words: readonly NeededWord[],
      numberOf: (term: string) => number,
      { sufficient, named }: { sufficient: boolean; named: boolean },
    ): number {
      const place = length
      write(entry)
      write((sufficient ? flags.sufficient : 0) | (named ? flags.named : 0))
      write(words.length)
      for (const { term, least, enough } of words)
        write((numberOf(term) << bitsOf.number) | (least << bitsOf.least) | enough)
      return place
    },

    entryOf: (way: number): number => numbers[way] ?? 0,

    /** `first` is how the word stands under which the way was found, and whether that is enough. */
    judge(way: number, stands: Uint8Array, first: Standing, firstIsEnough: boolean): Verdict {
      const kinds = numbers[way + 1] ?? 0
      const end = way + 3 + (numbers[way + 2] ?? 0)
      let enough = firstIsEnough
      let all = first
      for (let at = way + 3; at < end; at++) {
        const word = numbers[at] ?? 0
        const stand = stands[word >>> bitsOf.number] ?? 0
        const least = (word >>> bitsOf.least) & 15
        if ((stand & least) !== least) return 'no'
        if ((stand & word & 15) !== (word & 15)) enough = false
        all |= stand
      }
      if (enough) return (kinds & flags.sufficient) !== 0 ? 'yes' : 'ask'
      return (kinds & flags.named) !== 0 && (all & standing.strict) === 0 ? 'no' : 'ask'
    },
  }
}
