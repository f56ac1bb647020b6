/** How Discord writes times. `now` and results are in the reader's own time zone and language. */

const day = 86_400_000

/** "Today at 9:41 AM", "Yesterday at …", else a short date and time. Times are ms since the epoch. */
export function messageTime(at: number, now: number, locale?: string): string {
  const time = format(at, { timeStyle: 'short' }, locale)
  const age = startOfDay(now) - startOfDay(at)
  // A day with a clock change has 23 or 25 hours, so whole days are rounded.
  const days = Math.round(age / day)
  if (days === 0) return `Today at ${time}`
  if (days === 1) return `Yesterday at ${time}`
  return format(at, { dateStyle: 'short', timeStyle: 'short' }, locale)
}

/** Only the time of day, shown beside a message of a group while the pointer is on it. */
export function shortTime(at: number, locale?: string): string {
  return format(at, { timeStyle: 'short' }, locale)
}

/** The line between two days. */
export function dayName(at: number, locale?: string): string {
  return format(at, { dateStyle: 'long' }, locale)
}

/** Whether both instants are on the same calendar day here. */
export function sameDay(a: number, b: number): boolean {
  return startOfDay(a) === startOfDay(b)
}

const styles: Record<string, Intl.DateTimeFormatOptions> = {
  t: { timeStyle: 'short' },
  T: { timeStyle: 'medium' },
  d: { dateStyle: 'short' },
  D: { dateStyle: 'long' },
  f: { dateStyle: 'long', timeStyle: 'short' },
  F: { dateStyle: 'full', timeStyle: 'short' },
}

/** A `<t:unix:style>` timestamp; `unix` in seconds, `now` in ms. Out of range: "Invalid date", as in Discord. */
export function discordTime(unix: number, style: string, now: number, locale?: string): string {
  const at = unix * 1000
  if (Math.abs(at) > 8.64e15) return 'Invalid date'
  return style === 'R' ? relativeTime(at, now, locale) : format(at, styles[style] ?? styles.f, locale)
}

const units: [Intl.RelativeTimeFormatUnit, number][] = [
  ['year', 365 * day],
  ['month', 30 * day],
  ['day', day],
  ['hour', 3_600_000],
  ['minute', 60_000],
  ['second', 1000],
]

/** "3 hours ago", "in 2 days": the largest unit that fits once. */
export function relativeTime(at: number, now: number, locale?: string): string {
  const distance = at - now
  const [unit, size] = units.find(([, length]) => Math.abs(distance) >= length) ?? ['second' as const, 1000]
  return new Intl.RelativeTimeFormat(locale, { numeric: 'auto' }).format(Math.trunc(distance / size), unit)
}

/** When a snowflake was made, ms since the epoch. https://docs.discord.com/developers/reference#snowflakes */
export function snowflakeTime(id: string): number {
  return Number(BigInt(id) >> 22n) + 1_420_070_400_000
}

function startOfDay(at: number): number {
  return new Date(at).setHours(0, 0, 0, 0)
}

function format(at: number, options: Intl.DateTimeFormatOptions | undefined, locale?: string): string {
  return new Intl.DateTimeFormat(locale, options).format(at)
}
