import { countWords } from '../search/text/words.js'
import { isFurniture, sentenceEnd } from './boilerplate.js'
import { isCode, isTableRow } from './line-kinds.js'
import { readProse } from './read-prose.js'
import { readLines } from './sample-text.js'
import { dangles } from './score-sentences.js'
import { type Summary, summarize } from './summarize.js'

export interface OutlineSection {
  /** As it stands in the text. */
  heading: string
  /** The most telling sentence of the section. */
  sentence: string
}

/** The headings of a structured text, and what stands before the first of them. */
export interface Outline {
  lead: string
  sections: OutlineSection[]
}

/** Sections that a person still reads as an overview. */
const mostSections = 12
const longestHeading = 200
const longestPlainHeading = 80
/** In words; in a shorter text, lines without a number are headlines of other articles as often as headings. */
const longText = 250

/** How headings of a kind look, how many make a structure, and how many words a section has at least. */
interface Headings {
  isHeading(line: string): boolean
  fewest: number
  fewestWords: number
}

const numberedHeadings: Headings = { isHeading: isNumbered, fewest: 2, fewestWords: 15 }
/** Without a number they look like the headlines of other articles, but these come one by one and with a short teaser. */
const plainHeadings: Headings = { isHeading: isPlainHeading, fewest: 3, fewestWords: 40 }

/** "1. Aims", "2.1 Costs", "3、", "一、", "（二）", "第三章", "IV.", "Part 2", "## Aims". */
const numbered =
  /^(?:(?:\d{1,2}[.):：]|\d{1,2}(?:\.\d{1,2})+\.?)\s+(?=\p{L}|["“])|\d{1,2}[、．]|[一二三四五六七八九十]{1,3}[、．.]|[（(][一二三四五六七八九十\d]{1,3}[）)]|第[一二三四五六七八九十百\d]{1,4}[章节節部分条]|[IVX]{1,5}\.\s|(?:Chapter|Part|Section|Step|Kapitel|Teil|Abschnitt|Chapitre|Partie|Capítulo)\s+(?:\d{1,2}|[IVX]{1,5})\b|#{1,6}\s)/u

/**
 * The lead of a structured text and its headings, each with one sentence of its section; undefined when the text has
 * no structure. Headings are lines of their own: numbered ones, or else short lines without a full stop before prose.
 */
export function outline(
  text: string,
  options: { title?: string; language?: string | null } = {},
): Outline | undefined {
  const lines = readLines(text).filter((line) => line !== options.title?.trim())
  const numbered = outlineBy(lines, numberedHeadings, options.language)
  if (numbered) return numbered
  const isLong = countWords(lines.join(' ')) >= longText
  return isLong ? outlineBy(lines, plainHeadings, options.language) : undefined
}

function outlineBy(
  lines: string[],
  { isHeading, fewest, fewestWords }: Headings,
  language: string | null = null,
): Outline | undefined {
  const starts = [...lines.keys()].filter((i) => isHeading(lines[i] ?? ''))
  // What stands there twice is a label; where every other line is a heading, none is.
  if (new Set(starts.map((i) => lines[i])).size < starts.length || starts.length * 2 > lines.length + 1)
    return undefined
  const sections = starts.flatMap((start, i) => {
    const body = lines.slice(start + 1, starts[i + 1])
    return countWords(body.join(' ')) < fewestWords
      ? []
      : summarizeSection(lines[start] ?? '', body, language)
  })
  // Most of the headings must have told something, or they are a list or a menu.
  const isStructure = sections.length >= fewest && sections.length * 3 >= starts.length * 2
  if (!isStructure) return undefined
  return { lead: lines.slice(0, starts[0]).join('\n'), sections: sections.slice(0, mostSections) }
}

function summarizeSection(heading: string, body: string[], language: string | null): OutlineSection[] {
  const tell = (text: string) => summarize(text, { title: heading, language, length: 'line' })
  const text = body.join('\n')
  const { kind, sentences } = tell(text)
  const sentence = sentences[0] && standing(sentences[0], text, tell)
  return sentence !== undefined && (kind === 'prose' || kind === 'short') ? [{ heading, sentence }] : []
}

/** A sentence that the heading alone does not make clear gives way to one that needs no other. */
function standing(sentence: string, text: string, tell: (text: string) => Summary): string {
  if (!dangles(sentence)) return sentence
  const others = readProse(text).sentences.filter((other) => !dangles(other))
  return tell(others.join('\n')).sentences[0] ?? sentence
}

function isNumbered(line: string): boolean {
  return numbered.test(line) && line.length <= longestHeading && !/[.。；;，,]$/u.test(line)
}

function isPlainHeading(line: string): boolean {
  return (
    line.length <= longestPlainHeading &&
    /^[\p{Lu}\p{Lo}"“«「]/u.test(line) &&
    !/[\p{Sc}\d]\d|https?:|\.\w+\//u.test(line) &&
    (!sentenceEnd.test(line) || /[?？]$/.test(line)) &&
    !/[,;:，；：|]$|\|/u.test(line) &&
    !isFurniture(line) &&
    !isCode(line) &&
    !isTableRow(line)
  )
}
