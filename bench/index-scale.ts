import { fork } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import type { Measured } from './index-process.js'
import { printTable } from './table.js'

interface Result {
  docs: number
  engine: string
  build: Measured
  restart: Measured
}

const engines = ['Courant', 'MiniSearch', 'SQLite FTS5']
const child = fileURLToPath(new URL('./index-process.js', import.meta.url))

/** Building, restarting, memory, queries and adding as articles become many, each engine in processes of its own. */
export async function indexScale(args: string[]): Promise<void> {
  const options = {
    docs: { type: 'string', default: '20000,100000' },
    engines: { type: 'string', default: engines.join(',') },
    json: { type: 'boolean' },
    out: { type: 'string' },
  } as const
  const { values } = parseArgs({ args, options })
  const results: Result[] = []
  for (const docs of values.docs.split(',').map(Number)) {
    const folder = mkdtempSync(join(tmpdir(), 'courant-index-'))
    try {
      await run('prepare', '', docs, folder)
      for (const engine of values.engines.split(',')) {
        const build = await run('build', engine, docs, folder)
        const restart = await run('restart', engine, docs, folder)
        if (build && restart) results.push({ docs, engine, build, restart })
      }
    } finally {
      rmSync(folder, { recursive: true, force: true })
    }
  }
  if (values.out !== undefined) writeFileSync(values.out, JSON.stringify(results, null, 1))
  if (values.json) return console.log(JSON.stringify(results, null, 1))
  print(results)
}

async function run(phase: string, engine: string, docs: number, folder: string): Promise<Measured | null> {
  const running = fork(child, [phase, engine, String(docs), folder], {
    execArgv: ['--expose-gc', '--max-old-space-size=8192'],
  })
  const exit = once(running, 'exit')
  const [result] = (await Promise.race([once(running, 'message'), exit.then(() => [undefined])])) as [
    Measured | null | undefined,
  ]
  if (result === undefined)
    throw new Error(`index: ${engine} ended in the phase ${phase} at ${docs} articles`)
  await exit
  return result
}

function print(results: readonly Result[]): void {
  printTable(
    [
      'articles, engine',
      'build s',
      'restart s',
      'blocked ms',
      'resident MB',
      'add ms p50/p99',
      '2-4 words ms p50/p99',
      '8 words ms p50/p99',
    ],
    results.map(({ docs, engine, build, restart }) => [
      `${docs}, ${engine}`,
      build.seconds.toFixed(1),
      restart.seconds.toFixed(2),
      restart.blockedMs.toFixed(0),
      restart.megabytes.toFixed(0),
      times(build.cpuMs.add),
      times(restart.cpuMs['two to four words']),
      times(restart.cpuMs['a question of eight words']),
    ]),
  )
  console.log('')
  printTable(
    ['Courant, CPU ms of a query', 'p50', 'p99'],
    results
      .filter(({ engine }) => engine === 'Courant')
      .flatMap(({ docs, restart }) =>
        Object.entries(restart.cpuMs).map(([kind, ms]) => [
          `${docs}, ${kind}`,
          percentile(ms, 0.5).toFixed(1),
          percentile(ms, 0.99).toFixed(1),
        ]),
      ),
  )
}

function times(ms: readonly number[] = []): string {
  return `${percentile(ms, 0.5).toFixed(2)}/${percentile(ms, 0.99).toFixed(1)}`
}

/** Of numbers in rising order. */
function percentile(sorted: readonly number[], share: number): number {
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN
}
