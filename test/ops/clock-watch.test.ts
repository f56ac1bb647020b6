import { describe, expect, it } from 'vitest'
import { clockJump } from '../../src/ops/clock-watch.js'

const hour = 3_600_000

describe('clockJump', () => {
  const before = { wall: 1_000_000_000, steady: 5_000 }
  it.each([
    ['nothing when both clocks go on', 5_000, 5_000, 0],
    ['nothing when a time server corrects some seconds', 5_000 - 20_000, 5_000, 0],
    ['nothing when the process was busy for long', hour, hour, 0],
    ['forward when the clock is set an hour ahead', hour + 5_000, 5_000, hour],
    ['forward by the time that the computer slept', 8 * hour, 5_000, 8 * hour - 5_000],
    ['back when the clock is set back', 5_000 - hour, 5_000, -hour],
  ])('is %s', (_, wall, steady, jump) => {
    expect(clockJump(before, { wall: before.wall + wall, steady: before.steady + steady })).toBe(jump)
  })
})
