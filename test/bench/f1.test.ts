import { describe, expect, it } from 'vitest'
import { averageF1, f1 } from '../../bench/f1.js'

describe('f1', () => {
  it('is the harmonic mean of precision and recall, and 0 when nothing is right', () => {
    expect(f1({ right: 3, wrong: 1, missed: 1 })).toBe(0.75)
    expect(f1({ right: 0, wrong: 0, missed: 2 })).toBe(0)
  })

  it('counts every topic alike in the macro average and every pair alike in the micro average', () => {
    const topics = [
      { right: 8, wrong: 0, missed: 0 },
      { right: 0, wrong: 1, missed: 1 },
    ]
    expect(averageF1(topics)).toEqual({ macro: 0.5, micro: 16 / 18 })
  })
})
