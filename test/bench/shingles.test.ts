import { describe, expect, it } from 'vitest'
import { compareShingles, extractionScores } from '../../bench/shingles.js'

describe('compareShingles', () => {
  it.each([
    // "a b c d", "b c d e" against "a b c d", "b c d x".
    ['shares among all 4-grams', 'a b c d e', 'a b c d x', 1 / 3, 1 / 3, 1 / 3],
    ['counts each repetition', 'a a a a a', 'a a a a', 1 / 2, 0, 1 / 2],
    ['takes a text below four words as one', 'a b', 'a b', 1, 0, 0],
    ['keeps case and leaves punctuation out', 'It, was: a_b 4!', 'it was a_b 4', 0, 1 / 2, 1 / 2],
    ['parts words at combining marks as Python does', 'e\u0301a b', 'e a b', 1, 0, 0],
    ['finds nothing in nothing', '', '', 0, 0, 0],
  ])('%s', (_rule, expected, found, hits, extra, missing) => {
    const overlap = compareShingles(expected, found)
    expect(overlap.truePositives).toBeCloseTo(hits, 10)
    expect(overlap.falsePositives).toBeCloseTo(extra, 10)
    expect(overlap.falseNegatives).toBeCloseTo(missing, 10)
  })
})

describe('extractionScores', () => {
  it('averages precision over pages with a find, recall over pages with an article', () => {
    const page = (truePositives: number, falsePositives: number, falseNegatives: number) => ({
      truePositives,
      falsePositives,
      falseNegatives,
    })
    // Precisions 1/2, 1; recalls 1, 1/2, 0: the third page found nothing.
    const scores = extractionScores([page(0.5, 0.5, 0), page(0.5, 0, 0.5), page(0, 0, 1)])
    expect(scores.precision).toBeCloseTo(3 / 4, 10)
    expect(scores.recall).toBeCloseTo(1 / 2, 10)
    expect(scores.f1).toBeCloseTo(3 / 5, 10)
    expect(extractionScores([]).f1).toBe(0)
  })
})
