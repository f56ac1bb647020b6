import { describe, expect, it } from 'vitest'
import { type Health, healthOf, isIncident } from '../../../src/sources/health/health.js'
import type { Source } from '../../../src/store/sources.js'
import { minute, noon } from '../../support/articles.js'

const day = 24 * 60 * minute

function source(fields: Partial<Source> = {}): Source {
  return {
    id: 1,
    kind: 'feed',
    url: 'https://news.test/feed',
    scope: '',
    title: 'News',
    site_url: null,
    etag: null,
    last_modified: null,
    next_check_at: noon,
    last_checked_at: noon,
    last_success_at: noon - minute,
    failures: 0,
    last_error: null,
    created_at: noon - 400 * day,
    full_text: 'auto',
    headers: {},
    identity_scheme: 'guid',
    body_hash: null,
    pace: { rhythmMs: day, ttlMs: null, skipHours: [], skipDays: [] },
    last_new_at: noon - day,
    held_at: null,
    remarks: [],
    page_failures: 0,
    unfollowed_at: null,
    ...fields,
  }
}

const problem = (key: 'source.timeout' | 'source.challenge' | 'source.forbidden') => ({ key, params: {} })

describe('a source is', () => {
  const cases: [Health, string, Source][] = [
    ['ok', 'when it was read and had something new within its rhythm', source()],
    ['quiet', 'after five of its usual pauses without news', source({ last_new_at: noon - 6 * day })],
    ['ok', 'when it is a daily source and silent for four days', source({ last_new_at: noon - 4 * day })],
    [
      'ok',
      'when it is an hourly source and silent over a weekend',
      source({
        last_new_at: noon - 2.5 * day,
        pace: { rhythmMs: 60 * minute, ttlMs: null, skipHours: [], skipDays: [] },
      }),
    ],
    [
      'quiet',
      'after a month without news when its rhythm is unknown',
      source({ pace: null, last_new_at: noon - 31 * day }),
    ],
    [
      'ok',
      'when it is a folder, however long nothing changes',
      source({ kind: 'folder', last_new_at: noon - 300 * day }),
    ],
    ['failing', 'when its last check failed', source({ failures: 1, last_error: problem('source.timeout') })],
    [
      'blocked',
      'when it asks for a proof of being human',
      source({ failures: 1, last_error: problem('source.challenge') }),
    ],
    ['blocked', 'when it refuses', source({ failures: 4, last_error: problem('source.forbidden') })],
    ['held', 'when its new articles wait for a moderator', source({ held_at: noon })],
  ]
  for (const [state, name, given] of cases)
    it(`${state} ${name}`, () => expect(healthOf(given, noon)).toBe(state))
})

describe('moderators are told', () => {
  const failing = { failures: 3, last_error: problem('source.timeout'), last_success_at: noon - 60 * minute }
  const cases: [boolean, string, Source][] = [
    [true, 'of the third failure in a row', source(failing)],
    [false, 'not of a hiccup', source({ ...failing, failures: 2 })],
    [
      false,
      'not of three failures within minutes',
      source({ ...failing, last_success_at: noon - 5 * minute }),
    ],
    [true, 'at once of held articles', source({ held_at: noon })],
    [false, 'of nothing while all is well', source()],
  ]
  for (const [told, name, given] of cases)
    it(name, () => expect(isIncident(given, healthOf(given, noon), noon)).toBe(told))
})
