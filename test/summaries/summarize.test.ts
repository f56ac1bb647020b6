import { describe, expect, it } from 'vitest'
import { summarize } from '../../src/summaries/summarize.js'
import { oddPieces, randomFrom, randomText } from '../support/random.js'

const article = `By: Ada Quill

Riverton will close its harbour bridge for nine months to replace the rusted steel arch.

The council approved the bridge repairs on Tuesday after engineers warned about the arch.

1、 What happens now

Ferries will cross the harbour every ten minutes while the bridge is closed.

“It is a long time, and nobody likes it,” one shopkeeper said.

Who pays for the ferries?

The repairs cost 40 million, half of it paid by the region, the council said of the bridge.

Lunch was served.

Click here for pictures of the bridge.

More bridges | bridges | harbour`

describe('summarize', () => {
  it('gives the sentences that carry the matter, in the order of the text', () => {
    expect(summarize(article).sentences).toEqual([
      'Riverton will close its harbour bridge for nine months to replace the rusted steel arch.',
      'The council approved the bridge repairs on Tuesday after engineers warned about the arch.',
      'Ferries will cross the harbour every ten minutes while the bridge is closed.',
    ])
  })

  it('leaves out bylines, headings, link lists and invitations, however many sentences are asked for', () => {
    const all = summarize(article, { sentences: 50 }).sentences
    expect(all).toHaveLength(7)
    expect(all.join(' ')).not.toMatch(/Quill|What happens now|Click here|\|/)
  })

  it('does not repeat the title or a sentence', () => {
    const text =
      'Bridge closes. The bridge closes in March. The bridge closes in March. Ferries run instead until winter.'
    expect(summarize(text, { title: 'Bridge closes.' }).sentences).toEqual([
      'The bridge closes in March.',
      'Ferries run instead until winter.',
    ])
  })

  it('prefers a new thought to the same again', () => {
    const text = `The harbour bridge closes in March for repairs of the arch. The harbour bridge will close in March for repairs of its arch. Ferries cross every ten minutes and cost nothing for residents.`
    expect(summarize(text, { sentences: 2 }).sentences[1]).toMatch(/^Ferries/)
  })

  it.each([
    ['nothing', '', []],
    ['one sentence', 'Only this one is known.', ['Only this one is known.']],
    ['headings only', 'A heading\n\nAnother heading', ['A heading', 'Another heading']],
  ])('gives what there is: %s', (_, text, sentences) => {
    expect(summarize(text).sentences).toEqual(sentences)
  })

  it('summarises Chinese', () => {
    const text =
      '江城市议会周二批准了太阳能屋顶计划。学校将首先安装太阳能屋顶。有人带来了一只猫。计划投资四千万元，由太阳能公司承担一半。'
    expect(summarize(text, { sentences: 2 }).sentences[0]).toBe('江城市议会周二批准了太阳能屋顶计划。')
  })

  it('counts the words of the text', () => {
    expect(summarize('Three little words.\n\nAnd four words more.').words).toBe(7)
    expect(summarize('城市规划').words).toBe(2)
  })

  it('gives distinct sentences of the text in order, whatever the text', () => {
    const random = randomFrom(7)
    for (let i = 0; i < 200; i++) {
      const text = randomText(random, oddPieces, 100)
      const { sentences } = summarize(text, { sentences: 4 })
      expect(sentences.length).toBeLessThanOrEqual(4)
      expect(new Set(sentences).size).toBe(sentences.length)
      let from = 0
      for (const sentence of sentences) {
        from = text.indexOf(sentence, from)
        expect(from, JSON.stringify({ text, sentence })).toBeGreaterThanOrEqual(0)
        from += sentence.length
      }
    }
  })

  it('reads a book in a moment', () => {
    const text = Array.from(
      { length: 20_000 },
      (_, i) => `Chapter ${i} tells of king number ${i * 7} and his ships.`,
    ).join(' ')
    const started = performance.now()
    expect(summarize(text).sentences).toHaveLength(3)
    expect(performance.now() - started).toBeLessThan(3000)
  })
})
