import { describe, expect, it } from 'vitest'
import { areaUnderCurve, falseAt } from '../../bench/refusal-metrics.js'

describe('areaUnderCurve', () => {
  it.each([
    ['told apart by every pair', [0.8, 0.9], [0.1, 0.2], 1],
    ['told apart by none', [0.1], [0.5, 0.6], 0],
    ['equal', [0.5, 0.5], [0.5], 0.5],
    ['three of four pairs', [0.9, 0.4], [0.5, 0.1], 0.75],
  ])('of values %s', (_, withAnswer, without, expected) => {
    expect(areaUnderCurve(withAnswer, without)).toBeCloseTo(expected)
  })
})

describe('falseAt', () => {
  it('counts what is answered without an answer when so many with one are', () => {
    const withAnswer = [0.1, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 0.95, 1]
    expect(falseAt(0.9, withAnswer, [0.05, 0.2, 0.3, 0.35])).toBe(0.5)
    expect(falseAt(1, withAnswer, [0.05, 0.2, 0.3, 0.35])).toBe(0.75)
  })
})
