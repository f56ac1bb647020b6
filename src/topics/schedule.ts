import { CronExpressionParser } from 'cron-parser'
import { UserError } from '../core/errors.js'
import type { Translate } from '../core/i18n.js'

/**
 * When a subscription posts. node-cron drives the process's own ticks, but it computes run times only from the clock;
 * cron-parser computes them from any instant, so a slot that was missed while the process was down can be found.
 */
export interface Schedule {
  /** Five fields. */
  cron: string
  /** IANA name. */
  timeZone: string
}

/** What people write instead of cron. `{hour}`/`{minute}` come from a time such as "9:00". */
const phrases: [RegExp, (time: { hour: number; minute: number }, n: number) => string][] = [
  [/^(?:instantly|immediately|now|at once|every minute)$/, () => '* * * * *'],
  [/^every (?<n>[1-9]|[1-5]\d) minutes$/, (_, n) => `*/${n} * * * *`],
  [/^(?:hourly|every hour)$/, () => '0 * * * *'],
  [/^every (?<n>[1-9]|1\d|2[0-3]) hours$/, (_, n) => `0 */${n} * * *`],
  [/^(?:daily|every day)TIME$/, ({ hour, minute }) => `${minute} ${hour} * * *`],
  [/^(?:weekdays|every weekday)TIME$/, ({ hour, minute }) => `${minute} ${hour} * * 1-5`],
  [/^(?:weekly|every week|mondays)TIME$/, ({ hour, minute }) => `${minute} ${hour} * * 1`],
]
const time = '(?: (?:at )?(?<hour>[01]?\\d|2[0-3])(?:[:.](?<minute>[0-5]\\d))?)?'
const patterns = phrases.map(([pattern, cron]) => ({
  pattern: new RegExp(pattern.source.replace('TIME', time), 'i'),
  cron,
}))

/** Offered while typing; every one of them is understood by `parseSchedule`. */
export const suggestedSchedules = [
  'instantly',
  'every minute',
  'every 15 minutes',
  'hourly',
  'daily 9:00',
  'daily 18:00',
  'weekdays 9:00',
  'weekly 9:00',
]

/**
 * Reads a phrase ("daily 9:00") or a cron expression of five fields, and a time zone.
 *
 * @throws UserError when either is not understood, or when the expression never comes true.
 */
export function parseSchedule(text: string, timeZone: string, now: number): Schedule {
  if (!isTimeZone(timeZone)) throw new UserError('schedule.unknownZone', { zone: timeZone })
  const schedule = { cron: parseCron(text.trim().replace(/\s+/g, ' ')), timeZone }
  try {
    nextRun(schedule, now)
  } catch {
    throw new UserError('schedule.invalid', { text })
  }
  return schedule
}

function parseCron(text: string): string {
  for (const { pattern, cron } of patterns) {
    const groups = pattern.exec(text)?.groups
    if (groups || pattern.test(text))
      return cron(
        { hour: Number(groups?.hour ?? 9), minute: Number(groups?.minute ?? 0) },
        Number(groups?.n ?? 0),
      )
  }
  // A sixth field would be seconds: no channel wants a post every second, so it is not offered.
  // H is a random time in some dialects of cron.
  if (text.split(' ').length !== 5 || /(?:^|[\s,])H/i.test(text))
    throw new UserError('schedule.invalid', { text })
  return text
}

/** A schedule in words where there are any, else its cron expression. */
export function describeSchedule(cron: string, t: Translate): string {
  for (const { cron: shape, key } of described) {
    const groups = shape.exec(cron)?.groups
    if (groups || shape.test(cron)) return t(key, { n: Number(groups?.n ?? 0), time: clockTime(groups) })
  }
  return `\`${cron}\``
}

/** The same as `parseSchedule` understands it: "daily 9:00", else the cron expression. */
export function printSchedule(cron: string): string {
  for (const { cron: shape, phrase } of described) {
    const groups = shape.exec(cron)?.groups
    if (!groups && !shape.test(cron)) continue
    const text = phrase.replace('{n}', groups?.n ?? '').replace('{time}', clockTime(groups))
    if (patterns.some(({ pattern }) => pattern.test(text))) return text
  }
  return cron
}

