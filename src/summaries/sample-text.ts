import { splitSentences } from '../core/sentences.js'

/** How much of a text is read, in UTF-16 units: a book must not keep commands waiting. */
interface Budget {
  /** What is longer is read in samples. */
  longest: number
  beginning: number
  samples: number
  /** A sentence that a sample's edge cuts is looked for within this many units. */
  edge: number
}

/** Some 30 pages. */
const usual: Budget = { longest: 80_000, beginning: 35_000, samples: 18, edge: 600 }
/** As much matter; finding words that no spaces separate takes many times as long. */
const spaceless: Budget = { longest: 14_000, beginning: 7000, samples: 7, edge: 200 }
const leastSpaceless = 0.2
/** Thai, Lao, Burmese, Khmer, Chinese and Japanese; half of a character beyond the first 65,536 is counted as one of these. */
const spacelessUnit = /[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u2e80-\ua4cf\ud800-\uffef]/
/** Lines or sentences; of more, which must be short ones, every other is read, or fewer. */
const mostRead = 1200

/**
 * Lines of a text, all of it when it is of usual length, otherwise its beginning and samples spread over the rest, each
 * of whole sentences: what was cut at the edges is left out.
 */
export function readLines(text: string): string[] {
  const lines = piecesOf(text, budgetOf(text))
    .flatMap((piece) => piece.split(/[\r\n\u2028\u2029]+/))
    .map((line) => line.trim())
    .filter(Boolean)
  return thin(lines)
}

/** All of them, or of very many the beginning and some of the rest. */
export function thin<Item>(items: Item[]): Item[] {
  if (items.length <= mostRead) return items
  const step = Math.ceil((2 * items.length) / mostRead)
  return items.filter((_, i) => i < mostRead / 2 || i % step === 0)
}

function budgetOf(text: string): Budget {
  let found = 0
  const step = Math.max(1, Math.floor(text.length / 2000))
  for (let i = 0; i < text.length; i += step) if (spacelessUnit.test(text.charAt(i))) found++
  return (found * step) / (text.length || 1) > leastSpaceless ? spaceless : usual
}

function piecesOf(text: string, { longest, beginning, samples, edge }: Budget): string[] {
  if (text.length <= longest) return [text]
  const size = Math.floor((longest - beginning) / samples)
  const stride = (text.length - beginning - size) / (samples - 1)
  const starts = Array.from({ length: samples }, (_, i) => Math.floor(beginning + i * stride))
  return [
    dropCutEnd(text.slice(0, beginning), edge),
    ...starts.map((start) => dropCutEnd(dropCutStart(text.slice(start, start + size), edge), edge)),
  ]
}

function dropCutStart(piece: string, edge: number): string {
  const head = piece.slice(0, edge)
  const [, second] = splitSentences(head)
  return second === undefined ? piece.slice(edge) : piece.slice(head.indexOf(second))
}

function dropCutEnd(piece: string, edge: number): string {
  const tail = piece.slice(-edge)
  const last = splitSentences(tail).at(-1) ?? ''
  return piece.slice(0, piece.length - tail.length + tail.lastIndexOf(last))
}
