import { describe, expect, it } from 'vitest'
import {
  dueAfterRestart,
  failureDelay,
  nextCheckDelay,
  type PaceFacts,
  rhythmOf,
} from '../../../src/sources/reading/pace.js'
import { randomFrom } from '../../support/random.js'

const minute = 60_000
const hour = 60 * minute
const day = 24 * hour
/** A Monday noon. */
const now = Date.UTC(2024, 4, 6, 12)

const delay = (facts: Partial<PaceFacts>) =>
  nextCheckDelay({
    rhythmMs: 8 * hour,
    lastNewAt: now,
    minMs: 15 * minute,
    maxAgeMs: null,
    expiresInMs: null,
    ttlMs: null,
    skipHours: [],
    skipDays: [],
    now,
    jitter: 0.5,
    ...facts,
  })

describe('the next check comes', () => {
  it.each<[string, Partial<PaceFacts>, number]>([
    ['after an eighth of the rhythm', { rhythmMs: 8 * hour }, hour],
    ['no sooner than configured', { rhythmMs: minute }, 15.75 * minute],
    ['as often as configured when the rhythm is unknown', { rhythmMs: null }, 15.75 * minute],
    ['within an hour while something new came within a month', { rhythmMs: 30 * day }, hour],
    [
      'within 6 hours when nothing has come for longer',
      { rhythmMs: hour, lastNewAt: now - 90 * day },
      6 * hour,
    ],
    ['more seldom in a long silence', { rhythmMs: hour, lastNewAt: now - 16 * hour }, hour / 2],
    ['no more seldom in a silence that is usual', { rhythmMs: 8 * hour, lastNewAt: now - day }, hour],
    ['not before the answer goes stale', { rhythmMs: hour, maxAgeMs: 2 * hour }, 2 * hour],
    ['not before the answer expires', { rhythmMs: hour, expiresInMs: 3 * hour }, 3 * hour],
    ['not before the ttl has passed', { rhythmMs: hour, ttlMs: 12 * hour }, 12 * hour],
    ['within a day, whatever is asked for', { maxAgeMs: 365 * day, ttlMs: 30 * day }, day],
    ['as configured when that is longer than a day', { minMs: 2 * day }, 2.1 * day],
    ['after the hours in which the feed sleeps', { skipHours: [13, 14] }, 3 * hour + 5 * minute],
    ['after the days on which the feed sleeps', { skipDays: [1] }, 12 * hour + 5 * minute],
    [
      'as always when the feed names every hour',
      { skipHours: Array.from({ length: 24 }, (_, i) => i) },
      hour,
    ],
    ['as always when the feed names every day', { skipDays: [0, 1, 2, 3, 4, 5, 6] }, hour],
    ['as always when other hours are skipped', { skipHours: [12, 14], skipDays: [0, 6] }, hour],
  ])('%s', (_rule, facts, expected) => {
    expect(delay(facts)).toBe(expected)
  })

  it('a little earlier or later by chance, so that sources drift apart', () => {
    expect(delay({ rhythmMs: 8 * hour, jitter: 0 })).toBe(0.95 * hour)
    expect(delay({ rhythmMs: 8 * hour, jitter: 0.999 })).toBeCloseTo(1.0499 * hour, -2)
  })

  it('never before the configured interval, never later than a day, never in a skipped hour', () => {
    const random = randomFrom(7)
    for (let i = 0; i < 2000; i++) {
      const maybe = (most: number) => (random() < 0.3 ? null : random() * most)
      const skipHours = Array.from({ length: Math.floor(random() * 20) }, () => Math.floor(random() * 24))
      const facts = {
        rhythmMs: maybe(60 * day),
        lastNewAt: now - random() * 400 * day,
        minMs: random() * day,
        maxAgeMs: maybe(400 * day),
        expiresInMs: maybe(400 * day),
        ttlMs: maybe(400 * day),
        skipHours,
        jitter: random(),
      }
      const wait = delay(facts)
      expect(wait).toBeGreaterThanOrEqual(facts.minMs)
      expect(wait).toBeLessThanOrEqual((skipHours.length > 0 ? 2.2 : 1.1) * day)
      expect(skipHours).not.toContain(new Date(now + wait).getUTCHours())
    }
  })
})

describe('after failures', () => {
  const waitAfter = (failures: number, retryAfterMs: number | null = null, jitter = 0) =>
    failureDelay(failures, { minMs: 15 * minute, retryAfterMs, jitter })

  it('the wait doubles, up to a day, and never ends', () => {
    expect([1, 2, 3, 7, 8, 1000].map((failures) => waitAfter(failures) / minute)).toEqual([
      15, 30, 60, 960, 1440, 1440,
    ])
  })

  it('the server is given the time it asks for, up to a day', () => {
    expect(waitAfter(1, 2 * hour)).toBe(2 * hour)
    expect(waitAfter(1, 1000)).toBe(15 * minute)
    expect(waitAfter(1, 30 * day)).toBe(day)
  })

  it('chance keeps sources of one server apart', () => {
    expect(waitAfter(1, null, 0.5)).toBe(15.75 * minute)
  })
})

describe('after a restart', () => {
  it('what is overdue is spread out, and the rest stays as planned', () => {
    const settings = { minMs: hour, now, jitter: 0.5 }
    expect(dueAfterRestart(now - day, settings)).toBe(now + 5 * minute)
    expect(dueAfterRestart(now + hour, settings)).toBe(now + hour)
    expect(dueAfterRestart(now - day, { ...settings, minMs: 20_000 })).toBe(now + 10_000)
  })
})

describe('a rhythm', () => {
  const ago = (...times: number[]) =>
    rhythmOf(
      times.map((time) => now - time),
      now,
    )

  it('is the median pause, whatever the order of the dates', () => {
    expect(ago(hour, 9 * hour, 2 * hour, 4 * hour, 30 * hour)).toBe(5 * hour)
  })

  it('counts what came out together as one', () => {
    expect(ago(0, 0, minute, day, day + minute, day + 2 * minute, 2 * day)).toBe(day)
  })

  it('is that of the latest articles', () => {
    const recent = Array.from({ length: 20 }, (_, i) => i * hour)
    const old = Array.from({ length: 100 }, (_, i) => 100 * day + i * minute * 10)
    expect(ago(...recent, ...old)).toBe(hour)
  })

  it('is unknown for fewer than three moments, and from dates that lie ahead', () => {
    expect(ago()).toBeNull()
    expect(ago(hour, day)).toBeNull()
    expect(ago(hour, day, -day, -2 * day)).toBeNull()
  })
})
