import { grown } from './grown.js'
import type { Occurrences } from './postings.js'

type Write = (term: number, occurrences: Occurrences, from: number, count: number) => void

/** The different terms of an article, with how often it holds each, in all and in its title. */
export interface TermCounts {
  terms: Uint32Array
  counts: Uint8Array
  titleCounts: Uint8Array
}

/** Room for the counts of so many terms. */
export function noCounts(size: number): TermCounts {
  return {
    terms: new Uint32Array(size),
    counts: new Uint8Array(size),
    titleCounts: new Uint8Array(size),
  }
}

/** So many terms are written before others get a turn: a few milliseconds. */
const termsPerTurn = 10_000

/**
 * Collects terms article by article and gives them term by term: the lists of half a million terms lie scattered in
 * memory, so each is better visited once for many articles than once for each.
 */
export class Batch {
  #length = 0
  #terms = new Uint32Array(1024)
  #added: Occurrences = {
    rows: new Uint32Array(1024),
    counts: new Uint8Array(1024),
    titleCounts: new Uint8Array(1024),
  }
  #sorted: Occurrences = {
    rows: new Uint32Array(0),
    counts: new Uint8Array(0),
    titleCounts: new Uint8Array(0),
  }
  /** The different terms in the order they came. */
  #distinct: number[] = []
  /** By term: how many were added, while they are sorted where the next one goes. */
  #places = new Uint32Array(1024)

  /** Adds the first `count` of an article's terms. */
  add(row: number, found: TermCounts, count: number): void {
    const end = this.#length + count
    this.#terms = grown(this.#terms, end)
    this.#added = grownOccurrences(this.#added, end)
    this.#terms.set(found.terms.subarray(0, count), this.#length)
    this.#added.rows.fill(row, this.#length, end)
    this.#added.counts.set(found.counts.subarray(0, count), this.#length)
    this.#added.titleCounts.set(found.titleCounts.subarray(0, count), this.#length)
    this.#length = end
    for (let i = 0; i < count; i++) {
      const term = found.terms[i] ?? 0
      if (term >= this.#places.length) this.#places = grown(this.#places, term + 1)
      const times = this.#places[term] ?? 0
      if (times === 0) this.#distinct.push(term)
      this.#places[term] = times + 1
    }
  }

  /** Gives each term with its rows in the order they came, and forgets them; yields where others may work. */
  *flush(write: Write): Generator<void> {
    this.#sorted = grownOccurrences(this.#sorted, this.#length)
    const { rows, counts, titleCounts } = this.#added
    const { rows: sortedRows, counts: sortedCounts, titleCounts: sortedTitleCounts } = this.#sorted
    const [terms, places, distinct] = [this.#terms, this.#places, this.#distinct]
    const ends = new Uint32Array(distinct.length)
    let end = 0
    for (let i = 0; i < distinct.length; i++) {
      const term = distinct[i] ?? 0
      const count = places[term] ?? 0
      places[term] = end
      end += count
      ends[i] = end
    }
    for (let at = 0; at < this.#length; at++) {
      const term = terms[at] ?? 0
      const place = places[term] ?? 0
      places[term] = place + 1
      sortedRows[place] = rows[at] ?? 0
      sortedCounts[place] = counts[at] ?? 0
      sortedTitleCounts[place] = titleCounts[at] ?? 0
    }
    let from = 0
    for (let i = 0; i < distinct.length; i++) {
      const term = distinct[i] ?? 0
      const to = ends[i] ?? 0
      places[term] = 0
      write(term, this.#sorted, from, to - from)
      from = to
      if (i % termsPerTurn === termsPerTurn - 1) yield
    }
    this.#distinct = []
    this.#length = 0
  }
}

function grownOccurrences({ rows, counts, titleCounts }: Occurrences, count: number): Occurrences {
  return { rows: grown(rows, count), counts: grown(counts, count), titleCounts: grown(titleCounts, count) }
}
