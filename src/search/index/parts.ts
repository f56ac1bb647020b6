import { crc32 } from 'node:zlib'
import { z } from 'zod'
import type { ArticleFacts } from './article-rows.js'
import type { InvertedIndex } from './inverted-index.js'

/** Raised when terms come out differently than before, or are written differently. */
const version = 2
/** Words are cut by ICU's dictionaries and classed by Unicode's tables: with others the same text has other terms. */
const madeWith = `${version} icu${process.versions.icu} unicode${process.versions.unicode}`

/** Articles in one part, and new terms before it is closed: some 1.5 MB, written in some 15 ms. */
const rowsPerPart = 2000
const termsPerPart = 50_000
/** So many are entered before others get a turn: some 10 ms. */
export const rowsPerTurn = 500
const termsPerTurn = 10_000
/** So many are entered before the lists are written. Fewer take more time (500: half as much again), more take memory. */
export const rowsPerBatch = 5000

const header = z.object({
  madeWith: z.string(),
  /** How many terms came before, and the checksum of the part that had the last of them. */
  termsBefore: z.number(),
  follows: z.number(),
  /** Bytes of the terms. */
  termBytes: z.number(),
  facts: z.array(
    z.tuple([
      z.number(),
      z.number(),
      z.number(),
      z.number(),
      z.string(),
      z.string(),
      z.number(),
      z.number(),
      z.number(),
      z.number(),
      z.number(),
    ]),
  ),
  /** Bytes of each article's title and body terms. */
  lengths: z.array(z.tuple([z.number(), z.number()])),
})

type FactRow = z.infer<typeof header>['facts'][number]

/**
 * An index in parts that can be kept outside: each has the articles added since the one before, as their terms, and the
 * terms that were new. Reading them takes a hundredth of the time of analysing the articles again. Articles that were
 * removed or changed are still in older parts: who reads them looks each up by `updatedAt`.
 */
export function createParts(index: InvertedIndex) {
  let keptTerms = 0
  let keptRows = 0
  /** The checksum of the last part. */
  let last = 0

  return {
    /** How many rows were added since the last part. */
    get unkept(): number {
      return index.rows.end - 1 - keptRows
    },

    /** The next part; undefined when everything is kept. */
    write(): Uint8Array | undefined {
      const rows: number[] = []
      let row = keptRows + 1
      const lastTerm = Math.min(index.dictionary.size, keptTerms + termsPerPart)
      // Terms that do not fit come in parts of their own, before the articles that hold them.
      const termsFit = lastTerm === index.dictionary.size
      if (termsFit)
        for (; row < index.rows.end && rows.length < rowsPerPart; row++)
          if (index.rows.isLive(row)) rows.push(row)
      if (termsFit) keptRows = row - 1
      if (rows.length === 0 && (termsFit || keptRows === index.rows.end - 1)) return undefined
      const part = encode(index, { termsBefore: keptTerms, follows: last }, lastTerm, rows)
      keptTerms = lastTerm
      last = checksumIn(part)
      return part
    },

    /**
     * Enters the articles of parts in the order they were written, into an index to which nothing else is added
     * meanwhile; awaits `nextTurn` every few milliseconds. Returns how many parts were good: it stops at one that is
     * damaged, was made by another version, or does not follow the one before.
     */
    async read(parts: AsyncIterable<Uint8Array>, nextTurn: () => Promise<unknown>): Promise<number> {
      let good = 0
      let entered = 0
      for await (const part of parts) {
        const decoded = decode(part)
        if (decoded?.termsBefore !== index.dictionary.size || decoded.follows !== last) break
        last = checksumIn(part)
        for (const [i, line] of decoded.terms.entries()) {
          const [term = '', word = term] = line.split('\t')
          index.dictionary.add({ term, word })
          if (i % termsPerTurn === termsPerTurn - 1) await nextTurn()
        }
        for (const [i, { facts, terms }] of decoded.articles.entries()) {
          // Its older version has to be in the lists before it can be taken out of them.
          if (index.rows.rowOf(facts.id) !== undefined) await finish(nextTurn)
          index.remove(facts.id)
          index.enter(facts, terms)
          if (i % rowsPerTurn === rowsPerTurn - 1) await nextTurn()
        }
        entered += decoded.articles.length
        if (entered >= rowsPerBatch) {
          await finish(nextTurn)
          entered = 0
        }
        good++
      }
      await finish(nextTurn)
      keptTerms = index.dictionary.size
      keptRows = index.rows.end - 1
      return good
    },
  }

  async function finish(nextTurn: () => Promise<unknown>): Promise<void> {
    for (const _ of index.finish()) await nextTurn()
  }
}

