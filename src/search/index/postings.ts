import { ByteLists } from './byte-lists.js'
import { grown } from './grown.js'

/** How often an article holds a term, in all and in its title. Counts beyond these say nothing more. */
const maxCount = 63
const maxTitleCount = 3
/** Half of all words occur in one article only, which takes two to four bytes. */
const firstSlice = 8

/** What is known of a term, side by side: articles that hold it, those of its list that were removed, its last row. */
const fields = 3
const live = 0
const removed = 1
const lastRow = 2

/** Rows that hold a term, each with how often it does, in all and in its title. */
export interface Occurrences {
  rows: Uint32Array
  counts: Uint8Array
  titleCounts: Uint8Array
}

/**
 * For each term the articles that hold it. An article is a row of the index; rows count from 1 and come in rising
 * order, so that each is written as the distance from the one before: two bytes for most.
 */
export class Postings {
  readonly #lists = new ByteLists(firstSlice)
  #terms = new Uint32Array(fields * 1024)
  #bytes = new Uint8Array(1024)
  /** What `read` gives, large enough for the longest list. */
  rows = new Uint32Array(1024)
  counts = new Uint8Array(1024)
  titleCounts = new Uint8Array(1024)

  get memory(): number {
    return this.#lists.memory + this.#terms.byteLength + 6 * this.rows.length
  }

  /** How many articles hold a term. */
  articlesWith(term: number): number {
    return this.#terms[fields * term + live] ?? 0
  }

  /** Adds rows, in rising order and later than those the term has already. */
  add(term: number, added: Occurrences, from: number, count: number): void {
    const at = fields * term
    if (at + fields > this.#terms.length) this.#terms = grown(this.#terms, fields * (term + 1))
    this.#write(term, added, from, count)
    const holders = (this.#terms[at + live] ?? 0) + count
    this.#terms[at + live] = holders
    const listed = holders + (this.#terms[at + removed] ?? 0)
    if (listed > this.rows.length) {
      this.rows = grown(this.rows, listed)
      this.counts = grown(this.counts, listed)
      this.titleCounts = grown(this.titleCounts, listed)
    }
  }

  /** Counts a removed article out. Its row is still read, until the removed ones are the most of the list. */
  remove(term: number, isLive: (row: number) => boolean): void {
    const at = fields * term
    const left = (this.#terms[at + live] ?? 0) - 1
    const gone = (this.#terms[at + removed] ?? 0) + 1
    this.#terms[at + live] = left
    this.#terms[at + removed] = gone
    if (gone > left) this.#compact(term, isLive)
  }

  /** Reads a term's list into `rows`, `counts` and `titleCounts`; returns its length. Removed rows may be among them. */
  read(term: number): number {
    const bytes = this.#lists.read(term)
    const { rows, counts, titleCounts } = this
    let row = 0
    let length = 0
    for (let at = 0; at < bytes.length; length++) {
      let byte = bytes[at++] ?? 0
      let number = byte & 127
      for (let shift = 7; byte > 127; shift += 7) {
        byte = bytes[at++] ?? 0
        number |= (byte & 127) << shift
      }
      row += number >>> 1
      rows[length] = row
      if ((number & 1) === 1) {
        counts[length] = 1
        titleCounts[length] = 0
      } else {
        const packed = bytes[at++] ?? 0
        counts[length] = packed & maxCount
        titleCounts[length] = packed >>> 6
      }
    }
    return length
  }

  /** Each as the distance and a bit, set for what most are: once and not in the title. Else a byte with the counts. */
  #write(term: number, { rows, counts, titleCounts }: Occurrences, from: number, count: number): void {
    const at = fields * term
    let last = this.#terms[at + lastRow] ?? 0
    let length = 0
    if (this.#bytes.length < 6 * count) this.#bytes = new Uint8Array(6 * count)
    const bytes = this.#bytes
    for (let i = from; i < from + count; i++) {
      const row = rows[i] ?? 0
      const times = counts[i] ?? 0
      const titleTimes = titleCounts[i] ?? 0
      const isPlain = times === 1 && titleTimes === 0
      let rest = ((row - last) << 1) | (isPlain ? 1 : 0)
      for (; rest > 127; rest >>>= 7) bytes[length++] = (rest & 127) | 128
      bytes[length++] = rest
      if (!isPlain) bytes[length++] = Math.min(times, maxCount) | (Math.min(titleTimes, maxTitleCount) << 6)
      last = row
    }
    this.#lists.append(term, bytes, length)
    this.#terms[at + lastRow] = last
  }

  #compact(term: number, isLive: (row: number) => boolean): void {
    const length = this.read(term)
    this.#lists.clear(term)
    this.#terms[fields * term + lastRow] = 0
    this.#terms[fields * term + removed] = 0
    let kept = 0
    for (let i = 0; i < length; i++) {
      const row = this.rows[i] ?? 0
      if (!isLive(row)) continue
      this.rows[kept] = row
      this.counts[kept] = this.counts[i] ?? 0
      this.titleCounts[kept++] = this.titleCounts[i] ?? 0
    }
    this.#write(term, this, 0, kept)
  }
}
