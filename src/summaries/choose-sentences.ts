import { countWords } from '../search/text/words.js'
import { cosine, type Vector } from './sentence-vectors.js'

export interface Limits {
  /** At most this many sentences. */
  sentences: number
  /** No more are added once they have this many words. */
  words?: number
}

/** How much a new sentence's worth counts against its likeness to one that was chosen already. */
const worthShare = 0.65
/** Sentences as alike as this say the same. */
const same = 0.8

/**
 * Places of the sentences to show, best first: each of the greatest worth that is least like those before it (maximal
 * marginal relevance, Carbonell and Goldstein 1998). `taken` are those chosen elsewhere, which are not repeated either.
 */
export function chooseSentences(
  sentences: readonly string[],
  vectors: readonly Vector[],
  scores: readonly number[],
  limits: Limits,
  taken: readonly Vector[] = [],
): number[] {
  const best = scores.reduce((a, b) => Math.max(a, b), 0) || 1
  const likeness = vectors.map((vector) => Math.max(0, ...taken.map((other) => cosine(vector, other))))
  const chosen: number[] = []
  for (let words = 0; chosen.length < limits.sentences && words < (limits.words ?? Infinity); ) {
    const gain = (i: number) => (worthShare * (scores[i] ?? 0)) / best - (1 - worthShare) * (likeness[i] ?? 0)
    const next = bestOf(vectors.length, gain, (i) => !chosen.includes(i) && (likeness[i] ?? 0) < same)
    if (next === undefined) break
    chosen.push(next)
    words += countWords(sentences[next] ?? '')
    const vector = vectors[next]
    if (vector)
      for (const [i, other] of vectors.entries())
        likeness[i] = Math.max(likeness[i] ?? 0, cosine(other, vector))
  }
  return chosen
}

function bestOf(
  count: number,
  gain: (i: number) => number,
  isAllowed: (i: number) => boolean,
): number | undefined {
  let best: number | undefined
  for (let i = 0; i < count; i++) if (isAllowed(i) && (best === undefined || gain(i) > gain(best))) best = i
  return best
}
