import { describe, expect, it } from 'vitest'
import { judgeHealth } from '../../src/ops/health.js'
import type { Vitals } from '../../src/ops/vitals.js'
import { minute, noon } from '../support/articles.js'

const well: Vitals = {
  at: noon,
  isConnected: true,
  databaseProblem: null,
  dueSince: { reading: undefined, posting: undefined },
  open: { pending: 0, claimed: 0 },
  articles: 3,
  indexComplete: true,
  indexedUntil: noon,
}
const done = (lastAt: number | undefined) => ({
  reading: { count: 1, lastAt },
  posting: { count: 1, lastAt },
})

describe('judgeHealth', () => {
  it.each<[string, Partial<Vitals>, number | undefined, string[]]>([
    ['nothing is due, however long ago something was', {}, noon - 1000 * minute, []],
    ['the index is being built', { indexComplete: false, indexedUntil: undefined }, noon, []],
    ['Discord is not connected', { isConnected: false }, noon, ['gateway']],
    ['the database takes nothing', { databaseProblem: 'database or disk is full' }, noon, ['database']],
    [
      'something is due and is being worked off',
      { dueSince: { reading: noon - 60 * minute, posting: noon } },
      noon - 9 * minute,
      [],
    ],
    [
      'reading stands still',
      { dueSince: { reading: noon - 60 * minute, posting: undefined } },
      noon - 10 * minute,
      ['reading'],
    ],
    [
      'nothing was ever posted that was due',
      { dueSince: { reading: undefined, posting: noon - 10 * minute } },
      undefined,
      ['posting'],
    ],
    [
      'it is not known what is due',
      { databaseProblem: 'no answer within 5 s', dueSince: null, open: null },
      undefined,
      ['database'],
    ],
  ])('when %s', (_, vitals, lastAt, wrong) => {
    const { ok, checks } = judgeHealth({ ...well, ...vitals }, done(lastAt))
    expect(Object.entries(checks).flatMap(([name, check]) => (check.ok ? [] : name))).toEqual(wrong)
    expect(ok).toBe(wrong.length === 0)
  })
})
