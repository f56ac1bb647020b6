import { stemmer } from 'stemmer'

export interface RougeScores {
  rouge1: number
  rouge2: number
  /** Summary-level L: the union of longest common subsequences over sentences. */
  rougeL: number
}

/**
 * ROUGE F1 (Lin 2004) from 0 to 1 of a summary against one reference, both given as sentences. Words as rouge_score
 * reads them: lower-case letters and digits, Porter stems of those longer than three.
 */
export function rouge(candidate: string[], reference: string[]): RougeScores {
  const ours = candidate.map(readWords)
  const theirs = reference.map(readWords)
  return {
    rouge1: overlap(grams(ours.flat(), 1), grams(theirs.flat(), 1)),
    rouge2: overlap(grams(ours.flat(), 2), grams(theirs.flat(), 2)),
    rougeL: unionLcs(ours, theirs),
  }
}

function readWords(text: string): string[] {
  const words = text.toLowerCase().match(/[a-z0-9]+/g) ?? []
  return words.map((word) => (word.length > 3 ? stemmer(word) : word))
}

function grams(words: string[], length: number): string[] {
  return words.slice(length - 1).map((_, i) => words.slice(i, i + length).join(' '))
}

function overlap(candidate: string[], reference: string[]): number {
  const counts = countOf(reference)
  return f1(candidate.filter((gram) => take(counts, gram)).length, candidate.length, reference.length)
}

function unionLcs(candidate: string[][], reference: string[][]): number {
  const inCandidate = countOf(candidate.flat())
  const inReference = countOf(reference.flat())
  let hits = 0
  for (const sentence of reference) {
    const union = new Set(candidate.flatMap((other) => commonPositions(sentence, other)))
    for (const [i, word] of sentence.entries())
      if (union.has(i) && inCandidate.get(word) && take(inReference, word) && take(inCandidate, word)) hits++
  }
  return f1(hits, candidate.flat().length, reference.flat().length)
}

/** Where in `a` one longest common subsequence of a and b stands. */
function commonPositions(a: string[], b: string[]): number[] {
  const lengths = Array.from({ length: a.length + 1 }, () => new Uint16Array(b.length + 1))
  const at = (i: number, j: number) => lengths[i]?.[j] ?? 0
  for (let i = 1; i <= a.length; i++)
    for (let j = 1; j <= b.length; j++) {
      const row = lengths[i]
      if (row) row[j] = a[i - 1] === b[j - 1] ? at(i - 1, j - 1) + 1 : Math.max(at(i - 1, j), at(i, j - 1))
    }
  const positions: number[] = []
  for (let i = a.length, j = b.length; i > 0 && j > 0; ) {
    if (a[i - 1] === b[j - 1]) {
      positions.push(--i)
      j--
    } else if (at(i - 1, j) > at(i, j - 1)) i--
    else j--
  }
  return positions
}

function countOf(items: string[]): Map<string, number> {
  const counts = new Map<string, number>()
  for (const item of items) counts.set(item, (counts.get(item) ?? 0) + 1)
  return counts
}

function take(counts: Map<string, number>, item: string): boolean {
  const left = counts.get(item) ?? 0
  if (left > 0) counts.set(item, left - 1)
  return left > 0
}

function f1(hits: number, candidate: number, reference: number): number {
  return hits === 0 ? 0 : (2 * hits) / (candidate + reference)
}
