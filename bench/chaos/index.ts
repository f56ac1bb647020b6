import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import type { Location } from '../../src/store/database.js'
import { printTable } from '../table.js'
import { type PostgresServer, startEmbeddedPostgres } from './embedded-postgres.js'
import { makeDatabase } from './make-database.js'
import { type ChaosTotals, runChaos } from './run-chaos.js'

const databases = ['sqlite', 'postgres'] as const
type Dialect = (typeof databases)[number]

const options = {
  runs: { type: 'string', default: '100' },
  seed: { type: 'string', default: '1' },
  database: { type: 'string', default: 'both' },
  worlds: { type: 'string', default: '2' },
  json: { type: 'boolean' },
} as const

/**
 * `npm run chaos -- [--runs N] [--seed S] [--database sqlite|postgres|both] [--worlds N] [--json]`: the bot is killed
 * and started again, N times, in worlds of their own side by side. The last line tells what became of the articles.
 */
async function chaos(): Promise<void> {
  const { values } = parseArgs({ options })
  const dialects = databases.filter((it) => values.database === it || values.database === 'both')
  const worlds = Math.max(dialects.length, Number(values.worlds))
  const folder = mkdtempSync(join(tmpdir(), 'courant-chaos-'))
  const postgres = dialects.includes('postgres') ? await startEmbeddedPostgres() : undefined
  try {
    const results = await Promise.all(
      Array.from({ length: worlds }, async (_, i) => {
        const dialect = dialects[i % dialects.length] ?? 'sqlite'
        const runs = share(Number(values.runs), worlds, i)
        const seed = Number(values.seed) * 1000 + i
        const location = await place(dialect, folder, postgres, i)
        return { dialect, ...(await runWorld(dialect, { runs, seed, location }, values.json ?? false)) }
      }),
    )
    if (!values.json) printTotals(results)
    const total = sum(results)
    console.log(JSON.stringify(total))
    if (total.lost + total.duplicated > 0) process.exitCode = 1
  } finally {
    await postgres?.stop()
    rmSync(folder, { recursive: true, force: true })
  }
}

function share(runs: number, worlds: number, i: number): number {
  return Math.floor(runs / worlds) + (i < runs % worlds ? 1 : 0)
}

async function place(
  dialect: Dialect,
  folder: string,
  postgres: PostgresServer | undefined,
  i: number,
): Promise<Location> {
  if (dialect === 'sqlite' || !postgres) return { file: join(folder, `chaos-${i}.db`) }
  return { url: await makeDatabase(postgres.url, `chaos_${i}`) }
}

async function runWorld(
  dialect: Dialect,
  world: { runs: number; seed: number; location: Location },
  quiet: boolean,
): Promise<ChaosTotals> {
  const started = performance.now()
  return await runChaos({
    ...world,
    onRun(run, plan, { wrong, ...result }) {
      if (wrong.length > 0)
        console.error(
          `${dialect}, seed ${world.seed}, run ${run}: ${wrong.join(' ')}\n${JSON.stringify({ plan, result })}`,
        )
      if (!quiet && run % 25 === 0)
        console.error(
          `${dialect}: ${run} of ${world.runs} runs, ${((performance.now() - started) / 1000).toFixed(0)} s`,
        )
    },
  })
}

function printTotals(results: (ChaosTotals & { dialect: string })[]): void {
  printTable(
    ['database', 'runs', 'kills', 'posted', 'lost', 'duplicated', 'ambiguous'],
    results.map(({ dialect, runs, kills, posted, lost, duplicated, ambiguous }) => [
      dialect,
      ...[runs, kills, posted, lost, duplicated, ambiguous].map(String),
    ]),
  )
}

function sum(results: readonly ChaosTotals[]): Omit<ChaosTotals, 'kills'> {
  const total = { runs: 0, posted: 0, lost: 0, duplicated: 0, ambiguous: 0 }
  for (const result of results)
    for (const key of ['runs', 'posted', 'lost', 'duplicated', 'ambiguous'] as const)
      total[key] += result[key]
  return total
}

await chaos()
