import { describe, expect, it } from 'vitest'
import { scoreRanking } from '../../bench/retrieval-metrics.js'

describe('scoreRanking', () => {
  const relevance = new Map([
    ['a', 1],
    ['b', 1],
    ['c', 0],
  ])

  it('is perfect when everything relevant comes first', () => {
    expect(scoreRanking(['a', 'b', 'x'], relevance)).toEqual({
      ndcg10: 1,
      mrr10: 1,
      recall100: 1,
      precision1: 1,
    })
  })

  it('discounts by the logarithm of the rank', () => {
    const { ndcg10, mrr10, recall100, precision1 } = scoreRanking(['x', 'c', 'a'], relevance)
    expect(ndcg10).toBeCloseTo(0.5 / (1 + 1 / Math.log2(3)), 10)
    expect([mrr10, recall100, precision1]).toEqual([1 / 3, 0.5, 0])
  })

  it('counts only the first ten for nDCG and MRR', () => {
    const late = [...'xxxxxxxxxx', 'a']
    expect(scoreRanking(late, relevance)).toMatchObject({ ndcg10: 0, mrr10: 0, recall100: 0.5 })
  })
})
