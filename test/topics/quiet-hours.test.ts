import { describe, expect, it } from 'vitest'
import { parseQuietHours, printQuietHours, quietUntil } from '../../src/topics/quiet-hours.js'

describe('quiet hours', () => {
  it.each([
    ['22:00-7:00', '22:00-7:00'],
    ['22-7', '22:00-7:00'],
    ['9.30 – 11.15', '9:30-11:15'],
    ['0-24', undefined],
    ['7-7', undefined],
    ['25-3', undefined],
    ['22:70-7', undefined],
    ['at night', undefined],
    ['', undefined],
  ])('read %j as %s', (text, expected) => {
    const read = () => printQuietHours(parseQuietHours(text))
    if (expected === undefined) expect(read).toThrow()
    else expect(read()).toBe(expected)
  })

  const until = (hours: string, zone: string, now: string) => {
    const end = quietUntil(parseQuietHours(hours), zone, Date.parse(now))
    return end && new Date(end).toISOString()
  }

  it.each([
    ['over midnight, before it', '22-7', 'UTC', '2026-11-04T23:10:30Z', '2026-11-05T07:00:00.000Z'],
    ['over midnight, after it', '22-7', 'UTC', '2026-11-05T03:00:00Z', '2026-11-05T07:00:00.000Z'],
    ['outside', '22-7', 'UTC', '2026-11-05T07:00:00Z', null],
    ['at their beginning', '22-7', 'UTC', '2026-11-05T22:00:00Z', '2026-11-06T07:00:00.000Z'],
    ['within a day', '9-17', 'UTC', '2026-11-05T12:00:00Z', '2026-11-05T17:00:00.000Z'],
    ['in another zone', '22-7', 'Asia/Shanghai', '2026-11-05T15:00:00Z', '2026-11-05T23:00:00.000Z'],
    ['when clocks go forward', '22-7', 'Europe/Berlin', '2026-03-28T23:00:00Z', '2026-03-29T05:00:00.000Z'],
    ['when clocks go back', '22-7', 'Europe/Berlin', '2026-10-24T22:00:00Z', '2026-10-25T06:00:00.000Z'],
  ])('%s', (_, hours, zone, now, expected) => {
    expect(until(hours, zone, now)).toBe(expected)
  })
})
