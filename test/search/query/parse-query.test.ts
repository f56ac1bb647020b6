import { describe, expect, it } from 'vitest'
import { parseQuery } from '../../../src/search/query/parse-query.js'
import type { Clause, Query } from '../../../src/search/query/query.js'
import { oddPieces, randomFrom, randomText } from '../../support/random.js'

/** A query in one line: `"a b"` phrase, `a*` prefix, `(a | b)` alternatives, `(a b)` all of them, `-a` excluded. */
function show({ clauses, sort }: Query): string {
  return [...clauses.map(showClause), ...(sort ? [`sort=${sort}`] : [])].join(' ')
}

function showClause(clause: Clause): string {
  switch (clause.kind) {
    case 'text': {
      const text = clause.phrase ? `"${clause.text}"` : clause.text
      return `${clause.title ? 'title=' : ''}${text}${clause.prefix ? '*' : ''}`
    }
    case 'filter':
      return `${clause.field}=${clause.value}`
    case 'not':
      return `-${showClause(clause.clause)}`
    case 'must':
      return `+${showClause(clause.clause)}`
    default:
      return `(${clause.clauses.map(showClause).join(clause.kind === 'any' ? ' | ' : ' ')})`
  }
}

describe('parseQuery', () => {
  it.each([
    ['reads words', 'solar budgets', 'solar budgets'],
    ['reads a phrase', '"city budget" solar', '"city budget" solar'],
    ['reads typographic quotation marks', '“city budget” „solar power“', '"city budget" "solar power"'],
    [
      'reads Chinese and French quotation marks',
      '「太阳能」『规划』«le maire»',
      '"太阳能" "规划" "le maire"',
    ],
    ['reads exclusions', 'solar -wind -"city budget"', 'solar -wind -"city budget"'],
    ['reads NOT as an exclusion', 'solar NOT wind', 'solar -wind'],
    ['excludes whole parentheses', 'solar -(wind hydro)', 'solar -(wind hydro)'],
    ['reads OR and | as alternatives', 'solar OR wind|hydro budget', '(solar | wind | hydro) budget'],
    ['reads AND as required on both sides', 'solar AND wind rain', '+solar +wind rain'],
    ['reads what is required', '+solar +"city budget" wind', '+solar +"city budget" wind'],
    ['reads an AND without neighbours as nothing', 'AND solar AND', '+solar'],
    ['does not require what is required anyway', '+source:herald +-solar', 'source=herald -solar'],
    ['reads operators before quotation marks', 'solar OR"city budget"', '(solar | "city budget")'],
    ['reads words in parentheses as one alternative', '(crude oil) OR opec', '((crude oil) | opec)'],
    ['reads beginnings of words', 'solar* budget', 'solar* budget'],
    ['takes one Latin letter for no beginning, one Chinese character for one', 'a* 城*', 'a* 城*'],
    ['takes a lone star for everything', '* -solar', 'everything=* -solar'],
    [
      'reads words and phrases of the title',
      'title:solar title:"city budget"',
      'title=solar title="city budget"',
    ],
    ['reads a beginning in the title', 'intitle:sol*', 'title=sol*'],
    [
      'reads sources, also in quotation marks',
      'source:herald source:"The Herald"',
      'source=herald source=The Herald',
    ],
    [
      'reads topics, authors and languages',
      'topic:Energy by:"Ann Lee" lang:de',
      'topic=Energy author=Ann Lee lang=de',
    ],
    [
      'reads fields in capitals and with a full-width colon',
      'Source:herald LANG：zh',
      'source=herald lang=zh',
    ],
    ['excludes a source', 'solar -source:herald', 'solar -source=herald'],
    ['reads dates', 'solar after:2026-05 before:2026-06-03', 'solar after=2026-05 before=2026-06-03'],
    ['reads ages', 'after:7d solar', 'after=7d solar'],
    ['reads times of several words', 'after:last week solar', 'after=last week solar'],
    ['reads times of three words', 'since:last 30 days solar', 'after=last 30 days solar'],
    ['reads the time since a date', 'period:"since 2026-10" solar', 'period=since 2026-10 solar'],
    ['reads a month', 'period:october solar', 'period=october solar'],
    ['reads Chinese times', 'period:上周 太阳能', 'period=上周 太阳能'],
    ['reads an order', 'solar sort:newest', 'solar sort=newest'],
    ['reads what is no time as words', 'after:party before:', 'after:party before:'],
    ['reads an unknown order as words', 'sort:colour', 'sort:colour'],
    ['reads a field without a value as a word', 'source: title:', 'source: title:'],
    [
      'does not take other colons for fields',
      '12:30 https://example.org c:\\x',
      '12:30 https://example.org c:\\x',
    ],
    [
      'does not take a hyphen or plus for a sign',
      'self-hosted - solar C++ + x',
      'self-hosted - solar C++ + x',
    ],
    ['reads an unclosed quotation mark as nothing', '"city budget', 'city budget'],
    ['does not open a phrase after a number of inches', '27" monitor 32" screen', '27" monitor 32" screen'],
    ['reads an OR without neighbours as nothing', 'OR solar OR', 'solar'],
    ['reads a small "or" as a word', 'solar or wind', 'solar or wind'],
    ['reads unbalanced parentheses as nothing', '((solar) wind', '(solar wind)'],
    ['reads parentheses without anything in them as nothing', '() solar ()', 'solar'],
    ['reads parentheses closed too often as nothing', 'solar) wind', 'solar wind'],
  ])('%s', (_, text, expected) => {
    expect(show(parseQuery(text))).toBe(expected)
  })

  it('says where each text stands', () => {
    const text = 'a "b c" title:d -e'
    const starts = parseQuery(text).clauses.flatMap((clause) => (clause.kind === 'text' ? [clause] : []))
    for (const { start, text: part } of starts) expect(text.slice(start, start + part.length)).toBe(part)
  })

  it('never fails and never gives an empty part, for any text of 6,000 characters', () => {
    const random = randomFrom(2)
    const pieces = [...oddPieces, 'title:', 'source:', 'after:', 'last week', 'sort:', ' NOT ', ' AND ', '：']
    const check = (clause: Clause, text: string): void => {
      if (clause.kind === 'text') expect(clause.text, JSON.stringify(text)).not.toBe('')
      else if (clause.kind === 'filter') expect(clause.value, JSON.stringify(text)).not.toBe('')
      else if (clause.kind === 'not' || clause.kind === 'must') check(clause.clause, text)
      else {
        expect(clause.clauses.length, JSON.stringify(text)).toBeGreaterThan(0)
        for (const part of clause.clauses) check(part, text)
      }
    }
    for (let i = 0; i < 200; i++) {
      const text = randomText(random, pieces, i < 190 ? 40 : 2000).slice(0, 6000)
      for (const clause of parseQuery(text).clauses) check(clause, text)
    }
  })

  it.each(['"', '“', '(', '-"', '|', 'a"', 'OR ', '-', 'title:', 'after:a ', '('.repeat(3)])(
    'reads 6,000 characters of %j',
    (piece) => {
      expect(() => parseQuery(piece.repeat(6000).slice(0, 6000))).not.toThrow()
    },
  )
})
