import { splitSentences } from '../core/sentences.js'
import { fold } from '../search/text/fold.js'
import { countWords } from '../search/text/words.js'
import { isBoilerplate, isFurniture, sentenceEnd } from './boilerplate.js'
import { isCode, isItem, isPoem, isTableRow, withoutMark } from './line-kinds.js'
import { readLines, thin } from './sample-text.js'
import { longestView } from './view-of.js'

/**
 * What a text is, for summarising: `prose`; `short`, a single sentence; `list`, items of which there are few enough to
 * show; or something that has nothing to sum up.
 */
export type TextKind = 'prose' | 'short' | 'list' | 'empty' | 'navigation' | 'table' | 'code' | 'poem'

export interface Prose {
  kind: TextKind
  /** Sentences that may stand in a summary, in order, each once; the items of a list. */
  sentences: string[]
}

/** More items than these are no summary of themselves. */
const mostItems = 8
const longestItem = 300
/** Longer ones, in words, are texts without full stops, or nothing one can read at a glance. */
const longestSentence = 100
/** A line without a full stop may be a sentence when it has this many words, or characters where words have no spaces. */
const looseWords = 8
const looseCharacters = 60
/** Sentences must make up this much of a text that is to be summed up, unless there are that many words of them. */
const leastShare = 0.3
const enoughWords = 120

/** The sentences of a text that a summary may be made of, and what it is if there are none. */
export function readProse(text: string, title = ''): Prose {
  const lines = readLines(text)
  if (lines.length === 0) return { kind: 'empty', sentences: [] }
  if (isPoem(lines)) return { kind: 'poem', sentences: [] }
  const items = lines.filter(isItem)
  if (items.length >= 3 && items.length >= 0.7 * lines.length && items.length <= mostItems)
    return { kind: 'list', sentences: distinct(items.map(withoutMark), title).filter(isShortItem) }
  const told = lines.filter((line) => !isCode(line) && !isTableRow(line))
  const proper = sentencesOf(told)
  const sentences = distinct(proper, title)
  if (sentences.length > 0 && isMostly(proper, lines))
    return { kind: sentences.length > 1 ? 'prose' : 'short', sentences }
  return readLoose(lines, told, title)
}

function isShortItem(item: string): boolean {
  return item.length <= longestItem
}

/** A text without full stops: an excerpt cut short, a script that has none; else what most of its lines are. */
function readLoose(lines: string[], told: string[], title: string): Prose {
  const loose = distinct(told, title).filter((line) => isLoose(line) && !isItem(line) && !isFurniture(line))
  if (isMostly(loose, lines) && told.length * 2 > lines.length)
    return { kind: loose.length > 1 ? 'prose' : 'short', sentences: loose }
  return { kind: mainKind(lines), sentences: [] }
}

function isLoose(line: string): boolean {
  if (line.length > longestView) return false
  const words = countWords(line)
  return (words >= looseWords || (line.length >= looseCharacters && words < 5)) && words <= longestSentence
}

function mainKind(lines: string[]): TextKind {
  const code = lines.filter(isCode).length
  const rows = lines.filter((line) => isTableRow(line) && !isCode(line)).length
  const items = lines.filter(isItem).length
  const most = Math.max(code, rows, items)
  if (most * 2 < lines.length) return 'navigation'
  return most === code ? 'code' : most === rows ? 'table' : 'list'
}

function sentencesOf(lines: string[]): string[] {
  const sentences = lines.flatMap((line, i) => {
    const sentences = splitSentences(withoutMark(line))
    // The second half of a sentence that was wrapped at a margin is none.
    const isWrapped = /^\p{Ll}/u.test(line) && i > 0 && !sentenceEnd.test(lines[i - 1] ?? '')
    return sentences.slice(isWrapped ? 1 : 0)
  })
  return thin(sentences).filter(isProper)
}

function isProper(sentence: string): boolean {
  return sentence.length <= longestView && !isBoilerplate(sentence) && countWords(sentence) <= longestSentence
}

/** Each once, the title not at all. */
function distinct(sentences: string[], title: string): string[] {
  const seen = new Set([keyOf(title)])
  return sentences.filter((sentence) => {
    const key = keyOf(sentence)
    return !seen.has(key) && seen.add(key)
  })
}

function keyOf(sentence: string): string {
  return fold(sentence)
    .replace(/[\p{P}\p{Z}]+/gu, ' ')
    .trim()
}

function isMostly(sentences: string[], lines: string[]): boolean {
  const words = sentences.reduce((sum, sentence) => sum + countWords(sentence), 0)
  if (words === 0) return false
  return words >= enoughWords || words >= leastShare * lines.reduce((sum, line) => sum + countWords(line), 0)
}
