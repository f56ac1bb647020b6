import { grown } from '../index/grown.js'
import type { InvertedIndex } from '../index/inverted-index.js'
import { k } from './bm25.js'
import { rarity } from './rarity.js'

/** So many of those most like an article support it. */
const supporters = 8
const rounds = 2
/** How much of an article's score comes from them. */
const share = 0.5
/** The words of title and text that say what an article is about. */
const comparedWords = 200

/**
 * Scores in which articles about the same thing support each other: each becomes half its own and half the mean of
 * those most like it, twice over, a short random walk on the graph of neighbours (Diaz 2005 regularises scores in the
 * same way). +1.1 points of nDCG@10 on average over thirteen collections (Cranfield +3.3, CISI +2.3, TIME +1.5), at
 * most 0.3 lost where each question has one right article.
 */
export function createSupport(index: InvertedIndex) {
  const compare = createComparison(index)

  return (rows: readonly number[], scores: readonly number[]): number[] => {
    const likeness = compare(rows)
    const nearest = rows.map((_, i) => nearestTo(i, likeness, rows.length))
    let supported = scores
    for (let round = 0; round < rounds; round++)
      supported = scores.map((own, i) => {
        const { others, total } = nearest[i] ?? { others: [], total: 0 }
        if (total === 0) return (1 - share) * own
        const support = others.reduce((sum, j) => sum + likeness(i, j) * (supported[j] ?? 0), 0)
        return (1 - share) * own + (share * support) / total
      })
    return [...supported]
  }
}

type Likeness = (i: number, j: number) => number

function nearestTo(i: number, likeness: Likeness, count: number): { others: number[]; total: number } {
  const others: number[] = []
  for (let j = 0; j < count; j++) {
    const value = j === i ? 0 : likeness(i, j)
    if (value === 0 || (others.length === supporters && value <= likeness(i, others.at(-1) ?? 0))) continue
    let at = others.length
    while (at > 0 && likeness(i, others[at - 1] ?? 0) < value) at--
    others.splice(at, 0, j)
    others.length = Math.min(others.length, supporters)
  }
  return { others, total: others.reduce((sum, j) => sum + likeness(i, j), 0) }
}

/** The cosine of the articles' words, weighted as BM25 does, between each two of some rows. */
function createComparison(index: InvertedIndex) {
  const weigh = createWeights(index)
  /** By term number, in the comparison at hand: its last holder below, counted from 1. */
  let lastHolder = new Uint32Array(0)
  /** For each term of each row: which of the rows it is, the term's weight there, and the holder of the term before it. */
  let rowOf = new Uint32Array(0)
  let weightOf = new Float32Array(0)
  let before = new Uint32Array(0)

  return (rows: readonly number[]): Likeness => {
    lastHolder = grown(lastHolder, index.dictionary.size + 1)
    const likeness = new Float32Array(rows.length * rows.length)
    const terms: Uint32Array[] = []
    let holders = 0
    for (const [i, row] of rows.entries()) {
      const weighed = weigh(row)
      terms.push(weighed.terms.slice())
      const needed = holders + weighed.terms.length + 1
      rowOf = grown(rowOf, needed)
      weightOf = grown(weightOf, needed)
      before = grown(before, needed)
      for (let t = 0; t < weighed.terms.length; t++) {
        const term = weighed.terms[t] ?? 0
        const weight = weighed.weights[t] ?? 0
        for (let holder = lastHolder[term] ?? 0; holder > 0; holder = before[holder] ?? 0) {
          const at = (rowOf[holder] ?? 0) * rows.length + i
          likeness[at] = (likeness[at] ?? 0) + weight * (weightOf[holder] ?? 0)
        }
        holders++
        rowOf[holders] = i
        weightOf[holders] = weight
        before[holders] = lastHolder[term] ?? 0
        lastHolder[term] = holders
      }
    }
    for (const each of terms) for (const term of each) lastHolder[term] = 0
    return (i, j) => likeness[i < j ? i * rows.length + j : j * rows.length + i] ?? 0
  }
}

/** An article's different terms and their weights, at unit length together; valid until the next row. */
export interface WeighedTerms {
  terms: Uint32Array
  weights: Float32Array
}

/** Weighs the words of an article's title and beginning by BM25. */
export function createWeights(index: InvertedIndex): (row: number) => WeighedTerms {
  let counts = new Uint16Array(0)
  let terms = new Uint32Array(0)
  let weights = new Float32Array(0)

  return (row) => {
    counts = grown(counts, index.dictionary.size + 1)
    let distinct = 0
    const count = (words: Uint32Array) => {
      terms = grown(terms, distinct + words.length)
      for (let i = 0; i < words.length; i++) {
        const term = words[i] ?? 0
        if (counts[term] === 0) terms[distinct++] = term
        counts[term] = (counts[term] ?? 0) + 1
      }
    }
    const title = index.titleOf(row)
    count(title.subarray(0, title.indexOf(0)))
    count(index.beginningOf(row, comparedWords))
    weights = grown(weights, distinct)
    const norm = k * (0.25 + (0.75 * distinct) / (index.averageLength || 1))
    let squares = 0
    for (let i = 0; i < distinct; i++) {
      const term = terms[i] ?? 0
      const times = counts[term] ?? 0
      counts[term] = 0
      const weight = (times / (times + norm)) * rarity(index.postings.articlesWith(term), index.size)
      weights[i] = weight
      squares += weight * weight
    }
    const length = Math.sqrt(squares) || 1
    for (let i = 0; i < distinct; i++) weights[i] = (weights[i] ?? 0) / length
    return { terms: terms.subarray(0, distinct), weights: weights.subarray(0, distinct) }
  }
}
