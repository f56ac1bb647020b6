import { describe, expect, it } from 'vitest'
import { gistOf } from '../../src/summaries/gist.js'
import { summarize } from '../../src/summaries/summarize.js'

const filler = (what: string, words: number) =>
  `Everybody in the long hall listened to the ${what} for a while and then went home in the rain. `
    .repeat(Math.ceil(words / 17))
    .trim()
const section = (what: string, words = 60) =>
  `The council wants ${what} to be built within two years and at half the cost. ${filler(what, words)}`
const lead = 'Riverton presents a plan for its harbour with new ferries, bridges and trams.'

function structured(headings: string[], words?: number): string {
  return [lead, ...headings.flatMap((heading, i) => [heading, section(`plan ${i}`, words)])].join('\n\n')
}

const detailed = (text: string) => gistOf(text, { length: 'detailed' })

describe('gistOf', () => {
  it('shows of a long structured text what the lead says, and each heading with a sentence', () => {
    const { sentences, sections } = detailed(structured(['1、Trams', '2、Ferries', '3、Bridges'], 220))
    expect(sentences).toEqual([lead])
    expect(sections.map(({ heading }) => heading)).toEqual(['Trams', 'Ferries', 'Bridges'])
    expect(sections[1]?.sentence).toContain('plan 1')
  })

  it('shows key points of a short one, and sections of one with many', () => {
    expect(detailed(structured(['1、Trams', '2、Ferries', '3、Bridges']))).toMatchObject({
      sections: [],
      sentences: expect.arrayContaining([lead]),
    })
    expect(detailed(structured(['1. A b', '2. B c', '3. C d', '4. D e', '5. E f'])).sections).toHaveLength(5)
  })

  it.each([
    ['1、 Trams', 'Trams'],
    ['2. Ferries', 'Ferries'],
    ['2.1 Ferries', 'Ferries'],
    ['一、总体目标', '总体目标'],
    ['（二）保障措施', '保障措施'],
    ['## 3. Costs', 'Costs'],
    ['Chapter 2: the costs', 'Chapter 2: the costs'],
  ])('strips the number of %s', (heading, bare) => {
    const { sections } = detailed(structured([heading, heading.replace(/\p{L}+$/u, '$&x')], 400))
    expect(sections[0]?.heading).toBe(bare)
  })

  it('prefers a sentence of a section that stands alone', () => {
    const body = `They matched the abandoned settlement of the bridge builders on the island. ${section('bridges', 200)}`
    const text = [lead, '1. Bridges', body, '2. Trams', body, '3. Ferries', body].join('\n\n')
    for (const { sentence } of detailed(text).sections) expect(sentence).not.toMatch(/^They/)
  })

  it('has in detail what the short summary has, and more from the rest of the text', () => {
    const names = 'Alder Birch Cedar Dogwood Elm Fir Gorse Hazel Ivy Juniper Larch Maple'.split(' ')
    const text = names
      .flatMap((name, i) => [
        `The ${name} yard built ${i + 3} ships for the town of ${names[(i * 5 + 1) % 12]} last year.`,
        `It is known for the ${name} mast.`,
      ])
      .join(' ')
    const { sentences } = detailed(text)
    expect(sentences).toEqual(expect.arrayContaining(summarize(text).sentences))
    expect(sentences.length).toBeGreaterThanOrEqual(5)
    expect(text.indexOf(sentences.at(-1) ?? '') / text.length).toBeGreaterThan(0.6)
    const beside = sentences.filter((sentence) => !summarize(text).sentences.includes(sentence))
    expect(beside.filter((sentence) => /^It /.test(sentence))).toEqual([])
  })

  it('takes for one line a sentence that speaks of what the title says', () => {
    const text =
      'After two years the trams of Riverton will run through the night again, at first on Fridays. The night service was stopped in 2024 because 34 of 90 drivers were missing. The night service had 370 passengers. The service of 2024 had 34 drivers.'
    const options = { title: 'Night tram returns on Fridays', length: 'line' } as const
    expect(gistOf(text, options).sentences[0]).toMatch(/^After two years/)
  })
})
