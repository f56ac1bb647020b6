import { expect, it } from 'vitest'
import { compareIds, createSnowflakes } from '../../src/preview/snowflakes.js'

it('ids grow strictly, also within a millisecond and when the clock steps back', () => {
  const clock = [1_800_000_000_000, 1_800_000_000_000, 1_799_999_999_000, 1_800_000_000_001]
  const newId = createSnowflakes(() => clock.shift() ?? 0)
  const ids = [newId(), newId(), newId(), newId()]
  expect([...ids].sort(compareIds)).toEqual(ids)
  expect(new Set(ids).size).toBe(4)
})

it('an id tells when it was made', () => {
  const at = 1_800_000_000_000
  expect(Number(BigInt(createSnowflakes(() => at)()) >> 22n) + 1_420_070_400_000).toBe(at)
})

it('ids of different lengths are ordered by value', () => {
  expect(compareIds('9', '10')).toBeLessThan(0)
})
