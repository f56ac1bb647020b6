import { grown } from '../index/grown.js'
import type { InvertedIndex } from '../index/inverted-index.js'
import type { Slot } from './slots.js'

/**
 * The usual constants (Robertson and Zaragoza 2009), which other values from 0.9 to 1.6 and 0.5 to 0.9 did not better
 * across thirteen collections.
 */
export const k = 1.2
const b = 0.75
/** How much a word of the title counts beside the same word anywhere; above 0.8 known articles are lost. */
const titleShare = 0.6

/** The articles that hold any of the slots, with what the words alone say of them. */
export interface Scored {
  /** Rows, in no particular order; valid until the next query. */
  rows: Uint32Array
  /** By row: BM25 as a share of what can be had without the title, so about 0 to 1. */
  scores: Float32Array
  /** By row: the share of the query's information that is in the article, 0 to 1. Of alternatives one is enough. */
  coverage: Float32Array
}

/** Ranks by BM25; what it needs by row is kept from one query to the next. */
export function createBm25(index: InvertedIndex) {
  let rows = new Uint32Array(0)
  let scores = new Float32Array(0)
  let coverage = new Float32Array(0)
  /** By row: one more than the group that was counted last. */
  let counted = new Uint8Array(0)
  let found = 0

  return (slots: readonly Slot[]): Scored => {
    for (let i = 0; i < found; i++) {
      scores[rows[i] ?? 0] = 0
      coverage[rows[i] ?? 0] = 0
      counted[rows[i] ?? 0] = 0
    }
    found = 0
    rows = grown(rows, index.rows.end)
    scores = grown(scores, index.rows.end)
    coverage = grown(coverage, index.rows.end)
    counted = grown(counted, index.rows.end)
    const total = slots.reduce((sum, { count, information }) => sum + count * information, 0)
    const groups = new Map<number, number>()
    for (const { group, information } of slots)
      groups.set(group, Math.max(groups.get(group) ?? 0, information))
    const distinct = [...groups.values()].reduce((sum, information) => sum + information, 0)
    for (const [number, [group, most]] of [...groups].entries()) {
      const alternatives = slots.filter((slot) => slot.group === group)
      // Where there is but one term, no article can be counted twice.
      const mark = alternatives.length > 1 || (alternatives[0]?.terms.length ?? 0) > 1 ? number + 1 : 0
      for (const { terms, count, information } of alternatives)
        for (const term of terms) addTerm(term, (count * information) / total, most / distinct, mark)
    }
    return { rows: rows.subarray(0, found), scores, coverage }
  }

  function addTerm(term: number, weight: number, share: number, mark: number): void {
    const { postings } = index
    const length = postings.read(term)
    const perTerm = (k * b) / index.averageLength
    for (let i = 0; i < length; i++) {
      const row = postings.rows[i] ?? 0
      if (!index.rows.isLive(row)) continue
      const count = postings.counts[i] ?? 0
      const titleCount = postings.titleCounts[i] ?? 0
      const inText = count / (count + k * (1 - b) + perTerm * index.lengthOf(row))
      const inTitle = titleCount === 0 ? 0 : titleCount / (titleCount + k)
      const before = scores[row] ?? 0
      if (before === 0) rows[found++] = row
      scores[row] = before + weight * (inText + titleShare * inTitle)
      if (mark > 0) {
        if (counted[row] === mark) continue
        counted[row] = mark
      }
      coverage[row] = (coverage[row] ?? 0) + share
    }
  }
}
