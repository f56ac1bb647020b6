import { UserError } from '../core/errors.js'

/** A part of each day, in minutes since midnight; one that ends before it begins goes over midnight. */
export interface QuietHours {
  from: number
  to: number
}

const minute = 60_000
const day = 24 * 60
const shape = /^(\d{1,2})(?:[:.](\d{2}))?\s*(?:-|–|to|bis)\s*(\d{1,2})(?:[:.](\d{2}))?$/i

/** Reads "22:00-7:00" or "22-7". @throws UserError for anything else, and for a day that is all quiet or not at all */
export function parseQuietHours(text: string): QuietHours {
  const [, fromHour, fromMinute = '0', toHour, toMinute = '0'] = shape.exec(text.trim()) ?? []
  const from = Number(fromHour) * 60 + Number(fromMinute)
  const to = Number(toHour) * 60 + Number(toMinute)
  const isTime = (time: number, minutes: string) => time >= 0 && time <= day && Number(minutes) < 60
  if (fromHour === undefined || !isTime(from, fromMinute) || !isTime(to, toMinute) || from % day === to % day)
    throw new UserError('quiet.invalid', { text })
  return { from: from % day, to: to % day }
}

/** As `parseQuietHours` reads it: "22:00-7:00". */
export function printQuietHours({ from, to }: QuietHours): string {
  const clock = (time: number) => `${Math.floor(time / 60)}:${String(time % 60).padStart(2, '0')}`
  return `${clock(from)}-${clock(to)}`
}

/**
 * When the quiet hours end that a moment (ms) lies in; null outside of them. By the clocks of the time zone: a night
 * when they change is an hour longer or shorter.
 */
export function quietUntil({ from, to }: QuietHours, timeZone: string, now: number): number | null {
  const time = clockAt(now, timeZone)
  const isQuiet = from < to ? time >= from && time < to : time >= from || time < to
  if (!isQuiet) return null
  let end = now - (now % minute) + ((to - time + day) % day) * minute
  // The clocks may have changed in between: then it is some time before or after.
  const late = ((clockAt(end, timeZone) - to + day + day / 2) % day) - day / 2
  end -= late * minute
  return end > now ? end : now + minute
}

const formats = new Map<string, Intl.DateTimeFormat>()

/** Minutes since midnight. */
function clockAt(time: number, timeZone: string): number {
  let format = formats.get(timeZone)
  if (!format) {
    format = new Intl.DateTimeFormat('en-GB', {
      timeZone,
      hourCycle: 'h23',
      hour: 'numeric',
      minute: 'numeric',
    })
    formats.set(timeZone, format)
  }
  const parts = Object.fromEntries(format.formatToParts(time).map(({ type, value }) => [type, Number(value)]))
  return (parts.hour ?? 0) * 60 + (parts.minute ?? 0)
}
