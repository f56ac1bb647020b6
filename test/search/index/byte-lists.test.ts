import { describe, expect, it } from 'vitest'
import { ByteLists } from '../../../src/search/index/byte-lists.js'
import { randomFrom } from '../../support/random.js'

describe('ByteLists', () => {
  it('gives back what was appended, whatever grows and is cleared in between', () => {
    const random = randomFrom(11)
    const lists = new ByteLists(8)
    const expected = new Map<number, number[]>()
    for (let step = 0; step < 4000; step++) {
      const list = Math.floor(random() * 60)
      const known = expected.get(list) ?? []
      if (random() < 0.03) {
        lists.clear(list)
        expected.set(list, [])
      } else if (random() < 0.5) {
        const byte = Math.floor(random() * 256)
        lists.append(list, Uint8Array.of(byte, 0), 1)
        expected.set(list, [...known, byte])
      } else {
        // Some lists get as long as their slices get large.
        const length = Math.floor(random() * (list < 3 ? 3000 : 40))
        const bytes = Array.from({ length }, () => Math.floor(random() * 256))
        lists.append(list, Uint8Array.from(bytes))
        expected.set(list, known.concat(bytes))
      }
    }
    for (const [list, bytes] of expected) {
      expect(lists.lengthOf(list)).toBe(bytes.length)
      expect([...lists.read(list)]).toEqual(bytes)
      expect([...lists.read(list, 5)]).toEqual(bytes.slice(0, 5))
    }
  })

  it('reads a list that was never written as empty', () => {
    expect([...new ByteLists(8).read(1_000_000)]).toEqual([])
  })

  it('uses the memory of cleared lists again', () => {
    const lists = new ByteLists(8)
    const fill = () => {
      for (let list = 0; list < 200; list++) lists.append(list, new Uint8Array(20_000))
    }
    fill()
    const { memory } = lists
    for (let round = 0; round < 5; round++) {
      for (let list = 0; list < 200; list++) lists.clear(list)
      fill()
    }
    expect(lists.memory).toBe(memory)
  })
})
