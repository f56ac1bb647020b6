import { describe, expect, it } from 'vitest'
import { type Condition, compileQuery } from '../../../src/search/query/compile.js'
import { parseQuery } from '../../../src/search/query/parse-query.js'
import { printQuery } from '../../../src/search/query/print-query.js'
import type { Query } from '../../../src/search/query/query.js'
import { relaxations } from '../../../src/search/query/relax.js'
import { oddPieces, randomFrom, randomText } from '../../support/random.js'

/** What a query asks for, without where its parts stood and what stands for nothing. */
function asks({ clauses, sort }: Query): unknown {
  const plain = (condition: Condition): unknown => {
    if (condition.kind === 'not') return { not: plain(condition.condition) }
    if (condition.kind !== 'all' && condition.kind !== 'any') return { ...condition, clause: undefined }
    const parts = condition.conditions.map(plain)
    return parts.length === 1 ? parts[0] : { [condition.kind]: parts }
  }
  return { sort, condition: plain(compileQuery({ clauses }, ['en', 'zh'])) }
}

describe('printQuery', () => {
  it.each([
    ['solar  budget', 'solar budget'],
    ['“city budget” AND solar', '"city budget" solar'],
    ['solar OR wind|hydro -coal', '(solar OR wind OR hydro) -coal'],
    ['title:solar* NOT (a b)', 'title:solar* -(a b)'],
    ['since:last week site:"The Herald" by:lee', 'after:"last week" source:"The Herald" author:lee'],
    ['「said "no"」', '“said "no"”'],
    ['solar sort:newest', 'solar sort:newest'],
  ])('prints %j', (text, expected) => {
    expect(printQuery(parseQuery(text))).toBe(expected)
  })

  it('is read as a query that asks for the same, whatever the query', () => {
    const random = randomFrom(12)
    const pieces = [
      ...oddPieces,
      ' title:',
      ' source:',
      ' after:7d ',
      ' since:last week ',
      ' NOT ',
      ' AND ',
      ' sort:best ',
    ]
    for (let i = 0; i < 500; i++) {
      const query = parseQuery(randomText(random, pieces, 25))
      expect(asks(parseQuery(printQuery(query))), query.text).toEqual(asks(query))
    }
  })
})

describe('relaxations', () => {
  it.each([
    ['"city budget" solar', ['phrases: city budget solar']],
    ['title:solar wind', ['titles: solar wind']],
    ['solar -wind', ['exclusions: solar']],
    [
      'solar source:herald after:7d',
      ['filter: solar after:7d', 'filter: solar source:herald', 'conditions: solar'],
    ],
    ['"a -b (c OR d)" x', ['phrases: a b c d x']],
    ['solar wind', []],
    ['source:herald', []],
    ['-wind', []],
  ])('of %j', (text, expected) => {
    expect(
      relaxations(parseQuery(text)).map(({ without, query }) => `${without}: ${printQuery(query)}`),
    ).toEqual(expected)
  })
})
