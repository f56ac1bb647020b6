import { describe, expect, it } from 'vitest'
import type { ArticleDraft } from '../../../src/core/article.js'
import { planReading, type ReadingShape } from '../../../src/sources/reading/plan-reading.js'
import { draft, minute, noon } from '../../support/articles.js'

const hour = 60 * minute
const day = 24 * hour

/** So many new and known items; the last reading was an hour ago. */
function shape(fresh: Partial<ArticleDraft>[], known = 0, rest: Partial<ReadingShape> = {}): ReadingShape {
  const items = [
    ...fresh.map((fields, i) => ({
      draft: draft({ title: `New ${i}`, ...fields }),
      keys: [],
      known: null,
    })),
    ...Array.from({ length: known }, (_, i) => ({
      draft: draft({ title: `Known ${i}` }),
      keys: [],
      known: i + 1,
    })),
  ]
  const usual = {
    stored: 20,
    knownTitles: new Set<string>(),
    isHeld: false,
    lastReadAt: noon - hour,
    rhythmMs: day,
    now: noon,
  }
  return { items, ...usual, ...rest }
}

const times = (count: number, publishedAt: (i: number) => number | null) =>
  Array.from({ length: count }, (_, i) => ({ publishedAt: publishedAt(i) }))

describe('new articles are held', () => {
  const cases: [string, ReadingShape][] = [
    [
      'when most of a known source is new and older than the last reading',
      shape(times(12, (i) => noon - i * day - day)),
    ],
    [
      'when most of it is new and undated',
      shape(
        times(12, () => null),
        3,
      ),
    ],
    [
      'when a flood went on after it was held',
      shape(
        times(3, () => null),
        20,
        { isHeld: true },
      ),
    ],
    [
      'when it repeats titles it has had before',
      shape(
        times(6, (i) => noon - i * minute),
        1,
        {
          knownTitles: new Set(['New 0', 'New 1', 'New 2', 'New 3']),
        },
      ),
    ],
  ]
  for (const [name, reading] of cases)
    it(name, () => expect(planReading(reading)).toEqual({ hold: true, gap: false }))
})

describe('new articles are posted', () => {
  const cases: [string, ReadingShape][] = [
    [
      'when they are few',
      shape(
        times(2, () => null),
        1,
      ),
    ],
    [
      'when most of the source is known',
      shape(
        times(8, () => null),
        12,
      ),
    ],
    [
      'when they were published since the last reading',
      shape(
        times(12, (i) => noon - i * 2 * minute),
        3,
      ),
    ],
    [
      'when the usual rhythm explains them, though undated',
      shape(
        times(12, () => null),
        3,
        { rhythmMs: hour, lastReadAt: noon - day },
      ),
    ],
    [
      'when hardly anything of the source is stored yet',
      shape(
        times(12, () => null),
        0,
        { stored: 1 },
      ),
    ],
  ]
  for (const [name, reading] of cases)
    it(name, () => expect(planReading(reading)).toEqual({ hold: false, gap: false }))
})

it('notices a gap when nothing of the last reading is left', () => {
  const busy = shape(times(12, (i) => noon - i * 4 * minute))
  expect(planReading(busy)).toEqual({ hold: false, gap: true })
})
