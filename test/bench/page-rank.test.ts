import { describe, expect, it } from 'vitest'
import { createLexRank } from '../../bench/lex-rank.js'
import { highest, pageRank } from '../../bench/page-rank.js'
import { textRank, wordOverlap } from '../../bench/text-rank.js'

describe('pageRank', () => {
  it('ranks what is linked to most first, and sums to one', () => {
    const ranks = pageRank([
      [0, 1, 0],
      [1, 0, 1],
      [0, 1, 0],
    ])
    expect(ranks.reduce((a, b) => a + b)).toBeCloseTo(1, 6)
    // By hand: m = 0.05 + 0.85·2s and s = 0.05 + 0.85·m/2 give m = 0.135/0.2775.
    expect(ranks[1]).toBeCloseTo(0.135 / 0.2775, 4)
    expect(ranks[0]).toBeCloseTo(ranks[2] ?? 0, 6)
  })

  it('ranks alike what nothing links', () => {
    expect(
      pageRank([
        [0, 0],
        [0, 0],
      ]),
    ).toEqual([0.5, 0.5])
    expect(pageRank([])).toEqual([])
  })

  it('gives the highest in order of place', () => {
    expect(highest([1, 3, 2, 3], 3)).toEqual([1, 2, 3])
  })
})

describe('textRank', () => {
  it('counts shared words over the logarithms of the lengths', () => {
    expect(wordOverlap(['a', 'b', 'c', 'c'], ['b', 'c'])).toBeCloseTo(2 / (Math.log(4) + Math.log(2)), 10)
    expect(wordOverlap(['a'], ['a'])).toBe(0)
  })

  it('picks the sentences that share words with others', () => {
    const text =
      'The bridge closes in March. Lunch was soup. The bridge opens after March repairs. A dog barked.'
    expect(textRank(text, 2)).toEqual([
      'The bridge closes in March.',
      'The bridge opens after March repairs.',
    ])
  })
})

describe('createLexRank', () => {
  it('picks the sentences that are linked to most others', () => {
    const text = 'Bridge repairs begin. Repairs close the harbour bridge. The harbour closes. A dog barked.'
    const rank = createLexRank([text, 'A dog barked.', 'Soup again.'])
    expect(rank(text, 1)).toEqual(['Repairs close the harbour bridge.'])
  })
})
