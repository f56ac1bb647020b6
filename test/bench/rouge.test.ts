import { describe, expect, it } from 'vitest'
import { rouge } from '../../bench/rouge.js'

describe('rouge', () => {
  it.each([
    // 3 of 4 and 3 of 5 words: 2·3/9. Pairs "the cat", "cat sat" of 3 and 4: 2·2/7. Subsequence "the cat sat": 2·3/9.
    [
      'counts words, pairs and the subsequence',
      ['the cat sat up'],
      ['the cat sat down there'],
      6 / 9,
      4 / 7,
      6 / 9,
    ],
    ['is 1 for the same', ['a b c'], ['a b c'], 1, 1, 1],
    ['is 0 for nothing', [], ['a b'], 0, 0, 0],
    // Each word of the reference can be hit once: 1 hit of 3 and 2.
    ['counts no word twice', ['the the the'], ['the cat'], 2 / 5, 0, 2 / 5],
    ['reads stems of words longer than three', ['running gas'], ['runs ga'], 2 / 4, 0, 2 / 4],
    // Lin 2004: reference w1–w5; candidates share "w1 w2" and "w1 w3 w5"; their union is 4 words: 2·4/(5+10).
    [
      'takes the union over sentences',
      ['w1 w2 w6 w7 w8', 'w1 w3 w8 w9 w5'],
      ['w1 w2 w3 w4 w5'],
      8 / 15,
      2 / 13,
      8 / 15,
    ],
    // "a b" is found in the first sentence and "d" in the second; pairs "a b", "b x", "x d", "d y" and "a b", "b c", "c d".
    ['takes a reference of several sentences', ['a b x', 'd y'], ['a b', 'c d'], 6 / 9, 2 / 7, 6 / 9],
    // The candidate's one "the" cannot be hit in both sentences of the reference: 1 hit of 2 and 4.
    ['hits no word of the candidate twice', ['the cat'], ['the dog', 'the cow'], 2 / 6, 0, 2 / 6],
    ['does not see order in single words', ['b a'], ['a b'], 1, 0, 2 / 4],
    ['reads no case and no punctuation', ['The U.S., again!'], ['the u s again'], 1, 1, 1],
  ])('%s', (_, candidate, reference, one, two, long) => {
    const scores = rouge(candidate, reference)
    expect(scores.rouge1).toBeCloseTo(one, 10)
    expect(scores.rouge2).toBeCloseTo(two, 10)
    expect(scores.rougeL).toBeCloseTo(long, 10)
  })
})
