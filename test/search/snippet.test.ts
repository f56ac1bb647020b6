import { describe, expect, it } from 'vitest'
import { parseQuery } from '../../src/search/query/parse-query.js'
import { plainSnippet, snippet } from '../../src/search/snippet.js'
import { oddPieces, randomFrom, randomText } from '../support/random.js'

/** An English article. */
const english = (text: string) => ({ text, language: 'en' })

const text = `The council met on Tuesday. Nobody had expected a long evening.

The harbour bridge will close for repairs in March. Ferries will run every ten minutes. The budget for the bridge is 4.5 million.`

describe('snippet', () => {
  it.each([
    [
      'shows the sentences with most of the query in bold',
      'bridge repairs',
      60,
      'The harbour **bridge** will close for **repairs** in March.',
    ],
    [
      'adds neighbours that fit',
      'bridge repairs',
      100,
      'The harbour **bridge** will close for **repairs** in March. Ferries will run every ten minutes.',
    ],
    ['marks other forms of a word', 'ferry', 40, '**Ferries** will run every ten minutes.'],
    ['begins at the beginning without a match', 'zebra', 30, 'The council met on Tuesday.'],
    [
      'prefers rare words to repeated ones',
      'bridge budget',
      60,
      'The **budget** for the **bridge** is 4.5 million.',
    ],
  ])('%s', (_, query, length, expected) => {
    expect(snippet(english(text), parseQuery(query), length)).toBe(expected)
  })

  it('cuts a long sentence between words', () => {
    const long = `${'many words come first '.repeat(20)}and then the zebra crosses ${'a very wide street '.repeat(20)}.`
    const shown = plainSnippet(english(long), parseQuery('zebra'), 80)
    expect(shown).toMatch(/^….*zebra.*…$/)
    const cut = shown.slice(1, -1)
    expect(` ${long} `).toContain(` ${cut} `)
  })

  it('escapes markdown of the text and keeps its own', () => {
    expect(snippet(english('*Stars* and @everyone like **solar_power** roofs.'), parseQuery('roofs'))).toBe(
      '\\*Stars\\* and @\u200beveryone like \\*\\*solar\\_power\\*\\* **roofs**.',
    )
  })

  it('makes touching Chinese words one bold stretch', () => {
    expect(snippet(english('市议会批准了城市规划。'), parseQuery('城市规划'))).toBe(
      '市议会批准了**城市规划**。',
    )
  })

  it('marks a hyphenated word as one', () => {
    expect(snippet(english('We tried the GPT-4 plugin.'), parseQuery('GPT-4'))).toBe(
      'We tried the **GPT-4** plugin.',
    )
  })

  it('does not run on into a heading', () => {
    const page = 'The old arch rusts.\n\nWho pays\n\nThe city pays for the arch.'
    expect(plainSnippet(english(page), parseQuery('rust'), 60)).toBe('The old arch rusts.')
  })

  it('is empty for an empty text', () => {
    expect(snippet(english(''), parseQuery('x'))).toBe('')
  })

  it('is never too long, never splits a character, and quotes the text, whatever the text', () => {
    const random = randomFrom(5)
    const pieces = oddPieces.filter((piece) => !/^[\ud800-\udfff]$/.test(piece))
    for (let i = 0; i < 400; i++) {
      const source = randomText(random, pieces, 120)
      const query = parseQuery(randomText(random, pieces, 6))
      const max = 5 + Math.floor(random() * 200)
      const plain = plainSnippet(english(source), query, max)
      const context = JSON.stringify({ source, query, max })
      expect(plain.length, context).toBeLessThanOrEqual(max)
      expect(snippet(english(source), query, max).length, context).toBeLessThanOrEqual(max)
      expect(plain, context).not.toMatch(/\p{Surrogate}/u)
      expect(source.replace(/\s+/g, ' '), context).toContain(plain.replace(/^…|…$/g, ''))
    }
  })

  it('marks the words of the language the article is in', () => {
    const article = { text: 'Die Häuser am Hafen stehen leer.', language: 'de' }
    expect(snippet(article, parseQuery('haus'))).toBe('Die **Häuser** am Hafen stehen leer.')
  })

  it('marks words by their beginning', () => {
    expect(snippet(english('Electricity is dear.'), parseQuery('electr*'))).toBe('**Electricity** is dear.')
  })

  it.each(['a', 'tax ', 'tax. ', '"a. '])('shows a piece of 200,000 times %j', (piece) => {
    expect(plainSnippet(english(piece.repeat(200_000)), parseQuery('tax a')).length).toBeLessThanOrEqual(300)
  })
})
