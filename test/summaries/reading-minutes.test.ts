import { expect, it } from 'vitest'
import { readingMinutes } from '../../src/summaries/reading-minutes.js'

it.each([
  ['at least one minute', '', null, 1],
  ['220 words a minute', 'word '.repeat(660), 'en', 3],
  ['fewer of German', 'Wort '.repeat(600), 'de', 3],
  ['400 Chinese characters a minute', '城市'.repeat(400), 'zh', 2],
  ['both where both are read', `${'城市'.repeat(400)} ${'word '.repeat(220)}`, 'zh', 3],
])('counts %s', (_, text, language, minutes) => {
  expect(readingMinutes(text, language)).toBe(minutes)
})
