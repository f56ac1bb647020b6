/** Of the calendar; months count from 1. */
export type CalendarDay = [year: number, month: number, day: number]

/** The day that a moment (ms) lies in, by the clocks of an IANA time zone. */
export function dayAt(time: number, timeZone: string): CalendarDay {
  const shifted = new Date(time + offsetAt(time, timeZone))
  return [shifted.getUTCFullYear(), shifted.getUTCMonth() + 1, shifted.getUTCDate()]
}

/** Midnight (ms) at the beginning of a day; days and months beyond the end run over into the next. */
export function startOfDay([year, month, day]: CalendarDay, timeZone: string): number {
  const utc = Date.UTC(year, month - 1, day)
  // Around a change of clocks the offset at UTC's midnight is not that of the zone's.
  const guess = utc - offsetAt(utc, timeZone)
  return utc - offsetAt(guess, timeZone)
}

/** IANA zones and the aliases that the platform knows. */
export function isTimeZone(name: string): boolean {
  try {
    new Intl.DateTimeFormat('en', { timeZone: name })
    return true
  } catch {
    return false
  }
}

const formats = new Map<string, Intl.DateTimeFormat>()

/** How far a zone's clocks are ahead of UTC at a moment, in ms. */
function offsetAt(time: number, timeZone: string): number {
  if (timeZone === 'UTC') return 0
  let format = formats.get(timeZone)
  if (!format) {
    format = new Intl.DateTimeFormat('en-US', {
      timeZone,
      hourCycle: 'h23',
      year: 'numeric',
      month: 'numeric',
      day: 'numeric',
      hour: 'numeric',
      minute: 'numeric',
      second: 'numeric',
    })
    formats.set(timeZone, format)
  }
  const parts = Object.fromEntries(format.formatToParts(time).map(({ type, value }) => [type, Number(value)]))
  const { year = 0, month = 1, day = 1, hour = 0, minute = 0, second = 0 } = parts
  return Date.UTC(year, month - 1, day, hour, minute, second) - Math.floor(time / 1000) * 1000
}