export type Parts = ReturnType<typeof createParts>

function encode(
  index: InvertedIndex,
  place: Pick<z.infer<typeof header>, 'termsBefore' | 'follows'>,
  lastTerm: number,
  rows: readonly number[],
): Uint8Array {
  const terms = Array.from({ length: lastTerm - place.termsBefore }, (_, i) => {
    const number = place.termsBefore + 1 + i
    const term = index.dictionary.termOf(number)
    const word = index.dictionary.wordOf(number)
    return word === term ? term : `${term}\t${word}`
  })
  const words = Buffer.from(terms.join('\n'))
  const lists = rows.map((row) => {
    const { title, body } = index.termsOf(row)
    return [Buffer.from(title), Buffer.from(body)] as const
  })
  const head = Buffer.from(
    JSON.stringify({
      madeWith,
      ...place,
      termBytes: words.length,
      facts: rows.map((row) => rowOf(index.rows.factsOf(row))),
      lengths: lists.map(([title, body]) => [title.length, body.length]),
    } satisfies z.infer<typeof header>),
  )
  const size = Buffer.alloc(8)
  const body = Buffer.concat([head, words, ...lists.flat()])
  size.writeUInt32LE(head.length, 0)
  size.writeUInt32LE(crc32(body), 4)
  return Buffer.concat([size, body])
}

/** Of the bytes after it. */
function checksumIn(part: Uint8Array): number {
  return Buffer.from(part.buffer, part.byteOffset, part.byteLength).readUInt32LE(4)
}

function decode(part: Uint8Array) {
  if (part.length < 8) return undefined
  const bytes = Buffer.from(part.buffer, part.byteOffset, part.byteLength)
  const body = bytes.subarray(8)
  const headLength = bytes.readUInt32LE(0)
  if (crc32(body) !== bytes.readUInt32LE(4) || headLength > body.length) return undefined
  const head = header.safeParse(JSON.parse(body.toString('utf8', 0, headLength))).data
  if (head?.madeWith !== madeWith) return undefined
  const { termsBefore, follows, termBytes, facts, lengths } = head
  const words = body.toString('utf8', headLength, headLength + termBytes)
  let at = headLength + termBytes
  const articles = facts.map((row, i) => {
    const [titleLength, bodyLength] = lengths[i] ?? [0, 0]
    const title = body.subarray(at, at + titleLength)
    at += titleLength + bodyLength
    return { facts: factsOf(row), terms: { title, body: body.subarray(at - bodyLength, at) } }
  })
  return { termsBefore, follows, terms: words === '' ? [] : words.split('\n'), articles }
}

function rowOf(facts: ArticleFacts): FactRow {
  const { id, sourceId, time, updatedAt, language, author, leadWords, leadJoined, bodyWords, openingJoined } =
    facts
  const flags = (facts.isDated ? 1 : 0) | (facts.isPartial ? 2 : 0) | (facts.hasText ? 4 : 0)
  return [
    id,
    sourceId,
    time,
    updatedAt,
    language,
    author,
    leadWords,
    leadJoined,
    bodyWords,
    openingJoined,
    flags,
  ]
}

function factsOf(row: FactRow): ArticleFacts {
  const [
    id,
    sourceId,
    time,
    updatedAt,
    language,
    author,
    leadWords,
    leadJoined,
    bodyWords,
    openingJoined,
    flags,
  ] = row
  return {
    id,
    sourceId,
    time,
    updatedAt,
    language,
    author,
    leadWords,
    leadJoined,
    bodyWords,
    openingJoined,
    isDated: (flags & 1) !== 0,
    isPartial: (flags & 2) !== 0,
    hasText: (flags & 4) !== 0,
  }
}
