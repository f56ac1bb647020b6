import { InvertedIndex } from './inverted-index.js'
import { rowsPerBatch, rowsPerTurn } from './parts.js'
import { ByteWriter, readNumbers } from './varint.js'

/**
 * Makes an index of what another one holds, without the rows of articles that are gone and the words that none has any
 * longer: in the other they take memory for as long as the process lives. Yields every few milliseconds where others
 * may search it, and may add and remove; what it returns has that too.
 */
export function* compact(index: InvertedIndex): Generator<void, InvertedIndex> {
  const copy = new InvertedIndex()
  const renumber = createRenumbering(index, copy)
  let entered = 0
  // What is added meanwhile comes at the end.
  for (let row = 1; row < index.rows.end; row++) {
    if (index.rows.isLive(row)) {
      const id = index.rows.idOf(row)
      // Its older version has to be in the lists before it can be taken out of them.
      if (copy.rows.rowOf(id) !== undefined) yield* copy.finish()
      copy.remove(id)
      // Meanwhile it may have changed once more; that row is still to come.
      if (index.rows.isLive(row)) copy.enter(index.rows.factsOf(row), renumber(row))
      entered++
    }
    const isLast = row === index.rows.end - 1
    if (isLast || entered % rowsPerBatch === rowsPerBatch - 1) yield* copy.finish()
    else if (row % rowsPerTurn === 0) yield
  }
  for (let row = 1; row < copy.rows.end; row++)
    if (copy.rows.isLive(row) && index.rows.rowOf(copy.rows.idOf(row)) === undefined)
      copy.remove(copy.rows.idOf(row))
  return copy
}

/** Gives the terms of a row with the numbers that they have in the copy; valid until the next call. */
function createRenumbering(index: InvertedIndex, copy: InvertedIndex) {
  /** By number in the index: its number in the copy. */
  const known = new Map<number, number>()
  const writers = { title: new ByteWriter(), body: new ByteWriter() }

  function numberOf(number: number): number {
    // The 0 between words and what is joined is no term.
    if (number === 0) return 0
    let its = known.get(number)
    if (its === undefined) {
      its = copy.dictionary.add({
        term: index.dictionary.termOf(number),
        word: index.dictionary.wordOf(number),
      })
      known.set(number, its)
    }
    return its
  }

  function encode(bytes: Uint8Array, writer: ByteWriter): Uint8Array {
    const numbers = new Uint32Array(bytes.length)
    const count = readNumbers(bytes, numbers)
    for (let i = 0; i < count; i++) writer.write(numberOf(numbers[i] ?? 0))
    return writer.take()
  }

  return (row: number) => {
    const { title, body } = index.termsOf(row)
    return { title: encode(title, writers.title), body: encode(body, writers.body) }
  }
}
