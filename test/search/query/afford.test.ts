import { describe, expect, it } from 'vitest'
import { affordable } from '../../../src/search/query/afford.js'
import { parseQuery } from '../../../src/search/query/parse-query.js'
import { filtersOf, textClauses } from '../../../src/search/query/query.js'

describe('affordable', () => {
  it.each([
    'solar budgets',
    '"city budget" (solar OR wind*) -coal title:vote source:herald after:7d sort:newest',
    Array.from({ length: 30 }, (_, i) => `"city ${i}"`).join(' OR '),
    '城市规划和太阳能发电',
  ])('leaves alone what people write: %.40s', (text) => {
    const query = parseQuery(text)
    expect(affordable(query)).toEqual(query)
  })

  it('takes quotation marks in a pasted passage for punctuation', () => {
    const passage = `${'one two three '.repeat(8)} and he said "no thank you" to them`
    expect(textClauses(affordable(parseQuery(passage))).some(({ phrase }) => phrase)).toBe(false)
  })

  it('reads of everything only as much as can be answered in time', () => {
    const characters = (text: string) =>
      textClauses(affordable(parseQuery(text))).reduce((sum, clause) => sum + clause.text.length, 0)
    expect(characters('word '.repeat(1200))).toBe(3000)
    expect(characters('城市规划'.repeat(1500))).toBe(375)
    const prefixes = Array.from({ length: 50 }, (_, i) => `w${i}*`).join(' ')
    expect(textClauses(affordable(parseQuery(prefixes))).filter(({ prefix }) => prefix)).toHaveLength(4)
    expect(filtersOf(affordable(parseQuery('source:a '.repeat(500))))).toHaveLength(20)
    expect(affordable(parseQuery('-a '.repeat(500))).clauses).toHaveLength(40)
  })
})
