import { describe, expect, it } from 'vitest'
import { parseQuery, type Query } from '../../src/search/query.js'
import { oddPieces, randomFrom, randomText } from '../support/random.js'

/** A query in one line: `"a b"` phrase, `a+b` words together, `|` alternatives, `-` excluded. */
function show({ all, none }: Query): string {
  const one = ({ terms, phrase }: Query['none'][number]) =>
    phrase ? `"${terms.join(' ')}"` : terms.join('+')
  return [
    ...all.map((group) => group.map(one).join('|')),
    ...none.map((alternative) => `-${one(alternative)}`),
  ].join(' ')
}

describe('parseQuery', () => {
  it.each([
    ['reads words', 'solar budgets', 'solar budget'],
    ['reads a phrase', '"city budget" solar', '"citi budget" solar'],
    ['reads typographic quotation marks', '“city budget” „solar power“', '"citi budget" "solar power"'],
    ['reads Chinese quotation marks', '「太阳能发电」 『城市规划』', '"太阳 能 发电" "城市 规划"'],
    ['reads exclusions', 'solar -wind -"city budget"', 'solar -"wind" -"citi budget"'],
    ['reads OR and | as alternatives', 'solar OR wind|hydro budget', 'solar|wind|hydro budget'],
    ['reads words in parentheses as one alternative', '(crude oil) OR opec', 'crude+oil|opec'],
    ['reads a hyphenated word as its parts or the whole', 'GPT-4', 'gpt+4|gpt4'],
    ['reads a Chinese word without spaces as all of its words', '城市规划', '城市+规划'],
    ['does not take a hyphen for an exclusion', 'self-hosted - solar', 'self+host|selfhost solar'],
    ['reads an unclosed quotation mark as nothing', '"city budget', 'citi budget'],
    ['does not open a phrase after a number of inches', '27" monitor 32" screen', '27 monitor 32 screen'],
    ['reads an OR without neighbours as nothing', 'OR solar OR', 'solar'],
    ['reads a small "or" as the stop word it is', 'solar or wind', 'solar wind'],
    ['reads unbalanced parentheses as nothing', '((solar) wind', 'solar wind'],
    ['finds nothing in stop words', 'what is the', ''],
    ['drops stop words inside a phrase', '"the city of gold"', '"citi gold"'],
  ])('%s', (_, text, expected) => {
    expect(show(parseQuery(text))).toBe(expected)
  })

  it('never fails and never gives an empty requirement, for any text of 6,000 characters', () => {
    const random = randomFrom(2)
    for (let i = 0; i < 200; i++) {
      const text = randomText(random, oddPieces, i < 190 ? 40 : 2000).slice(0, 6000)
      const { all, none } = parseQuery(text)
      for (const alternative of [...all.flat(), ...none])
        expect(alternative.terms.length, JSON.stringify(text)).toBeGreaterThan(0)
      expect(
        all.every((group) => group.length > 0),
        JSON.stringify(text),
      ).toBe(true)
    }
  })

  it.each(['"', '“', '(', '-"', '|', 'a"', 'OR ', '('.repeat(3)])(
    'reads 6,000 characters of %j at once',
    (piece) => {
      const started = performance.now()
      parseQuery(piece.repeat(6000).slice(0, 6000))
      expect(performance.now() - started).toBeLessThan(500)
    },
  )
})
