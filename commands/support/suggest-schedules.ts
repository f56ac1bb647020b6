import { isTimeZone } from '../../src/core/calendar-day.js'
import type { Actor, Choice } from '../../src/core/command.js'
import { UserError } from '../../src/core/errors.js'
import type { Translate } from '../../src/core/i18n.js'
import type { Deps } from '../../src/services.js'
import { nextRuns, parseSchedule } from '../../src/topics/schedule.js'
import { suggestedPhrases } from '../../src/topics/schedule-phrases.js'
import { bestNamed } from './suggest.js'

/** Of a schedule, whenever its times are shown. */
export const runsShown = 3
const yearMs = 365 * 86_400_000

/**
 * Schedules that are often wanted, each with the next times it comes true in the time zone that is given beside it; what
 * is typed itself, if it is a schedule, comes first.
 */
export function suggestSchedules(
  partial: string,
  { now, locale, t, timeZone: ofServer }: Actor,
  _: Deps,
  others: Readonly<Record<string, string>>,
): Choice[] {
  const typed = partial.trim()
  const timeZone = isTimeZone(others.time_zone ?? '') ? (others.time_zone ?? '') : ofServer
  const offered = bestNamed(
    partial,
    suggestedPhrases(t).map((text) => ({ name: text, value: text })),
  ).map(({ value }) => value)
  return [...new Set([typed, ...offered])].flatMap((text) => {
    const runs = runsOf(text, timeZone, now, t)
    return runs ? [{ name: [text, ...drawTimes(runs, timeZone, locale)].join(' · '), value: text }] : []
  })
}

/** The next times; undefined for what is no schedule. */
function runsOf(text: string, timeZone: string, now: number, t: Translate): number[] | undefined {
  try {
    return nextRuns(parseSchedule(text, timeZone, now, t), now, runsShown)
  } catch (error) {
    if (error instanceof UserError) return undefined
    throw error
  }
}

/** In figures, as a choice cannot hold Discord's times; with the year where it is not plain. */
function drawTimes(runs: readonly number[], timeZone: string, locale: string): string[] {
  const isLong = (runs.at(-1) ?? 0) - (runs[0] ?? 0) > yearMs
  const format = new Intl.DateTimeFormat(locale, {
    timeZone,
    weekday: 'short',
    day: 'numeric',
    month: 'short',
    ...(isLong && { year: 'numeric' }),
    hour: '2-digit',
    minute: '2-digit',
    hourCycle: 'h23',
  })
  return runs.map((at) => format.format(at))
}
