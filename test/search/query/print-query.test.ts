import { describe, expect, it } from 'vitest'
import { type Condition, compileQuery } from '../../../src/search/query/compile.js'
import { parseQuery } from '../../../src/search/query/parse-query.js'
import { plainWords, printQuery } from '../../../src/search/query/print-query.js'
import type { Query } from '../../../src/search/query/query.js'
import { relaxations } from '../../../src/search/query/relax.js'
import { oddPieces, randomFrom, randomText } from '../../support/random.js'

/** What a query asks for, without where its parts stood and what stands for nothing. */
function asks({ clauses, sort }: Query): unknown {
  const plain = (condition: Condition): unknown => {
    if (condition.kind === 'not' || condition.kind === 'must')
      return { [condition.kind]: plain(condition.condition) }
    if (condition.kind !== 'all' && condition.kind !== 'any') return { ...condition, clause: undefined }
    const parts = condition.conditions.map(plain)
    return parts.length === 1 ? parts[0] : { [condition.kind]: parts }
  }
  return { sort, condition: plain(compileQuery({ clauses }, ['en', 'zh'])) }
}

describe('printQuery', () => {
  it.each([
    ['solar  budget', 'solar budget'],
    ['“city budget” AND solar', '+"city budget" +solar'],
    ['* -solar', '* -solar'],
    ['week period:2021', 'week period:"2021"'],
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
      ' +',
      ' * ',
      ' AND ',
      ' sort:best ',
    ]
    for (let i = 0; i < 500; i++) {
      const query = parseQuery(randomText(random, pieces, 25))
      expect(asks(parseQuery(printQuery(query))), query.text).toEqual(asks(query))
    }
  })
})

describe('plainWords', () => {
  it.each([
    ['Trump: "We won" - source:AP says (live) OR not', 'Trump We won source AP says live or not'],
    ['Q&A: -40 degrees* in title:x', 'Q&A: 40 degrees in title x'],
    ['AT&T|Verizon', 'AT&T Verizon'],
    ['太阳能「屋顶」计划', '太阳能 屋顶 计划'],
  ])('of %j', (text, expected) => {
    expect(plainWords(text)).toBe(expected)
  })

  it('are read as words and nothing else, whatever the text', () => {
    const random = randomFrom(13)
    for (let i = 0; i < 300; i++) {
      const text = randomText(random, [...oddPieces, ' title:', ' after:7d ', ' +', '*', ' NOT '], 25)
      for (const clause of parseQuery(plainWords(text)).clauses)
        expect(clause, JSON.stringify(text)).toMatchObject({
          kind: 'text',
          phrase: false,
          prefix: false,
          title: false,
        })
    }
  })
})

describe('relaxations', () => {
  it.each([
    ['"city budget" solar', ['phrases: city budget solar']],
    ['title:solar wind', ['titles: solar wind']],
    ['solar -wind', ['exclusions: solar']],
    ['solar AND wind', ['required: solar wind']],
    ['* -wind', ['exclusions: *']],
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
