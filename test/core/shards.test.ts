import { describe, expect, it } from 'vitest'
import {
  areAll,
  formatShards,
  isServedBy,
  overlap,
  parseShards,
  shareServers,
} from '../../src/core/shards.js'
import { randomFrom } from '../support/random.js'

describe('shards', () => {
  it.each([
    ['0-3/16', [0, 1, 2, 3], 16],
    ['0,2/16', [0, 2], 16],
    ['5, 0-1 / 16', [0, 1, 5], 16],
    ['0/1', [0], 1],
  ])('reads %s', (text, ids, total) => {
    expect(parseShards(text)).toEqual({ ids, total })
  })

  it.each([
    '',
    '16',
    '/16',
    '0-3',
    '3-0/16',
    '0-16/16',
    '16/16',
    '0,0/2',
    '0-2,1/4',
    '-1/4',
    '0/0',
    'a/b',
    '0-3/70000',
    '0-/4',
    '1..3/4',
  ])('refuses %j', (text) => expect(parseShards(text)).toBeUndefined())

  it('writes what it reads', () => {
    for (const text of ['0-3/16', '0,2/16', '0-1,5,7-9/16', '0/1'])
      expect(formatShards(parseShards(text) ?? { ids: [], total: 1 })).toBe(text)
  })

  it('counts a server to its shard as Discord does', () => {
    const guild = String((123_457n << 22n) + 99n)
    expect([0, 1, 2, 3].filter((id) => isServedBy({ ids: [id], total: 4 }, guild))).toEqual([123_457 % 4])
    expect(areAll({ ids: [0, 1], total: 2 }) && !areAll({ ids: [1], total: 2 })).toBe(true)
  })

  it('knows of any two shards whether they share servers, as counting them does', () => {
    const random = randomFrom(4)
    const pick = (most: number) => Math.floor(random() * most)
    for (let i = 0; i < 500; i++) {
      const [a, b] = [1 + pick(24), 1 + pick(24)]
      const [one, other] = [
        { id: pick(a), total: a },
        { id: pick(b), total: b },
      ]
      const counted = Array.from({ length: a * b }, (_, n) => n).some(
        (n) => n % one.total === one.id && n % other.total === other.id,
      )
      expect({ one, other, share: shareServers(one, other) }).toEqual({ one, other, share: counted })
    }
    expect(overlap({ ids: [0, 1], total: 4 }, { ids: [5, 6], total: 8 })).toBe(true)
    expect(overlap({ ids: [0, 1], total: 4 }, { ids: [2, 3, 6, 7], total: 8 })).toBe(false)
  })
})
