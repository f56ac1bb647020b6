import { describe, expect, it } from 'vitest'
import { translator } from '../../src/core/i18n.js'
import { describeSchedule, nextRun, parseSchedule, suggestedSchedules } from '../../src/topics/schedule.js'
import { noon } from '../support/articles.js'

describe('parseSchedule', () => {
  it.each([
    ['instantly', '* * * * *'],
    ['every minute', '* * * * *'],
    ['Every 15 minutes', '*/15 * * * *'],
    ['hourly', '0 * * * *'],
    ['every 6 hours', '0 */6 * * *'],
    ['daily', '0 9 * * *'],
    ['daily 18:30', '30 18 * * *'],
    ['every day at 7', '0 7 * * *'],
    ['weekdays 9:00', '0 9 * * 1-5'],
    ['weekly 9:00', '0 9 * * 1'],
    ['0 9 * * MON-FRI', '0 9 * * MON-FRI'],
    ['  */5   8-18 * * * ', '*/5 8-18 * * *'],
  ])('reads "%s" as %s', (text, cron) => {
    expect(parseSchedule(text, 'UTC', noon)).toEqual({ cron, timeZone: 'UTC' })
  })

  it('reads everything that it suggests', () => {
    for (const text of suggestedSchedules) expect(() => parseSchedule(text, 'UTC', noon)).not.toThrow()
  })

  it.each([
    '',
    'soon',
    '60 * * * *',
    '* * * *',
    '* * * * * *',
    '0 0 31 2 *',
    '0 0 30 feb *',
    'every 0 minutes',
    'daily 25:00',
    '* * * * *; drop table',
    '@reboot',
    'H H * * *',
  ])('refuses "%s" with the remedy', (text) => {
    expect(() => parseSchedule(text, 'UTC', noon)).toThrow('schedule.invalid')
  })

  it.each(['Mars/Olympus', '', 'UTC+25'])('refuses the time zone "%s"', (zone) => {
    expect(() => parseSchedule('hourly', zone, noon)).toThrow('schedule.unknownZone')
  })
})

describe('nextRun', () => {
  const runs = (cron: string, timeZone: string, from: string, count: number) => {
    const found: string[] = []
    let at = Date.parse(from)
    for (let i = 0; i < count; i++) {
      at = nextRun({ cron, timeZone }, at)
      found.push(new Date(at).toISOString())
    }
    return found
  }

  it('is strictly after the given instant', () => {
    expect(runs('0 12 * * *', 'UTC', '2026-11-02T12:00:00.000Z', 1)).toEqual(['2026-11-03T12:00:00.000Z'])
  })

  it('keeps the local hour when summer time begins and ends', () => {
    expect(runs('0 9 * * *', 'Europe/Berlin', '2026-03-28T00:00:00Z', 2)).toEqual([
      '2026-03-28T08:00:00.000Z',
      '2026-03-29T07:00:00.000Z',
    ])
    expect(runs('0 9 * * *', 'Europe/Berlin', '2026-10-24T00:00:00Z', 2)).toEqual([
      '2026-10-24T07:00:00.000Z',
      '2026-10-25T08:00:00.000Z',
    ])
  })

  it('runs once in the hour that summer time leaves out, and once in the hour that comes twice', () => {
    expect(runs('30 2 * * *', 'Europe/Berlin', '2026-03-28T12:00:00Z', 2)).toEqual([
      '2026-03-29T01:30:00.000Z',
      '2026-03-30T00:30:00.000Z',
    ])
    expect(runs('30 2 * * *', 'Europe/Berlin', '2026-10-24T12:00:00Z', 2)).toEqual([
      '2026-10-25T00:30:00.000Z',
      '2026-10-26T01:30:00.000Z',
    ])
  })

  it('finds the leap day', () => {
    expect(runs('0 0 29 2 *', 'UTC', '2026-11-02T00:00:00Z', 1)).toEqual(['2028-02-29T00:00:00.000Z'])
  })
})

describe('describeSchedule', () => {
  const t = translator('en')
  it.each([
    ['instantly', 'instantly'],
    ['every 15 minutes', 'every 15 minutes'],
    ['hourly', 'every hour'],
    ['every 6 hours', 'every 6 hours'],
    ['daily 9:05', 'daily at 9:05'],
    ['weekdays 18:30', 'on weekdays at 18:30'],
    ['weekly', 'on Mondays at 9:00'],
    ['*/5 8-18 * * 1-5', '`*/5 8-18 * * 1-5`'],
  ])('says "%s" as "%s"', (text, words) => {
    expect(describeSchedule(parseSchedule(text, 'UTC', noon).cron, t)).toBe(words)
  })
})
