import { describe, expect, it } from 'vitest'
import { hostileTexts } from '../../bench/hostile-texts.js'
import { escapeMarkdown } from '../../src/core/text.js'
import { keyFacts } from '../../src/summaries/key-facts.js'
import { readingMinutes } from '../../src/summaries/reading-minutes.js'
import { readLines } from '../../src/summaries/sample-text.js'
import { summarize } from '../../src/summaries/summarize.js'
import { longestView, viewOf } from '../../src/summaries/view-of.js'

/** Before patterns were bounded, several of these took minutes: the test would not end in time. */
describe('what sums up a text', () => {
  it.each(Object.entries(hostileTexts))('ends for %s', (_, text) => {
    for (const length of ['line', 'short', 'detailed'] as const)
      expect(summarize(text, { length, title: text }).sentences.every(isReadable)).toBe(true)
    for (const language of ['en', 'zh'])
      expect(Object.values(keyFacts(text, { language })).flat().every(isReadable)).toBe(true)
    expect(readingMinutes(text)).toBeGreaterThan(0)
    expect(escapeMarkdown(text).length).toBeGreaterThanOrEqual(text.length)
  })

  it('looks at no more of a sentence than a person reads', () => {
    expect(viewOf('x'.repeat(60_000))).toHaveLength(longestView)
    expect(viewOf('short')).toBe('short')
    const long = `The ${'x'.repeat(1200)} bridge closes.`
    expect(summarize(`${long} The ferry runs. The tram runs.`).sentences).toEqual([
      'The ferry runs.',
      'The tram runs.',
    ])
  })

  it('reads less of scripts whose words no spaces separate', () => {
    const read = (text: string) => readLines(text).join('').length
    expect(read('江城市议会周二批准了太阳能屋顶计划。'.repeat(20_000))).toBeLessThan(15_000)
    expect(read('The council approved the plan. '.repeat(20_000))).toBeLessThan(81_000)
    expect(read('The council approved the plan. '.repeat(2000))).toBeGreaterThan(61_000)
  })
})

function isReadable(text: string): boolean {
  return text.length <= longestView
}
