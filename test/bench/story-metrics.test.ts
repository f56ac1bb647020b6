import { describe, expect, it } from 'vitest'
import { storyScores } from '../../bench/story-metrics.js'

describe('storyScores', () => {
  it('agrees with a case counted by hand', () => {
    const scores = storyScores([
      { source: 'a', expected: 'x', found: '1' },
      { source: 'b', expected: 'x', found: '1' },
      { source: 'c', expected: 'x', found: '2' },
      { source: 'd', expected: 'y', found: '2' },
    ])
    // Linked: ab (right), cd (wrong); expected: ab, ac, bc.
    expect(scores).toMatchObject({ pairPrecision: 1 / 2, pairRecall: 1 / 3, wrong: 1, missed: 2 })
    expect(scores.b3Precision).toBeCloseTo((1 + 1 + 1 / 2 + 1 / 2) / 4)
    expect(scores.b3Recall).toBeCloseTo((2 / 3 + 2 / 3 + 1 / 3 + 1) / 4)
  })

  it('counts pairs of different sources only', () => {
    const scores = storyScores([
      { source: 'a', expected: 'x', found: '1' },
      { source: 'a', expected: 'x', found: '2' },
    ])
    expect(scores).toMatchObject({ pairPrecision: 1, pairRecall: 1, missed: 0 })
  })
})
