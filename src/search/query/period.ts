import { type CalendarDay, dayAt, startOfDay } from '../../core/calendar-day.js'

/** A stretch of time in ms since the epoch: from its first moment up to, not including, its end. */
export interface Period {
  from: number
  to: number
}

const day = 86_400_000
const units: Record<string, number> = { h: day / 24, d: day, w: 7 * day, m: 30 * day, y: 365 * day }

/** What people call stretches of time, by the words of English and Chinese. */
const named: [RegExp, (calendar: Calendar) => Period][] = [
  [/^(?:today|今天|今日)$/, (calendar) => calendar.days(0, 1)],
  [/^(?:yesterday|昨天|昨日)$/, (calendar) => calendar.days(-1, 1)],
  [/^(?:this week|本周|这周|这个星期)$/, (calendar) => calendar.days(-calendar.weekday, 7)],
  [/^(?:last week|上周|上个星期)$/, (calendar) => calendar.days(-calendar.weekday - 7, 7)],
  [/^(?:this month|本月|这个月)$/, (calendar) => calendar.months(0, 1)],
  [/^(?:last month|上月|上个月)$/, (calendar) => calendar.months(-1, 1)],
  [/^(?:this year|今年)$/, (calendar) => calendar.years(0)],
  [/^(?:last year|去年)$/, (calendar) => calendar.years(-1)],
]
/** "7d", "last 7 days", "最近7天". */
const lasting =
  /^(?:(?:last|past|最近|过去)\s*)?(\d{1,4})\s*(h|d|w|m|y|hours?|days?|weeks?|months?|years?|小时|天|日|周|个?月|年)(?:\s*ago)?$/
const unitOf: Record<string, string> = { 小: 'h', 天: 'd', 日: 'd', 周: 'w', 个: 'm', 月: 'm', 年: 'y' }
const date = /^(\d{4})(?:[-/.年](\d{1,2})(?:[-/.月](\d{1,2})日?|月?)?|年?)$/

/** Offered while typing; every one of them is understood by `parsePeriod`. */
export const suggestedPeriods = [
  'today',
  'yesterday',
  'last 7 days',
  'this week',
  'last week',
  'last 30 days',
  'this month',
  'last month',
  'this year',
  'last year',
  'since last month',
]

/** Longer texts name no period. */
const longest = 60
const range = /^(.+?)(?:\s?(?:\.\.|…|至|到)\s?|\s(?:to|until|till|bis|–|-)\s)(.+)$/
const sinceWhen = /^(?:since|from|seit|depuis|desde|自)\s?(.+)$/

/**
 * Reads a date ("2026", "2026-05", "2026-05-03", "2026-W41"), one without its year ("October", "1 October": the latest
 * that has begun; "W41": this year's), two of them ("2026-05..2026-07-15", "1 May to 3 June"), the time since one
 * ("since October": until now), a name ("yesterday", "last week") or an age ("7d", "last 30 days": from then until now).
 * Days begin at midnight in the time zone (IANA name), weeks on Monday. Undefined for anything else.
 */
export function parsePeriod(text: string, now: number, timeZone = 'UTC'): Period | undefined {
  if (text.length > longest) return undefined
  const plain = text
    .trim()
    .toLowerCase()
    .replace(/[\s_]+/g, ' ')
  const [, since] = sinceWhen.exec(plain) ?? []
  const [, first, last] = range.exec(plain) ?? []
  if (first !== undefined && last !== undefined)
    return between(first.replace(/^from /, ''), last, now, timeZone)
  if (since !== undefined) return untilNow(parsePeriod(since, now, timeZone), now)
  return parseOne(plain, now, timeZone)
}

/** A period that is neither the time since another nor between two. */
function parseOne(plain: string, now: number, timeZone: string): Period | undefined {
  const name = named.find(([pattern]) => pattern.test(plain))
  const calendar = calendarAt(now, timeZone)
  if (name) return name[1](calendar)
  const [, count, unit = ''] = lasting.exec(plain) ?? []
  if (count !== undefined) {
    const length = Number(count) * (units[unitOf[unit.charAt(0)] ?? unit.charAt(0)] ?? day)
    return { from: now - length, to: now }
  }
  const [, yearOfWeek = calendar.year, week] = isoWeek.exec(plain) ?? []
  if (week !== undefined) return weekOf(Number(yearOfWeek), Number(week), calendar)
  const [, year, month, dayOfMonth] = date.exec(plain) ?? spelt(plain) ?? []
  if (year !== undefined) return dated(Number(year), month, dayOfMonth, calendar)
  return latestBegun(plain, now, calendar)
}

const isoWeek = /^(?:(\d{4})-?)?(?:w|week )(\d{1,2})$/

