import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { expect, it } from 'vitest'
import { countPosts } from '../bench/chaos/count-posts.js'
import { planRun } from '../bench/chaos/plan-run.js'
import { runChaos } from '../bench/chaos/run-chaos.js'
import { randomFrom } from '../bench/random.js'
import { fromRoot } from '../src/core/root.js'
import { emptyDatabase } from './support/database.js'
import { startProcess } from './support/program.js'

/** The short form of `npm run chaos`, on both databases side by side. */
it('loses nothing and posts nothing twice, however the bot is killed', { timeout: 180_000 }, async () => {
  const folder = mkdtempSync(join(tmpdir(), 'courant-chaos-'))
  const locations = [{ file: join(folder, 'chaos.db') }, await emptyDatabase('postgres')]
  const wrong: string[] = []
  try {
    const totals = await Promise.all(
      locations.map((location, i) =>
        runChaos({
          runs: 2,
          seed: 11 + i,
          location,
          onRun: (run, plan, result) => {
            if (result.wrong.length > 0) wrong.push(JSON.stringify({ world: i, run, plan, result }))
          },
        }),
      ),
    )
    expect(wrong).toEqual([])
    for (const { runs, posted, lost, duplicated } of totals) {
      expect({ runs, lost, duplicated }).toEqual({ runs: 2, lost: 0, duplicated: 0 })
      expect(posted).toBeGreaterThan(8)
    }
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
})

it('ends with the exit code that was set, also when it started a PostgreSQL server', async () => {
  const server = pathToFileURL(fromRoot('dist/bench/chaos/embedded-postgres.js')).href
  const script = `import ${JSON.stringify(server)}; process.exitCode = 3`
  const { ended } = startProcess(process.execPath, ['--input-type=module', '--eval', script])
  expect(await ended).toBe(3)
})

it('plans the same runs for the same seed, with every moment of death and every fault among them', () => {
  const plans = (seed: number) => {
    const random = randomFrom(seed)
    return Array.from({ length: 200 }, () => planRun(random, { subscriptions: 6, digests: 2 }))
  }
  expect(plans(3)).toEqual(plans(3))
  const moments = plans(3).flatMap(({ moments }) => moments.map(({ at }) => at))
  expect(new Set(moments).size).toBe(7)
  expect(new Set(plans(3).flatMap(({ faults }) => faults.map(({ kind }) => kind))).size).toBe(5)
})

it('counts what is missing, what is there twice, and what somebody took away in between', () => {
  const message = (content: string) => ({ content, embeds: [] }) as never
  const expected = ['once', 'twice', 'never', 'again'].map((token) => ({ channelId: 'c', token }))
  const messages = () => ['once', 'twice', 'twice', 'again'].map(message)
  expect(countPosts(expected, messages, ['again'])).toEqual({
    posted: 1,
    lost: 1,
    duplicated: 1,
    ambiguous: 1,
    wrong: ['twice', 'never'],
  })
})
