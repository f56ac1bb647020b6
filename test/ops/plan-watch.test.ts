import { describe, expect, it } from 'vitest'
import { type Look, planWatch, type WatchState } from '../../src/ops/plan-watch.js'

const minute = 60_000
const limits = { idleMs: 15 * minute, longestGapMs: 3 * minute }
const due = { reading: true, posting: true }
const nothingDue = { reading: false, posting: false }
const idle = { reading: 0, posting: 0 }

/** Looks every minute, as `lookAt` says, and gives what is stuck at the end. */
function watch(minutes: number, lookAt: (minute: number) => Partial<Look>) {
  let state: WatchState | undefined
  let stuck: string[] = []
  for (let i = 0; i <= minutes; i++)
    ({ state, stuck } = planWatch(state, { at: i * minute, isDue: due, done: idle, ...lookAt(i) }, limits))
  return stuck
}

describe('planWatch', () => {
  it('finds what stands still when something was due for a quarter of an hour and nothing was done', () => {
    expect(watch(14, () => ({}))).toEqual([])
    expect(watch(15, () => ({}))).toEqual(['reading', 'posting'])
    expect(watch(15, () => ({ isDue: { reading: false, posting: true } }))).toEqual(['posting'])
  })

  it.each<[string, number, (minute: number) => Partial<Look>]>([
    [
      'a slow system that ends something now and then',
      60,
      (i) => ({ done: { reading: Math.floor(i / 14), posting: Math.floor(i / 13) } }),
    ],
    ['a system with nothing to do', 60, () => ({ isDue: nothingDue })],
    ['what is due only now and then', 60, (i) => ({ isDue: i % 14 === 0 ? nothingDue : due })],
    [
      'a database that cannot be asked, nor the minutes after it',
      60,
      (i) => ({ isDue: i < 46 ? undefined : due }),
    ],
    ['a sleep, and the minutes after it', 14, (i) => ({ at: i * minute + (i > 4 ? 8 * 60 * minute : 0) })],
  ])('leaves %s alone', (_, minutes, lookAt) => {
    expect(watch(minutes, lookAt)).toEqual([])
  })

  it('begins to count anew after a sleep', () => {
    const asleep = (i: number) => ({ at: i * minute + (i > 4 ? 8 * 60 * minute : 0) })
    expect(watch(19, asleep)).toEqual([])
    expect(watch(20, asleep)).toEqual(['reading', 'posting'])
  })
})