function untilNow(period: Period | undefined, now: number): Period | undefined {
  return period && period.from < now ? { from: period.from, to: now } : undefined
}

/** From the beginning of one period to the end of another. */
function between(first: string, last: string, now: number, timeZone: string): Period | undefined {
  const [start, end] = [parsePeriod(first, now, timeZone), parsePeriod(last, now, timeZone)]
  return start && end && start.from < end.to ? { from: start.from, to: end.to } : undefined
}

/** A week of ISO 8601: the first of a year has its first Thursday. */
function weekOf(year: number, week: number, calendar: Calendar): Period | undefined {
  const thursday = new Date(Date.UTC(year, 0, 4))
  const monday = 4 - ((thursday.getUTCDay() + 6) % 7) + 7 * (week - 1)
  const isThere = new Date(Date.UTC(year, 0, monday + 3)).getUTCFullYear() === year
  return week >= 1 && isThere ? calendar.between([year, 1, monday], [year, 1, monday + 7]) : undefined
}

const months = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec']
const monthName =
  'jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?'
/** "16.9.2026", "16 Sep 2026", "September 16, 2026", "Sep 2026". */
const dotted = /^(\d{1,2})\.\s?(\d{1,2})\.\s?(\d{4})$/
const dayFirst = new RegExp(`^(?:(\\d{1,2})(?:st|nd|rd|th)? )?(${monthName})\\.? (\\d{4})$`)
const dayAndMonth = new RegExp(
  `^(?:(\\d{1,2})(?:st|nd|rd|th)? )?(${monthName})\\.?$|^(${monthName})\\.? (\\d{1,2})(?:st|nd|rd|th)?$`,
)
const monthFirst = new RegExp(`^(${monthName})\\.? (\\d{1,2})(?:st|nd|rd|th)?,? (\\d{4})$`)

/** A date that is written in another order, in the groups of `date`. */
function spelt(text: string): [string, string, string, string | undefined] | undefined {
  const [, dayOfDotted, month, yearOfDotted] = dotted.exec(text) ?? []
  if (yearOfDotted && month) return [text, yearOfDotted, month, dayOfDotted]
  const [, day, name, year] = dayFirst.exec(text) ?? []
  const [, otherName, otherDay, otherYear] = monthFirst.exec(text) ?? []
  const index = months.indexOf((name ?? otherName ?? '').slice(0, 3))
  const found = year ?? otherYear
  return found === undefined ? undefined : [text, found, String(index + 1), day ?? otherDay]
}

/** A month or day whose year is not said: this year's, or the last one's while it has not begun. */
function latestBegun(text: string, now: number, calendar: Calendar): Period | undefined {
  const [, day, name, otherName, otherDay] = dayAndMonth.exec(text) ?? []
  const index = months.indexOf((name ?? otherName ?? '').slice(0, 3))
  if (index < 0) return undefined
  // The 29th of February is in one year of four, or of eight.
  const years = Array.from({ length: 9 }, (_, ago) => calendar.year - ago)
  return years
    .map((year) => dated(year, String(index + 1), day ?? otherDay, calendar))
    .find((period) => period !== undefined && period.from <= now)
}

function dated(year: number, month: string | undefined, day: string | undefined, calendar: Calendar) {
  if (year < 1000) return undefined
  if (month === undefined) return calendar.between([year, 1, 1], [year + 1, 1, 1])
  const m = Number(month)
  if (m < 1 || m > 12) return undefined
  if (day === undefined) return calendar.between([year, m, 1], [year, m + 1, 1])
  const d = Number(day)
  const lastDay = new Date(Date.UTC(year, m, 0)).getUTCDate()
  return d < 1 || d > lastDay ? undefined : calendar.between([year, m, d], [year, m, d + 1])
}

interface Calendar {
  year: number
  /** 0 is Monday. */
  weekday: number
  days(from: number, count: number): Period
  months(from: number, count: number): Period
  years(from: number): Period
  between(from: CalendarDay, to: CalendarDay): Period
}

/** The days, months and years around a moment, as they are counted in a time zone. */
function calendarAt(now: number, timeZone: string): Calendar {
  const [year, month, today] = dayAt(now, timeZone)
  const between = (from: CalendarDay, to: CalendarDay) => ({
    from: startOfDay(from, timeZone),
    to: startOfDay(to, timeZone),
  })
  return {
    year,
    weekday: (new Date(Date.UTC(year, month - 1, today)).getUTCDay() + 6) % 7,
    days: (from, count) => between([year, month, today + from], [year, month, today + from + count]),
    months: (from, count) => between([year, month + from, 1], [year, month + from + count, 1]),
    years: (from) => between([year + from, 1, 1], [year + from + 1, 1, 1]),
    between,
  }
}
