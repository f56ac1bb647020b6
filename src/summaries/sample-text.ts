import { splitSentences } from '../core/sentences.js'

/** Some 60 pages; UTF-16 units. What is longer is read in samples: a book must not keep commands waiting. */
const longest = 150_000
const beginning = 60_000
const samples = 18
/** Of more, which must be short ones, every other is read, or fewer. */
const mostLines = 4000
/** A sentence that a sample's edge cuts is looked for within this many units. */
const edge = 600

/**
 * Lines of a text, all of it when it is of usual length, otherwise its beginning and samples spread over the rest, each
 * of whole sentences: what was cut at the edges is left out.
 */
export function readLines(text: string): string[] {
  const lines = piecesOf(text)
    .flatMap((piece) => piece.split(/[\r\n\u2028\u2029]+/))
    .map((line) => line.trim())
    .filter(Boolean)
  const step = Math.ceil(lines.length / mostLines)
  return lines.filter((_, i) => i < mostLines / 2 || i % step === 0)
}

function piecesOf(text: string): string[] {
  if (text.length <= longest) return [text]
  const size = Math.floor((longest - beginning) / samples)
  const stride = (text.length - beginning - size) / (samples - 1)
  const starts = Array.from({ length: samples }, (_, i) => Math.floor(beginning + i * stride))
  return [
    dropCutEnd(text.slice(0, beginning)),
    ...starts.map((start) => dropCutEnd(dropCutStart(text.slice(start, start + size)))),
  ]
}

function dropCutStart(piece: string): string {
  const head = piece.slice(0, edge)
  const [, second] = splitSentences(head)
  return second === undefined ? piece.slice(edge) : piece.slice(head.indexOf(second))
}

function dropCutEnd(piece: string): string {
  const tail = piece.slice(-edge)
  const last = splitSentences(tail).at(-1) ?? ''
  return piece.slice(0, piece.length - tail.length + tail.lastIndexOf(last))
}
