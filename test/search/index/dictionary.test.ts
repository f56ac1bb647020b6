import { describe, expect, it } from 'vitest'
import { Dictionary } from '../../../src/search/index/dictionary.js'
import { withinEdits } from '../../../src/search/index/edit-distance.js'
import { randomFrom, randomText } from '../../support/random.js'

/** The textbook table, without any shortcut. */
function edits(a: string, b: string): number {
  const table = Array.from({ length: a.length + 1 }, (_, i) =>
    Array.from({ length: b.length + 1 }, (_, j) => (i === 0 ? j : j === 0 ? i : 0)),
  )
  const at = (i: number, j: number) => table[i]?.[j] ?? Number.POSITIVE_INFINITY
  for (let i = 1; i <= a.length; i++)
    for (let j = 1; j <= b.length; j++) {
      const swap = i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1]
      const row = table[i] ?? []
      row[j] = Math.min(
        at(i - 1, j) + 1,
        at(i, j - 1) + 1,
        at(i - 1, j - 1) + (a[i - 1] === b[j - 1] ? 0 : 1),
        swap ? at(i - 2, j - 2) + 1 : Number.POSITIVE_INFINITY,
      )
    }
  return at(a.length, b.length)
}

const letters = ['a', 'b', 'c', 'd', 'e', 'f']
const words = (count: number, seed: number) => {
  const random = randomFrom(seed)
  return Array.from({ length: count }, () => `${randomText(random, letters, 7)}ab`)
}

describe('withinEdits', () => {
  it('counts insertions, deletions, replacements and swaps like the textbook', () => {
    const [some, others] = [words(60, 1), words(60, 2)]
    for (const a of some)
      for (const b of others)
        for (const most of [1, 2]) {
          const distance = edits(a, b)
          expect(Math.min(withinEdits(a, b, most), most + 1), `${a} ${b}`).toBe(Math.min(distance, most + 1))
        }
  })
})

describe('Dictionary', () => {
  it('finds the same close terms as a comparison with every term', () => {
    const dictionary = new Dictionary()
    const known = [...new Set(words(400, 3))]
    for (const word of known) dictionary.add({ term: word, word })
    for (const typed of words(50, 4)) {
      if (typed.length < 4) continue
      const close = dictionary.close({ term: typed, word: typed }).map(({ term }) => term)
      expect(close.sort(), typed).toEqual(
        known.filter((word) => edits(typed, word) <= (typed.length < 8 ? 1 : 2) && word.length >= 3).sort(),
      )
    }
  })

  it('finds terms and words by their beginning', () => {
    const dictionary = new Dictionary()
    const numbers = ['approv', 'app', 'ape', '城市'].map((term) =>
      dictionary.add({ term, word: `${term}ing` }),
    )
    expect(dictionary.withPrefix('app')).toEqual([numbers[0], numbers[1]])
    expect(dictionary.withPrefix('approvi')).toEqual([])
    expect(dictionary.withPrefix('城')).toEqual([numbers[3]])
    expect(dictionary.withPrefix('x')).toEqual([])
  })
})
