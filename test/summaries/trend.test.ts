import { describe, expect, it } from 'vitest'
import { trendOf } from '../../src/summaries/trend.js'

describe('trendOf', () => {
  it.each([
    ['twice the usual', 12, [5, 7, 6], 'many'],
    ['somewhat more', 30, [20, 21, 19], 'more'],
    ['the usual', 7, [5, 7, 6], 'usual'],
    ['chance with small numbers', 5, [3, 3, 3], 'usual'],
    ['less', 13, [20, 21, 19], 'fewer'],
    ['half the usual', 4, [20, 21, 19], 'few'],
    ['nothing at all', 0, [20, 21, 19], 'few'],
  ])('knows %s', (_, count, earlier, kind) => {
    expect(trendOf(count, earlier)?.kind).toBe(kind)
  })

  it('tells the ratio', () => {
    expect(trendOf(12, [5, 7, 6])).toEqual({ ratio: 2, usual: 6, kind: 'many' })
  })

  it.each([
    ['no history', 12, []],
    ['two periods', 12, [6, 6]],
    ['periods before the first article', 12, [0, 0, 0, 6]],
    ['hardly any articles', 4, [1, 1, 1]],
  ])('says nothing with %s', (_, count, earlier) => {
    expect(trendOf(count, earlier)).toBeUndefined()
  })
})
