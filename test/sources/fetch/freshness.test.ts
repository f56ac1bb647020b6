import { describe, expect, it } from 'vitest'
import { readFreshness, readRetryAfter } from '../../../src/sources/fetch/freshness.js'

const now = Date.UTC(2024, 4, 6, 12)
const at = (minutes: number) => new Date(now + minutes * 60_000).toUTCString()
const reader = (headers: Record<string, string>) => (name: string) => headers[name] ?? null
const minutesOf = (headers: Record<string, string>) => {
  const { expiresAt } = readFreshness(reader(headers), now)
  return expiresAt === null ? null : (expiresAt - now) / 60_000
}

describe('an answer is fresh', () => {
  it.each<[string, Record<string, string>, number | null]>([
    ['for its max-age', { 'cache-control': 'public, max-age=600' }, 10],
    ['for its max-age, whatever Expires says', { 'cache-control': 'max-age=600', expires: at(90) }, 10],
    ['less what it spent in caches', { 'cache-control': 'max-age="600"', age: '120' }, 8],
    ['no longer once that is used up', { 'cache-control': 'max-age=600', age: '600' }, null],
    ['until Expires', { expires: at(90) }, 90],
    ['until Expires by the clock of the server', { date: at(-60), expires: at(30) }, 90],
    ['not with Expires in the past', { expires: at(-1) }, null],
    ['not with an Expires that is no date', { expires: '0' }, null],
    ['not if it must not be stored', { 'cache-control': 'no-store, max-age=600' }, null],
    ['not if it must be asked for each time', { 'cache-control': 'no-cache', expires: at(90) }, null],
    ['for an unknown time without a word about it', {}, null],
  ])('%s', (_rule, headers, minutes) => {
    expect(minutesOf(headers)).toBe(minutes)
  })

  it('and keeps its validators; what is not given is null', () => {
    expect(readFreshness(reader({ etag: 'W/"a"' }), now)).toEqual({
      etag: 'W/"a"',
      lastModified: null,
      maxAgeMs: null,
      expiresAt: null,
    })
  })
})

describe('Retry-After', () => {
  it.each<[string, Record<string, string>, number | null]>([
    ['seconds', { 'retry-after': ' 120 ' }, 120_000],
    ['a date', { 'retry-after': at(5) }, 300_000],
    ['a date by the clock of the server', { 'retry-after': at(5), date: at(3) }, 120_000],
    ['a date that has passed', { 'retry-after': at(-5) }, 0],
    ['something else', { 'retry-after': 'later' }, null],
    ['nothing', {}, null],
  ])('is %s', (_rule, headers, wait) => {
    expect(readRetryAfter(reader(headers), now)).toBe(wait)
  })
})
