import { describe, expect, it } from 'vitest'
import { analyze } from '../../src/search/text/analyze.js'
import { calendarWords } from '../../src/summaries/calendar-words.js'

describe('calendarWords', () => {
  it.each([
    ['en', 'Tuesday'],
    ['de', 'März'],
    ['fr', 'mercredi'],
    ['es', 'lunes'],
    ['zh', '星期一'],
  ])('names days and months in %s as the index sees them: %s', (language, word) => {
    expect(calendarWords(language).has(analyze(word, language).join(' '))).toBe(true)
  })

  it.each(['', 'qqq', 'e', 'x-private', '../etc'])('knows none in "%s"', (language) => {
    expect(calendarWords(language).size).toBe(0)
  })
})
