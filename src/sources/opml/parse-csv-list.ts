import { listedAddress } from './listed-address.js'
import type { ListBuilder } from './source-list.js'

const delimiters = [',', ';', '\t']
const addressHeads = /^(?:(?:feed|rss|xml|source|site)[ _-]?)?(?:url|link|address|feed|rss)s?$/i
const titleHeads = /^(?:(?:feed|source|site)[ _-]?)?(?:title|name|label)$/i
const folderHeads = /^(?:folder|category|categories|group|tags?|section)$/i
/** Enough to tell a table from lines that happen to have commas. */
const sampleRows = 20
const regularShare = 0.75
const maxCells = 100

/** A line of a table; with a quoted line break in it, more than one. */
interface Row {
  line: number
  cells: string[]
}

export interface Columns {
  delimiter: string
  /** Positions; -1 for one that is not there. */
  address: number
  title: number
  folder: number
}

/** Takes the rows over. Problems give the line a row begins in. */
export function parseCsvList(text: string, columns: Columns, list: ListBuilder): void {
  const { delimiter, address, title, folder } = columns
  for (const { line, cells } of rowsOf(text, delimiter)) {
    const given = cells[address]?.trim() ?? ''
    if (list.isFull()) return
    // The heads, also those of a table that was pasted below another.
    if (addressHeads.test(given)) continue
    const at = { place: 'line' as const, number: line }
    if (given) list.add({ addresses: [given], title: cells[title], folder: cells[folder] }, at)
    else list.refuse('source.listNoAddress', cells.join(' '), at)
  }
}

/** The columns of a table of sources, with or without heads; null when the text is something else. */
export function columnsIn(text: string): Columns | null {
  const found = delimiters.map((delimiter) => columnsWith(delimiter, firstRows(text, delimiter)))
  return found.find((columns) => columns !== null) ?? null
}

function columnsWith(delimiter: string, [head, ...others]: readonly Row[]): Columns | null {
  if (!head || others.length === 0) return null
  const find = (pattern: RegExp) => head.cells.findIndex((cell) => pattern.test(cell.trim()))
  const named = find(addressHeads)
  const address = named < 0 ? head.cells.findIndex(isFullAddress) : named
  const regular = others.filter(
    ({ cells }) => cells.length === head.cells.length && isFullAddress(cells[address] ?? ''),
  )
  const isRegular = regular.length >= others.length * regularShare
  // A single column without a head is a list of lines, and one with a head may be.
  const isTable = head.cells.length > 1 ? named >= 0 || isRegular : named >= 0 && isRegular
  if (!isTable) return null
  if (named >= 0) return { delimiter, address, title: find(titleHeads), folder: find(folderHeads) }
  return { delimiter, address, title: head.cells.findIndex((_, i) => i !== address), folder: -1 }
}

function isFullAddress(cell: string): boolean {
  return /^\s*https?:\/\/\S+\s*$/i.test(cell) && listedAddress(cell) !== null
}

function firstRows(text: string, delimiter: string): Row[] {
  const rows: Row[] = []
  for (const row of rowsOf(text, delimiter)) if (rows.push(row) === sampleRows) break
  return rows
}

/** RFC 4180, and what is near it: rows without words are left out, a quote inside an unquoted cell is a character. */
function* rowsOf(text: string, delimiter: string): Generator<Row> {
  let row: Row = { line: 1, cells: [] }
  let line = 1
  let position = 0
  while (position <= text.length) {
    const cell = cellAt(text, position, delimiter)
    if (row.cells.length < maxCells) row.cells.push(cell.text)
    line += cell.lines
    position = cell.end + 1
    if (text[cell.end] === delimiter) continue
    if (row.cells.some((each) => each.trim() !== '')) yield row
    line++
    row = { line, cells: [] }
  }
}

/** The cell that begins there, where it ends (at a delimiter or line break), and the line breaks inside it. */
function cellAt(
  text: string,
  start: number,
  delimiter: string,
): { text: string; end: number; lines: number } {
  if (text[start] !== '"') {
    const end = endFrom(text, start, delimiter)
    return { text: text.slice(start, end), end, lines: 0 }
  }
  let close = text.indexOf('"', start + 1)
  while (close >= 0 && text[close + 1] === '"') close = text.indexOf('"', close + 2)
  if (close < 0) close = text.length
  const inside = text.slice(start + 1, close).replaceAll('""', '"')
  return { text: inside, end: endFrom(text, close, delimiter), lines: inside.split('\n').length - 1 }
}

function endFrom(text: string, start: number, delimiter: string): number {
  let end = start
  while (end < text.length && text[end] !== delimiter && text[end] !== '\n') end++
  return end
}
