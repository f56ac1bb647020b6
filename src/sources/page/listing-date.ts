import { parseDate } from '../text/parse-date.js'
import { publishedAt } from './page-date.js'
import { readPageHead } from './read-page-head.js'

/** Dates stand alone or begin a line; further inside a sentence they belong to what it tells. */
const maxDateLine = 60
/** A date of the last days of a year is read in the next. */
const aheadMs = 3 * 86_400_000

/** How long ago something was says something else in every reading. */
const ago = [
  '(?:an?|one|\\d+) ?(?:seconds?|secs?|minutes?|mins?|hours?|hrs?|days?|weeks?|months?|years?|[smhdw]) ago|just now',
  'vor (?:einer|einem|\\d+) (?:sekunden?|minuten?|min\\.?|std\\.?|stunden?|tag(?:en)?|wochen?|monat(?:en)?|jahr(?:en)?)',
  'il y a (?:une?|\\d+) (?:secondes?|minutes?|min|heures?|h|jours?|semaines?|mois|ans?)',
  'hace (?:una?|\\d+) (?:segundos?|minutos?|horas?|días?|semanas?|meses|mes|años?)',
  'há (?:uma?|\\d+) (?:segundos?|minutos?|horas?|dias?|semanas?|meses|mês|anos?)',
  '(?:una?|\\d+) (?:second[oi]|minut[oi]|or[ae]|giorn[oi]|settiman[ae]|mes[ei]|ann[oi]) fa',
  '\\d+ (?:minuten|minuut|uur|dagen|dag|weken|week) geleden|\\d+ (?:minut|godzin|dni|dzień)\\p{L}* temu',
  '(?:\\d+ )?(?:секунд|минут|час|д(?:ень|ня|ней)|недел|месяц)\\p{L}* назад|\\d+ (?:dakika|saat|gün|hafta) önce',
  '\\d+ ?(?:秒|分钟?|分鐘|小?时|小時|天|日|周|週|个?月|個月|年)(?:之?前|以前)|刚刚|剛剛',
  '\\d+ ?(?:秒|分|時間|日|週間|か月|ヶ月|年)前|\\d+ ?(?:초|분|시간|일|주|개월|년) ?전',
].join('|')
const day =
  "yesterday|today|gestern|heute|hier|aujourd[’']hui|ayer|hoy|ontem|hoje|ieri|oggi|вчера|сегодня|昨天|今天|昨日|今日|어제|오늘"
const relativeLine = new RegExp(`^(?:${ago}|${day})(?:[ ,]+(?:at |um |à |в )?\\d{1,2}[:.]\\d\\d)?$`, 'iu')
const gap = '\\s*[·•|,:()（）–—-]+\\s*'
const ageFirst = new RegExp(`^\\(?(?:${ago})${gap}`, 'iu')
const ageLast = new RegExp(`${gap}(?:${ago})[)）]?$`, 'iu')

const monthDay = /^\D{0,2}(\p{L}{3,12})\.? (\d{1,2})(?:st|nd|rd|th)?\W{0,2}$/iu
const dayMonth = /^\D{0,2}(\d{1,2})(?:st|nd|rd|th|er|\.)? ?(?:de |of )?(\p{L}{3,12})\.?\W{0,2}$/iu
const hanDay = /^\W{0,2}(\d{1,2})[月월] ?(\d{1,2})[日일]/u
/** Month and day are written so in Chinese and Japanese lists alone. */
const bareMonthDay = /^[[(（【]?(\d\d)-(\d\d)[\])）】]?$/
/** A large day above the small month and year: `12` `2024-03`. */
const dayAbove = /^(\d{1,2})[ /]{1,3}((?:19|20)\d\d)[-./年](\d{1,2})月?$/

const noPage = readPageHead('')

