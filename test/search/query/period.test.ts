import { describe, expect, it } from 'vitest'
import { parsePeriod, suggestedPeriods } from '../../../src/search/query/period.js'

/** A Wednesday. */
const now = Date.UTC(2026, 10, 4, 15, 30)

function show(text: string, timeZone?: string): string | undefined {
  const period = parsePeriod(text, now, timeZone)
  const iso = (ms: number) => new Date(ms).toISOString().slice(0, 16)
  return period && `${iso(period.from)} ${iso(period.to)}`
}

describe('parsePeriod', () => {
  it.each([
    ['today', '2026-11-04T00:00 2026-11-05T00:00'],
    ['Yesterday', '2026-11-03T00:00 2026-11-04T00:00'],
    ['this week', '2026-11-02T00:00 2026-11-09T00:00'],
    ['last  week', '2026-10-26T00:00 2026-11-02T00:00'],
    ['last_week', '2026-10-26T00:00 2026-11-02T00:00'],
    ['this month', '2026-11-01T00:00 2026-12-01T00:00'],
    ['last month', '2026-10-01T00:00 2026-11-01T00:00'],
    ['last year', '2025-01-01T00:00 2026-01-01T00:00'],
    ['7d', '2026-10-28T15:30 2026-11-04T15:30'],
    ['24h', '2026-11-03T15:30 2026-11-04T15:30'],
    ['last 2 weeks', '2026-10-21T15:30 2026-11-04T15:30'],
    ['3 days ago', '2026-11-01T15:30 2026-11-04T15:30'],
    ['最近7天', '2026-10-28T15:30 2026-11-04T15:30'],
    ['上周', '2026-10-26T00:00 2026-11-02T00:00'],
    ['2026', '2026-01-01T00:00 2027-01-01T00:00'],
    ['2026-05', '2026-05-01T00:00 2026-06-01T00:00'],
    ['2026年5月', '2026-05-01T00:00 2026-06-01T00:00'],
    ['2024-02-29', '2024-02-29T00:00 2024-03-01T00:00'],
    ['2026-W41', '2026-10-05T00:00 2026-10-12T00:00'],
    ['2026W53', '2026-12-28T00:00 2027-01-04T00:00'],
    ['2026-05..2026-07-15', '2026-05-01T00:00 2026-07-16T00:00'],
    ['yesterday..today', '2026-11-03T00:00 2026-11-05T00:00'],
    ['october', '2026-10-01T00:00 2026-11-01T00:00'],
    ['November', '2026-11-01T00:00 2026-12-01T00:00'],
    ['dec', '2025-12-01T00:00 2026-01-01T00:00'],
    ['1 October', '2026-10-01T00:00 2026-10-02T00:00'],
    ['December 24th', '2025-12-24T00:00 2025-12-25T00:00'],
    ['29 February', '2024-02-29T00:00 2024-03-01T00:00'],
    ['W41', '2026-10-05T00:00 2026-10-12T00:00'],
    ['week 41', '2026-10-05T00:00 2026-10-12T00:00'],
    ['2026-10-05 to 2026-11-02', '2026-10-05T00:00 2026-11-03T00:00'],
    ['from 5 October 2026 to last week', '2026-10-05T00:00 2026-11-02T00:00'],
    ['2026-10-05 - 2026-11-02', '2026-10-05T00:00 2026-11-03T00:00'],
    ['last week .. today', '2026-10-26T00:00 2026-11-05T00:00'],
    ['since 1 October', '2026-10-01T00:00 2026-11-04T15:30'],
    ['since 2026-10', '2026-10-01T00:00 2026-11-04T15:30'],
    ['Since last week', '2026-10-26T00:00 2026-11-04T15:30'],
    ['2026/12/31', '2026-12-31T00:00 2027-01-01T00:00'],
  ])('reads %s', (text, expected) => {
    expect(show(text)).toBe(expected)
  })

  it.each([
    '',
    'soon',
    '2026-13',
    '2026-02-30',
    '0999',
    '-7d',
    '99999d',
    'last',
    'week',
    '2025-W53',
    '2026-w0',
    '2026..2025',
    'a..b',
    'mayor',
    '31 June',
    'W54',
    'since 2027',
    'since',
    '41',
    'a to b to c to d',
    `${'today to '.repeat(9)}today`,
  ])('does not read %j', (text) => {
    expect(show(text)).toBeUndefined()
  })

  it('begins days at midnight of the time zone, also when the clocks change', () => {
    expect(show('2026-10-25', 'Europe/Berlin')).toBe('2026-10-24T22:00 2026-10-25T23:00')
    expect(show('2026-03-29', 'Europe/Berlin')).toBe('2026-03-28T23:00 2026-03-29T22:00')
    expect(show('today', 'Asia/Shanghai')).toBe('2026-11-03T16:00 2026-11-04T16:00')
  })

  it('understands everything it suggests', () => {
    for (const text of suggestedPeriods) expect(show(text), text).toBeDefined()
  })
})
