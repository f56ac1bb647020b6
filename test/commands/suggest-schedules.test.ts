import { describe, expect, it } from 'vitest'
import { suggestSchedules } from '../../commands/support/suggest-schedules.js'
import type { Deps } from '../../src/services.js'
import { actor } from '../support/deps.js'

const asker = actor({ now: Date.parse('2026-03-27T12:00:00Z'), locale: 'en-GB' })
const suggest = (typed: string, timeZone?: string) =>
  suggestSchedules(typed, asker, {} as Deps, timeZone === undefined ? {} : { time_zone: timeZone })

describe('schedules, while one is being typed', () => {
  it.each([
    ['daily 9:00', undefined, 'daily 9:00 · Sat 28 Mar 09:00 · Sun 29 Mar 09:00 · Mon 30 Mar 09:00'],
    [
      'weekdays 7:30',
      'Europe/Berlin',
      'weekdays 7:30 · Mon 30 Mar 07:30 · Tue 31 Mar 07:30 · Wed 1 Apr 07:30',
    ],
    [
      '0 12 29 2 *',
      'UTC',
      '0 12 29 2 * · Tue 29 Feb 2028 12:00 · Sun 29 Feb 2032 12:00 · Fri 29 Feb 2036 12:00',
    ],
    ['hourly', 'Nowhere/Else', 'hourly · Fri 27 Mar 13:00 · Fri 27 Mar 14:00 · Fri 27 Mar 15:00'],
  ])('%s in %s: its next three times come with it', (typed, zone, name) => {
    const [first] = suggest(typed, zone)
    // Whether a comma follows the weekday depends on the platform.
    expect(first?.name.replaceAll(',', '')).toBe(name)
    expect(first?.value).toBe(typed)
  })

  it('across a clock change the time on the wall stays', () => {
    expect(suggest('daily 9:00', 'Europe/Berlin')[0]?.name.match(/09:00/g)).toHaveLength(3)
  })

  it.each(['every second', '* * * * * *', '0 0 31 2 *', 'x'.repeat(200)])(
    '%s is no schedule and is not offered',
    (typed) => {
      expect(suggest(typed).map(({ value }) => value)).not.toContain(typed)
    },
  )

  it('offers what is usual before anything is typed', () => {
    expect(suggest('').map(({ value }) => value)).toContain('instantly')
  })

  it('every choice is short enough for Discord', () => {
    for (const { name } of suggest('')) expect(name.length).toBeLessThanOrEqual(100)
  })
})
