import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { silentLog } from '../src/core/log.js'
import { startTicks } from '../src/ticks.js'
import { noon } from './support/articles.js'

describe('ticks', () => {
  beforeEach(() => void vi.useFakeTimers({ now: noon }))
  afterEach(() => void vi.useRealTimers())

  it('go on at once after the clock was set back by an hour', async () => {
    let count = 0
    const work = async () => void count++
    const ticking = startTicks([{ name: 'poll', cron: '*/10 * * * * *', work }], { log: silentLog })
    await vi.advanceTimersByTimeAsync(60_000)
    expect(count).toBe(7)
    vi.setSystemTime(noon - 3_600_000)
    ticking.restart()
    await vi.advanceTimersByTimeAsync(60_000)
    expect(count).toBe(13)
    await ticking.stop()
    await vi.advanceTimersByTimeAsync(60_000)
    expect(count).toBe(13)
  })
})
