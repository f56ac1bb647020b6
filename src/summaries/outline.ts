import { countWords } from '../search/text/words.js'
import { isFurniture, sentenceEnd } from './boilerplate.js'
import { isCode, isTableRow } from './line-kinds.js'
import { readLines } from './sample-text.js'
import { summarize } from './summarize.js'

export interface OutlineSection {
  /** As it stands in the text. */
  heading: string
  /** The most telling sentence of the section. */
  sentence: string
}

/** Sections that a person still reads as an overview. */
const mostSections = 12
const longestHeading = 200
const longestPlainHeading = 100
/** Headings without a number are told from captions and stray lines by coming several at a time. */
const fewestPlain = 3
const fewestNumbered = 2
/** A shorter section is none: its heading is a label, or a line of a list. */
const fewestWords = 15

/** "1. Aims", "2.1 Costs", "3、", "一、", "（二）", "第三章", "IV.", "Part 2", "## Aims". */
const numbered =
  /^(?:\d{1,2}(?:\.\d{1,2})*[.)、．:：]?\s+(?=\p{L}|["“])|\d{1,2}[、．]|[一二三四五六七八九十]{1,3}[、．.]|[（(][一二三四五六七八九十\d]{1,3}[）)]|第[一二三四五六七八九十百\d]{1,4}[章节節部分条]|[IVX]{1,5}\.\s|(?:Chapter|Part|Section|Step|Kapitel|Teil|Abschnitt|Chapitre|Partie|Capítulo)\s+(?:\d{1,2}|[IVX]{1,5})\b|#{1,6}\s)/u

/**
 * The headings of a long structured text, each with one sentence of its section; undefined when the text has no
 * structure. Headings are lines of their own: numbered ones, or else short lines without a full stop before prose.
 */
export function outline(
  text: string,
  options: { title?: string; language?: string | null } = {},
): OutlineSection[] | undefined {
  const lines = readLines(text).filter((line) => line !== options.title?.trim())
  return (
    outlineBy(lines, isNumbered, fewestNumbered, options.language) ??
    outlineBy(lines, isPlainHeading, fewestPlain, options.language)
  )
}

function outlineBy(
  lines: string[],
  isHeading: (line: string) => boolean,
  fewest: number,
  language: string | null = null,
): OutlineSection[] | undefined {
  const starts = [...lines.keys()].filter((i) => isHeading(lines[i] ?? ''))
  const sections = starts.flatMap((start, i) => {
    const body = lines.slice(start + 1, starts[i + 1])
    return summarizeSection(lines[start] ?? '', body, language)
  })
  // Most of the headings must have told something, or they are a list or a menu.
  const isStructure = sections.length >= fewest && sections.length * 2 > starts.length
  return isStructure ? sections.slice(0, mostSections) : undefined
}

function summarizeSection(heading: string, body: string[], language: string | null): OutlineSection[] {
  const text = body.join('\n')
  if (countWords(text) < fewestWords) return []
  const { kind, sentences } = summarize(text, { title: heading, language, length: 'line' })
  const [sentence] = sentences
  return sentence !== undefined && (kind === 'prose' || kind === 'short') ? [{ heading, sentence }] : []
}

function isNumbered(line: string): boolean {
  return numbered.test(line) && line.length <= longestHeading && !/[.。；;，,]$/u.test(line)
}

function isPlainHeading(line: string): boolean {
  return (
    line.length <= longestPlainHeading &&
    /^[\p{Lu}\p{Lo}\p{N}"“«「]/u.test(line) &&
    (!sentenceEnd.test(line) || /[?？]$/.test(line)) &&
    !/[,;:，；：|]$|\|/u.test(line) &&
    !isFurniture(line) &&
    !isCode(line) &&
    !isTableRow(line)
  )
}
