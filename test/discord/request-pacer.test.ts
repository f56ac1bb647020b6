import { describe, expect, it } from 'vitest'
import { randomFrom } from '../../bench/random.js'
import { createRequestPacer } from '../../src/discord/request-pacer.js'

/** Time that passes from one event to the next. */
function createTimeline() {
  const events: { at: number; work: () => void }[] = []
  const timeline = {
    now: 0,
    later: (ms: number, work: () => void) => void events.push({ at: timeline.now + Math.max(0, ms), work }),
    async run(until: number): Promise<void> {
      for (;;) {
        // What was promised happens before time goes on.
        await new Promise((resolve) => setImmediate(resolve))
        const next = events.toSorted((a, b) => a.at - b.at)[0]
        if (!next || next.at > until) return
        events.splice(events.indexOf(next), 1)
        timeline.now = next.at
        next.work()
      }
    },
  }
  return timeline
}

/** Sends `count` requests as fast as it may, and tells when Discord counted each. */
async function sendAll(count: number, times: () => { there: number; back: number }, until: number) {
  const timeline = createTimeline()
  const pacer = createRequestPacer({ now: () => timeline.now, later: timeline.later })
  const counted: number[] = []
  for (let i = 0; i < count; i++)
    void pacer.turn().then((end) => {
      const { there, back } = times()
      timeline.later(there, () => {
        counted.push(timeline.now)
        timeline.later(back, end)
      })
    })
  await timeline.run(until)
  return counted.toSorted((a, b) => a - b)
}

/** The most that any second holds, wherever it begins. */
function busiestSecond(times: readonly number[]): number {
  return Math.max(...times.map((at, i) => times.slice(i).filter((it) => it < at + 1000).length))
}

describe('the request pacer', () => {
  it.each([
    ['on a quick line', 2, 1],
    ['on a long line', 120, 1],
    ['on a line that stalls now and then', 5, 60],
  ])('never lets Discord count more than fifty requests in a second, %s', async (_, ms, jitter) => {
    const random = randomFrom(7)
    const one = () => ms / 2 + (random() < 0.05 ? random() * jitter : 0)
    const counted = await sendAll(500, () => ({ there: one(), back: one() }), 60_000)
    expect(counted).toHaveLength(500)
    expect(busiestSecond(counted)).toBeLessThanOrEqual(50)
    const seconds = ((counted.at(-1) ?? 0) - (counted[0] ?? 0)) / 1000
    expect(499 / seconds / 50).toBeGreaterThan(0.95)
  })

  it('does not wait for requests that hang', async () => {
    let sent = 0
    const counted = await sendAll(150, () => ({ there: sent++ < 50 ? 60_000 : 1, back: 1 }), 10_000)
    expect(counted).toHaveLength(100)
  })

  it('lets requests go in the order of asking', async () => {
    const pacer = createRequestPacer({ limit: 1, later: (_, work) => setImmediate(work) })
    const order: number[] = []
    await Promise.all([1, 2, 3].map(async (n) => pacer.turn().then((end) => [order.push(n), end()])))
    expect(order).toEqual([1, 2, 3])
  })
})
