import { CronExpressionParser } from 'cron-parser'
import { isTimeZone } from '../core/calendar-day.js'
import { UserError } from '../core/errors.js'
import type { Translate } from '../core/i18n.js'
import { parsePhrase, printPhrase, recognise } from './schedule-phrases.js'

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

/**
 * Reads a phrase ("daily 9:00", in English or the language of `t`) or a cron expression of five fields, and a time zone.
 *
 * @throws UserError when either is not understood, or when the expression never comes true.
 */
export function parseSchedule(text: string, timeZone: string, now: number, t: Translate): Schedule {
  if (!isTimeZone(timeZone)) throw new UserError('schedule.unknownZone', { zone: timeZone })
  const schedule = { cron: parsePhrase(text, t) ?? parseCron(text.trim().replace(/\s+/g, ' ')), timeZone }
  try {
    nextRun(schedule, now)
  } catch {
    throw new UserError('schedule.invalid', { text })
  }
  return schedule
}

function parseCron(text: string): string {
  // A sixth field would be seconds: no channel wants a post every second, so it is not offered.
  // H is a random time in some dialects of cron.
  if (text.split(' ').length !== 5 || /(?:^|[\s,])H/i.test(text))
    throw new UserError('schedule.invalid', { text })
  return text
}

/** A schedule in words where there are any, else its cron expression. */
export function describeSchedule(cron: string, t: Translate): string {
  const known = recognise(cron)
  return known ? t(descriptions[known.phrase], { n: known.n, time: known.time }) : `\`${cron}\``
}

/** The same as `parseSchedule` understands it: "daily 9:00", else the cron expression. */
export function printSchedule(cron: string, t: Translate): string {
  const known = recognise(cron)
  const text = known ? printPhrase(known, t) : cron
  return parsePhrase(text, t) === cron ? text : cron
}

const descriptions = {
  instantly: 'schedule.everyMinute',
  minutes: 'schedule.everyMinutes',
  hourly: 'schedule.hourly',
  hours: 'schedule.everyHours',
  daily: 'schedule.daily',
  weekdays: 'schedule.weekdays',
  weekly: 'schedule.mondays',
} as const

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
