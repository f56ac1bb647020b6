import { align } from './align.js'
import type { Word } from './read-words.js'

/** From which word of a text to which (exclusive). */
export interface Span {
  from: number
  to: number
}

/** Fewer words are found anywhere. */
const fewest = { word: 3, char: 5 }
const longest = 150
/** Between the parts of a quotation with an ellipsis. */
const widestGap = 80
/** Of a quotation that is not word for word. */
const alignedShare = 0.85
/** How much longer than the quotation its place may be. */
const slack = 1.2

/**
 * Where a quotation stands in a text: word for word, however quotes, dashes, spaces and numbers are typed; with "…" for
 * what was left out; or nearly so, if nothing is wrong that counts: no number, name or negation.
 */
export function findQuote(
  quote: string,
  text: readonly Word[],
  { read, isNegation }: { read: (text: string) => Word[]; isNegation: (word: Word) => boolean },
): Span | undefined {
  const parts = quote
    .split(/\[?(?:\.\s?){3,}\]?|\[?…+\]?/)
    .map(read)
    .filter((part) => part.length > 0)
  if (parts.length === 0 || parts.flat().length > longest || !parts.every(isLongEnough)) return undefined
  const exact = findParts(parts, text)
  return exact ?? (parts.length === 1 ? findNearly(parts[0] ?? [], text, isNegation) : undefined)
}

function isLongEnough(words: readonly Word[]): boolean {
  return words.length >= (words.every(({ kind }) => kind === 'char') ? fewest.char : fewest.word)
}

/** The first place where the parts follow each other. */
function findParts(parts: readonly Word[][], text: readonly Word[]): Span | undefined {
  const [first = [], ...others] = parts
  for (let from = findRun(first, text, 0); from >= 0; from = findRun(first, text, from + 1)) {
    let to = from + first.length
    const isThere = others.every((part) => {
      const next = findRun(part, text, to)
      const isNear = next >= 0 && next - to <= widestGap
      if (isNear) to = next + part.length
      return isNear
    })
    if (isThere) return { from, to }
  }
  return undefined
}

/** Where words stand side by side in a text, from a place on; -1 when they do not. */
export function findRun(run: readonly Word[], text: readonly Word[], from: number): number {
  for (let at = from; at + run.length <= text.length; at++)
    if (run.every((word, i) => word.key === text[at + i]?.key)) return at
  return -1
}

function findNearly(
  quote: readonly Word[],
  text: readonly Word[],
  isNegation: (word: Word) => boolean,
): Span | undefined {
  const starts = new Set(quote.slice(0, 2).map(({ key }) => key))
  const width = Math.ceil(quote.length * slack)
  for (let from = 0; from < text.length; from++) {
    if (!starts.has(text[from]?.key ?? '')) continue
    const window = text.slice(from, from + width)
    const places = align(quote, window, (a, b) => a.key === b.key)
    const found = places.filter((place) => place !== undefined)
    if (found.length < alignedShare * quote.length) continue
    const to = (found.at(-1) ?? 0) + 1
    const covered = new Set(found)
    const changed = [
      ...quote.filter((_, i) => places[i] === undefined),
      ...window.slice(0, to).filter((_, i) => !covered.has(i)),
    ]
    if (!changed.some((word) => counts(word, quote) || isNegation(word))) return { from, to: from + to }
  }
  return undefined
}

/** Whether a word makes a difference by itself: numbers, and names but for the first word of a sentence. */
function counts(word: Word, quote: readonly Word[]): boolean {
  return word.kind === 'number' || (word.isCapital && word !== quote[0])
}