const described = [
  { cron: /^\* \* \* \* \*$/, key: 'schedule.everyMinute', phrase: 'instantly' },
  { cron: /^\*\/(?<n>\d+) \* \* \* \*$/, key: 'schedule.everyMinutes', phrase: 'every {n} minutes' },
  { cron: /^0 \* \* \* \*$/, key: 'schedule.hourly', phrase: 'hourly' },
  { cron: /^0 \*\/(?<n>\d+) \* \* \*$/, key: 'schedule.everyHours', phrase: 'every {n} hours' },
  { cron: /^(?<minute>\d+) (?<hour>\d+) \* \* \*$/, key: 'schedule.daily', phrase: 'daily {time}' },
  { cron: /^(?<minute>\d+) (?<hour>\d+) \* \* 1-5$/, key: 'schedule.weekdays', phrase: 'weekdays {time}' },
  { cron: /^(?<minute>\d+) (?<hour>\d+) \* \* 1$/, key: 'schedule.mondays', phrase: 'weekly {time}' },
] as const

function clockTime(groups: Record<string, string> | undefined): string {
  return `${groups?.hour ?? 0}:${(groups?.minute ?? '').padStart(2, '0')}`
}

/** No clock change moves an hour further than this, and none is that close to another. */
const clockChangeMs = 3 * 3_600_000

/** The first slot strictly after an instant (ms). In a spring gap the slot moves on by the gap; in autumn it runs once. */
export function nextRun(schedule: Schedule, after: number): number {
  const { timeZone } = schedule
  // Asked from within the hour that comes twice, cron-parser gives a slot that it has given the first time already;
  // from within the hour after a gap, it leaves out one that was moved there. Asked from before, it does neither.
  const changed = offsetAt(timeZone, after) !== offsetAt(timeZone, after - clockChangeMs)
  const from = changed ? after - clockChangeMs : after
  try {
    return runFrom(schedule, from, after)
  } catch (error) {
    // Where clocks go back by half an hour (Lord Howe Island), cron-parser does not get past it.
    const change = nextClockChange(timeZone, from)
    if (change === undefined) throw error
    return runFrom(schedule, change, after)
  }
}

/** The first slot after an instant, looked for from another one before it. @throws Error when none comes. */
function runFrom({ cron, timeZone }: Schedule, from: number, after: number): number {
  const runs = CronExpressionParser.parse(cron, { currentDate: new Date(from), tz: timeZone })
  for (;;) {
    const at = runs.next().getTime()
    if (at > after) return at
  }
}

const minuteMs = 60_000
const dayMs = 86_400_000

/** When clocks change next, to the minute; undefined when they do not within a year. */
function nextClockChange(timeZone: string, after: number): number | undefined {
  const offset = offsetAt(timeZone, after)
  const day = Array.from({ length: 366 }, (_, i) => after + (i + 1) * dayMs).find(
    (at) => offsetAt(timeZone, at) !== offset,
  )
  if (day === undefined) return undefined
  let [before, behind] = [day - dayMs, day]
  while (behind - before > minuteMs) {
    const middle = (before + behind) / 2
    if (offsetAt(timeZone, middle) === offset) before = middle
    else behind = middle
  }
  return behind
}

/** The first so many slots after an instant (ms). */
export function nextRuns(schedule: Schedule, after: number, count: number): number[] {
  const runs: number[] = []
  while (runs.length < count) runs.push(nextRun(schedule, runs.at(-1) ?? after))
  return runs
}

/** Formatters are costly to make. */
const offsets = new Map<string, Intl.DateTimeFormat>()

/** Such as "GMT+02:00". */
function offsetAt(timeZone: string, at: number): string | undefined {
  const format =
    offsets.get(timeZone) ?? new Intl.DateTimeFormat('en', { timeZone, timeZoneName: 'longOffset' })
  offsets.set(timeZone, format)
  return format.formatToParts(at).find(({ type }) => type === 'timeZoneName')?.value
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
