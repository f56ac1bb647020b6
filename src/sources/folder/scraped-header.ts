import { parseDate } from '../text/parse-date.js'

export interface ScrapedHeader {
  title: string | null
  publishedAt: number | null
  author: string | null
  /** Lines of the page's makers ("Editor: …") that stood above the text. */
  notes: string[]
  /** Text that stood in the header lines, before the body. */
  lead: string[]
  /** The index of the first line of the body. */
  bodyStart: number
  /** A date line was found: the file is a page that was scraped, not somebody's notes. */
  dated: boolean
}

const dateLabel =
  /(?:release(?:d)?(?: time| date)?|publish(?:ed|ing)?(?: time| date| on| at)?|publication (?:date|time)|posted(?: on| at)?|(?:last )?updated?(?: time| on| at)?|update time|date|time|发布时间|发布日期|发表时间|发表于|发布于|更新时间|更新于|时间|日期)/iu
const labelAtStart = new RegExp(`^(${dateLabel.source})\\s*[:：]?\\s*(?=\\S)`, 'iu')
/** Inside a line only what cannot be a sentence: a time's own label with its colon. */
const labelInside =
  /\s*(release time|publish(?:ed|ing)? ?(?:time|date)?|updated?(?: time)?|发布时间|更新时间|发布日期)\s*[:：]\s*/iu
const authorLabel =
  /^(?:(?:by|written by)\s+|(?:author|reporter|correspondent|writer|作者|记者|文)\s*[:：]\s*)(.+)$/iu
const sourceLabel = /^(?:source|from|来源|来自)\s*[:：]\s*(.+)$/iu
const noteLabel =
  /^[([（【]?\s*(?:(?:responsible |executive |chief |duty |web |text |copy |column |image |picture |photo |video )?editor(?:-in-chief| in chief|s)?|edited by|proofread(?:er|ing)?|source|reporter|author|photo(?:s|graph|graphy)?(?: by| source)?|(?:title )?(?:image|picture) source|copyright|栏目主编|文字编辑|图片编辑|责任编辑|编辑|责编|校对|审核|来源|作者|记者|图片来源|题图来源|版权)\s*[:：©]/iu
const headerLines = 6
const maxNoteLength = 200
const maxDateTokens = 8

/** Whether a line is the site's own, about who made the page: `Editor: A | Source: B`. */
export function isNote(line: string): boolean {
  return line.length <= maxNoteLength && noteLabel.test(line)
}

interface DateLine {
  before: string
  time: number
  after: string
  updated: boolean
}

/** A date with its label, at the start of a line or inside it; what stands around it is kept. */
export function findLabelledDate(line: string): DateLine | null {
  const match = labelAtStart.exec(line) ?? labelInside.exec(line)
  if (!match) return null
  const found = dateAtStart(line.slice(match.index + match[0].length))
  const updated = /update|更新/i.test(match[0])
  return found && { before: line.slice(0, match.index).trim(), ...found, updated }
}

/** The longest run of words at the start that is a date, and what follows it. */
function dateAtStart(text: string): { time: number; after: string } | null {
  const tokens = [...text.matchAll(/\S+/g)].slice(0, maxDateTokens)
  for (const token of tokens.reverse()) {
    const end = token.index + token[0].length
    const time = parseDate(text.slice(0, end).replace(/[,;|）)\]]+$/, ''))
    if (time !== null) return { time, after: text.slice(end).replace(/^[\s,;|]+/, '') }
  }
  return null
}

/**
 * Reads the title, the date and the names at the top of a page: within its first six lines, in any order, as long as
 * nothing but one title and one more line (a subtitle) stands between them.
 */
export function readHeader(lines: readonly string[], isTitle: (line: string) => boolean): ScrapedHeader {
  const header: ScrapedHeader = {
    title: null,
    publishedAt: null,
    author: null,
    notes: [],
    lead: [],
    bodyStart: 0,
    dated: false,
  }
  const filled = lines.flatMap((line, index) => (line === '' ? [] : [{ line, index }])).slice(0, headerLines)
  const dates: DateLine[] = []
  let passed: string[] = []
  for (const { line, index } of filled) {
    const date = findLabelledDate(line)
    if (date || readMeta(line, header, dates)) {
      if (date) dates.push(date)
      const words = [...passed, ...(date ? [date.before, leftOver(date.after, header)] : [])].filter(Boolean)
      passed = []
      takeWords(words, header, isTitle)
      header.bodyStart = index + 1
    } else if (header.title === null && passed.length === 0 && isTitle(line)) {
      header.title = line
      header.bodyStart = index + 1
    } else if (line !== header.title) {
      passed.push(line)
      if (passed.length > 1) break
    }
  }
  const published = dates.find(({ updated }) => !updated) ?? dates[0]
  return { ...header, publishedAt: published?.time ?? null, dated: published !== undefined }
}

function takeWords(
  words: readonly string[],
  header: ScrapedHeader,
  isTitle: (line: string) => boolean,
): void {
  for (const line of words) {
    if (header.title === null && isTitle(line)) header.title = line
    else header.lead.push(line)
  }
}

/** `Source: Evening News` behind the date names who speaks; other words behind it are text. */
function leftOver(text: string, header: ScrapedHeader): string {
  return readName(text, header) ? '' : text
}

/** A line that holds nothing but names and dates, perhaps several with bars between. */
function readMeta(line: string, header: ScrapedHeader, dates: DateLine[]): boolean {
  if (line.length > maxNoteLength) return false
  const parts = line.split(/\s*[|｜]\s*/)
  if (!parts.every((part) => isMeta(part))) return false
  const bare = parts.map(bareDate).find((date) => date !== null)
  if (bare) dates.push({ before: '', ...bare, updated: false })
  const named = parts.filter((part) => readName(bareDate(part)?.after ?? part, header))
  if (!bare && named.length === 0) header.notes.push(line)
  return true
}

/** A date without a label, alone or with a name behind it; a mere year begins many a sentence. */
function bareDate(part: string): { time: number; after: string } | null {
  const date = /\d{4}/.test(part) && part.length >= 8 ? dateAtStart(part) : null
  return date && (date.after === '' || nameIn(date.after) !== null) ? date : null
}

function isMeta(part: string): boolean {
  return bareDate(part) !== null || nameIn(part) !== null || isNote(part)
}

function readName(text: string, header: ScrapedHeader): boolean {
  const name = nameIn(text)
  if (name !== null) header.author ??= name
  return name !== null
}

function nameIn(text: string): string | null {
  const name = (authorLabel.exec(text) ?? sourceLabel.exec(text))?.[1]?.trim() ?? ''
  return name !== '' && name.length <= 80 && !/[.。!?]\s/.test(name) ? name : null
}
