import { sentenceEnd } from './boilerplate.js'

const mark = /^(?:[-*•·▪◦‣●○■□–—]\s+|\(?\d{1,3}[.)、．]\s*(?=\D)|[①-⑳]\s*|\[[ xX]\]\s*)/u
const codeLine =
  /^(?:import |export |const |let |var |function\b|def |class |return\b|public |private |#include|<\/?[a-z!][^>]*>|\/\/|\/\*|\$ |>>> |(?:if|for|while|switch) ?\(|SELECT |@[a-z]+\()|[{};]$|=>|\);?$|^[})\]]+[,;]?$/

/** Longer lines, in UTF-16 units, are paragraphs, whatever signs are in them. */
const longestRow = 400

/** A line that begins with the mark of a list. */
export function isItem(line: string): boolean {
  return mark.test(line)
}

/** The line without the mark. */
export function withoutMark(line: string): string {
  return line.replace(mark, '')
}

/** A line of a program, by its signs: parentheses and semicolons alone also stand in prose. */
export function isCode(line: string): boolean {
  if (line.length > longestRow || /^\|.*\|$/.test(line)) return false
  const signs = line.match(/[{}[\]()<>=;|&$#_\\*+]/g)?.length ?? 0
  const share = signs / line.length
  return share > 0.2 || (share > 0.03 && codeLine.test(line) && !/\p{L}{2}[.!?]["'”’)]*$/u.test(line))
}

/** A row of cells: tabs, bars, wide gaps, short values between commas, or numbers for the most part. */
export function isTableRow(line: string): boolean {
  if (line.length > longestRow) return false
  if (/\t[^\t]+\t|\|[^|]+\||\S {2,}\S.* {2,}\S/.test(line)) return true
  if (sentenceEnd.test(line)) return false
  const cells = line.split(/[,;]\s?/)
  if (
    cells.length >= 3 &&
    cells.every((cell) => cell.length > 0 && cell.split(' ').length <= 2 && cell.length < 25)
  )
    return true
  const words = line.split(/\s+/)
  return (
    words.length >= 3 && words.filter((word) => /^[\p{Sc}(+-]?\p{N}/u.test(word)).length * 2 > words.length
  )
}

/** Longer lines, in UTF-16 units, are prose; so are shorter ones that fill a margin on average. */
const longestVerse = 80
const meanVerse = 50

/** Verses: short lines of which many end with a comma or in the middle of a sentence, and few with a full stop. */
export function isPoem(lines: readonly string[]): boolean {
  if (lines.length < 4 || lines.some((line) => line.length > longestVerse)) return false
  const length = lines.reduce((sum, line) => sum + line.length, 0) / lines.length
  const share = (test: (line: string) => boolean) => lines.filter(test).length / lines.length
  const isVerse = (line: string) => /[,;:，；、：—–-]["'”’]?$/u.test(line) && !isItem(line) && !isCode(line)
  const isFull = (line: string) => sentenceEnd.test(line)
  const mean = /[\p{Script=Han}]/u.test(lines.join('')) ? meanVerse / 2 : meanVerse
  return length <= mean && share(isFull) <= 0.6 && share(isVerse) >= 0.25 && share(isTableRow) < 0.3
}
