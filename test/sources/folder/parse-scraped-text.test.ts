import { readdirSync, readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { fromRoot } from '../../../src/core/root.js'
import { parseScrapedText } from '../../../src/sources/folder/parse-scraped-text.js'

const folder = fromRoot('test/fixtures/sources/scraped')
const names = readdirSync(folder)
  .filter((file) => file.endsWith('.txt'))
  .map((file) => file.slice(0, -'.txt'.length))

describe('a scraped page gives its article, its teasers and its headlines', () => {
  it.each(names)('%s', (name) => {
    const expected: unknown = JSON.parse(readFileSync(`${folder}/${name}.json`, 'utf8'))
    expect(parseScrapedText(readFileSync(`${folder}/${name}.txt`, 'utf8'))).toEqual(expected)
  })
})

/** A small generator (mulberry32), so that a failing page can be built again from its seed. */
function randomFrom(seed: number) {
  let state = seed
  return (below: number) => {
    state = (state + 0x6d2b79f5) | 0
    let t = Math.imul(state ^ (state >>> 15), 1 | state)
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t
    return ((t ^ (t >>> 14)) >>> 0) % below
  }
}

const words =
  'river market school bridge winter council garden museum letter harbour street teacher ferry archive'.split(
    ' ',
  )

function buildPage(seed: number) {
  const random = randomFrom(seed)
  const phrase = (count: number) => Array.from({ length: count }, () => words[random(words.length)]).join(' ')
  const capital = (text: string) => text.charAt(0).toUpperCase() + text.slice(1)
  let serial = 0
  const sentence = () => `${capital(phrase(8 + random(12)))} number ${++serial}.`
  const paragraph = () => Array.from({ length: 1 + random(4) }, sentence).join(' ')
  const headline = () => `${capital(phrase(5 + random(6)))} in part ${++serial} of town`
  const many = <T>(most: number, make: () => T) => Array.from({ length: random(most + 1) }, make)
  const tags = () => Array.from({ length: 1 + random(3) }, () => ` | ${phrase(1)}`).join('')

  const title = headline()
  const body = [paragraph(), paragraph(), ...many(5, paragraph), `1、 ${headline()}`, paragraph()]
  const teasers = many(6, () => ({ title: headline(), tags: tags(), text: paragraph() }))
  const headlines = many(6, headline)
  const printed = teasers.map(
    (teaser) => `${teaser.title}${teaser.tags}\n${teaser.title}${teaser.tags}\n\n${teaser.text}`,
  )
  const glued = headlines.map((line) => line + tags()).join('')
  const source = [
    title,
    'Release time:May 03, 2023 20:15 PM',
    ...body,
    ...printed,
    ...(headlines.length > 1 ? [glued] : []),
  ]
  return {
    title,
    body,
    teasers,
    headlines: headlines.length > 1 ? headlines : [],
    source: source.join('\n\n'),
  }
}

describe('for any page of this build', () => {
  it('keeps each sentence, in the article it belongs to', () => {
    for (let seed = 1; seed <= 150; seed++) {
      const page = buildPage(seed)
      const read = parseScrapedText(page.source)
      expect(read.main?.text.split('\n\n'), `seed ${seed}`).toEqual(page.body)
      expect(read.teasers, `seed ${seed}`).toEqual(page.teasers.map(({ title, text }) => ({ title, text })))
      expect(read.headlines, `seed ${seed}`).toEqual(page.headlines)
    }
  })

  it('loses no character but tags, repetitions and whitespace, also when lines are shuffled', () => {
    for (let seed = 1; seed <= 100; seed++) {
      const random = randomFrom(seed)
      const { source } = buildPage(seed)
      const lines = source.split('\n').sort(() => random(3) - 1)
      const { main, teasers, headlines } = parseScrapedText(lines.join('\n'))
      const kept = [main?.title, main?.text, ...teasers.flatMap((t) => [t.title, t.text]), ...headlines].join(
        '\n',
      )
      const lost = lines.filter((line) => !line.startsWith('Release time'))
      for (const line of lost) {
        const sentences = line.split(/\s*\|\s*[a-z]+/).filter((part) => part.trim() !== '')
        for (const part of sentences) expect(kept, `seed ${seed}`).toContain(part)
      }
    }
  })
})

describe('bounded time', () => {
  it.each([
    ['a million line breaks', '\n'.repeat(1_000_000)],
    ['a million capitals inside words', 'aB'.repeat(500_000)],
    ['a line of bars', 'some words here | '.repeat(50_000)],
    ['many lines that are nearly all borders', `${'AB | cD '.repeat(1200)}\n\n`.repeat(50)],
    ['many lines of capitals inside words', `${'a1B'.repeat(3300)}\n\n`.repeat(50)],
    ['the same line again and again', 'one two three four five\n'.repeat(20_000)],
  ])('%s', (_name, source) => {
    const start = performance.now()
    parseScrapedText(source)
    expect(performance.now() - start).toBeLessThan(2000)
  })
})
