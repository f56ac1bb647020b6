import { describe, expect, it } from 'vitest'
import { parseDate, parseTimestamp } from '../../src/sources/parse-date.js'

describe('a date is read as UTC whatever the zone of the host', () => {
  it.each([
    ['2023-05-03T20:15:30Z', '2023-05-03T20:15:30'],
    ['2023-05-03T20:15:30.123+02:00', '2023-05-03T18:15:30'],
    ['2023-05-03', '2023-05-03T00:00:00'],
    ['20230503T201530Z', '2023-05-03T20:15:30'],
    ['Wed, 03 May 2023 20:15:30 GMT', '2023-05-03T20:15:30'],
    ['3 May 23 20:15 EDT', '2023-05-04T00:15:00'],
    ['Wed May  3 20:15:30 2023', '2023-05-03T20:15:30'],
    ['May 3, 2023 8:15 PM', '2023-05-03T20:15:00'],
    ['May 3, 2023 12:15 am', '2023-05-03T00:15:00'],
    ['May 3, 2023 20:15 PM', '2023-05-03T20:15:00'],
    ['2023年5月3日 下午8:15', '2023-05-03T20:15:00'],
    ['3 mai 2023 à 20:15', '2023-05-03T20:15:00'],
    ['mardi 16 avril 2024', '2024-04-16T00:00:00'],
    ['03.05.2023 20:15', '2023-05-03T20:15:00'],
    ['05/13/2023', '2023-05-13T00:00:00'],
    ['1683144930', '2023-05-03T20:15:30'],
  ])('%s', (text, expected) => {
    expect(parseDate(text)).toBe(Date.parse(`${expected}Z`))
  })

  it.each([
    '',
    'soon',
    'May',
    '2023-13-01',
    '30 Feb 2023',
    '2023-05-03T25:00Z',
    '2023-05-03T20:15:30+00:xx',
    '0001-01-01',
    '12:30',
  ])('%s is no date', (text) => {
    expect(parseDate(text)).toBeNull()
  })

  it('numbers are seconds or milliseconds', () => {
    expect(parseTimestamp(1683144930)).toBe(1683144930000)
    expect(parseTimestamp(1683144930123)).toBe(1683144930123)
    expect(parseTimestamp({})).toBeNull()
  })
})
