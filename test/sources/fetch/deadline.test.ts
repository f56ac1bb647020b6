import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { createDeadline } from '../../../src/sources/fetch/deadline.js'

beforeEach(() => void vi.useFakeTimers())
afterEach(() => void vi.useRealTimers())

it('counts only while it runs', () => {
  const deadline = createDeadline(1000, undefined)
  vi.advanceTimersByTime(5000)
  deadline.run()
  vi.advanceTimersByTime(600)
  deadline.halt()
  vi.advanceTimersByTime(5000)
  deadline.run()
  deadline.run()
  vi.advanceTimersByTime(399)
  expect(deadline.signal.aborted).toBe(false)
  vi.advanceTimersByTime(1)
  expect(deadline.signal.reason).toMatchObject({ name: 'TimeoutError' })
})

it('passes the reason of whoever gives up on, also when that was before', () => {
  const outer = new AbortController()
  const early = createDeadline(1000, outer.signal)
  outer.abort('stop')
  expect([early.signal.reason, createDeadline(1000, outer.signal).signal.reason]).toEqual(['stop', 'stop'])
})

it('leaves no timer and no listener behind', () => {
  const outer = new AbortController()
  const deadline = createDeadline(1000, outer.signal)
  deadline.run()
  deadline.end()
  outer.abort('stop')
  expect(vi.getTimerCount()).toBe(0)
  expect(deadline.signal.aborted).toBe(false)
})
