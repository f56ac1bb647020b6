import { describe, expect, it } from 'vitest'
import { outline } from '../../src/summaries/outline.js'

const body = (what: string) =>
  `The council wants ${what} to be built within two years and at half the cost. ${'Nobody objected to it at the long meeting of last week, and the mayor was glad of it. '.repeat(4).trim()}`

describe('outline', () => {
  it.each([
    ['numbers', ['1、 Aims of the plan', '2、 What it costs']],
    ['decimal numbers', ['1. Aims', '1.1 Costs', '2. Times']],
    ['Chinese numerals', ['一、总体目标', '二、保障措施']],
    ['Markdown', ['## Aims', '## Costs']],
    ['words', ['Chapter 1', 'Chapter 2: the costs']],
    ['no numbers', ['Aims of the plan', 'What it costs', 'Who pays?']],
  ])('gives the headings with %s, each with a sentence of its section', (_, headings) => {
    const text = headings.flatMap((heading, i) => [heading, body(`bridge ${i}`)]).join('\n\n')
    expect(outline(text)?.sections).toEqual(
      headings.map((heading, i) => ({
        heading,
        sentence: `The council wants bridge ${i} to be built within two years and at half the cost.`,
      })),
    )
  })

  it.each([
    ['nothing', ''],
    ['plain paragraphs', [body('it'), body('this'), body('that')].join('\n\n')],
    ['one heading', `Aims of the plan\n\n${body('it')}`],
    ['a list', '1. Milk\n2. Bread\n3. Eggs'],
    ['navigation', 'Home\nNews\nSport\nContact'],
    ['bylines and labels', `By Ada Quill\n\n${body('it')}\n\nPhoto: Tom Reed\n\n${body('this')}`],
  ])('knows no structure in %s', (_, text) => {
    expect(outline(text)).toBeUndefined()
  })

  it('leaves out the title, and headings without a text', () => {
    const text = ['The plan', 'Aims', body('a'), 'Costs', 'Times', body('b'), 'People', body('c')].join(
      '\n\n',
    )
    expect(outline(text, { title: 'The plan' })?.sections.map(({ heading }) => heading)).toEqual([
      'Aims',
      'Times',
      'People',
    ])
  })

  it('is short enough to read', () => {
    const text = Array.from({ length: 40 }, (_, i) => `${i + 1}. Part ${i}\n\n${body(`bridge ${i}`)}`).join(
      '\n\n',
    )
    expect(outline(text)?.sections).toHaveLength(12)
  })
})