/** What is known of when an article that a list names was published. */
export interface DateClues {
  /** Values that are made for machines: `datetime` attributes, schema.org. */
  marked: readonly string[]
  /** The lines of the article's part of the list. */
  lines: readonly string[]
  url: string
  /** Whether the list is in Chinese or Japanese, where 03-12 is a day in March. */
  isHan: boolean
}

/**
 * When an article in a list was published, ms since the epoch, or null: what is marked, then the day in its address,
 * then words. A day without a year is the last such day before `now`. "3 hours ago" says something else each time the
 * list is read, and is no date.
 */
export function listedDate({ marked, lines, url, isHan }: DateClues, now: number): number | null {
  for (const value of marked) {
    const date = parseDate(value)
    if (date !== null) return date
  }
  const clues = dateLines(lines)
  const dated = publishedAt({ ...noPage, belowTitle: clues.join(' \n ') }, null, url)
  if (dated !== null) return dated
  return firstOf(clues, (line) => splitDate(line) ?? dateAfterWords(line) ?? yearlessDate(line, isHan, now))
}

/** The day in an address, `/2024/03/12/`, as ms since the epoch; null if there is none. */
export function dayInAddress(url: string): number | null {
  return publishedAt(noPage, null, url)
}

/** Whether a line is a date, or says how long ago something was, and nothing more. */
export function isDateLine(line: string, now: number): boolean {
  if (line.length > maxDateLine) return false
  const bare = line.replace(/^[\p{P}\p{S}\s]+|[\p{P}\p{S}\s]+$/gu, '')
  if (bare === '' || relativeLine.test(bare)) return true
  if (!/\d/.test(bare) || !hasFewWords(bare)) return false
  return listedDate({ marked: [bare], lines: [bare], url: '', isHan: true }, now) !== null
}

/** A text without the words at its edges that say how long ago it was written, set apart by a sign. */
export function withoutAge(text: string): string {
  return text.replace(ageFirst, '').replace(ageLast, '')
}

/** A date has few letters: a month, a weekday, a zone. */
function hasFewWords(line: string): boolean {
  return (line.match(/\p{L}+/gu) ?? []).length <= 4
}

/** Short lines that follow each other are also read as one: a day set above its month. */
function dateLines(lines: readonly string[]): string[] {
  const short = lines.map((line) => line.slice(0, maxDateLine))
  const joined = short.flatMap((line, i) => {
    const next = [line, ...short.slice(i + 1, i + 3)]
    return next.every((part) => part.length <= 12) ? [next.slice(0, 2).join(' '), next.join(' ')] : []
  })
  return [...short, ...joined]
}

/** "Publié le 1er mars 2024" */
function dateAfterWords(line: string): number | null {
  const date = line.slice(Math.max(0, line.search(/\d/)))
  return /\p{L}/u.test(date) ? parseDate(date) : null
}

function splitDate(line: string): number | null {
  const [, day, year, month] = dayAbove.exec(line) ?? []
  return day === undefined ? null : parseDate(`${year}-${month}-${day}`)
}

function yearlessDate(line: string, isHan: boolean, now: number): number | null {
  const [, month, day] = hanDay.exec(line) ?? (isHan ? bareMonthDay.exec(line) : null) ?? []
  const [, first, second] = monthDay.exec(line) ?? []
  const [, third, fourth] = dayMonth.exec(line) ?? []
  const year = new Date(now).getUTCFullYear()
  const inYear = (of: number) => {
    if (month !== undefined) return parseDate(`${of}-${month}-${day}`)
    if (second !== undefined) return parseDate(`${second} ${first} ${of}`)
    return third === undefined ? null : parseDate(`${third} ${fourth} ${of}`)
  }
  const date = inYear(year)
  return date !== null && date > now + aheadMs ? inYear(year - 1) : date
}

function firstOf<Item, Found>(items: readonly Item[], read: (item: Item) => Found | null): Found | null {
  for (const item of items) {
    const found = read(item)
    if (found !== null) return found
  }
  return null
}
