import { parseArgs } from 'node:util'
import { printTable } from '../table.js'
import { startEmbeddedPostgres } from './embedded-postgres.js'
import { makeDatabase } from './make-database.js'
import { runProcesses } from './run-processes.js'

const options = {
  processes: { type: 'string', default: '3' },
  minutes: { type: 'string', default: '10' },
  seed: { type: 'string', default: '1' },
} as const

/** `npm run chaos:processes -- [--processes N] [--minutes N] [--seed S]`: see `runProcesses`. */
async function chaos(): Promise<void> {
  const { values } = parseArgs({ options })
  const postgres = await startEmbeddedPostgres()
  try {
    const totals = await runProcesses({
      url: await makeDatabase(postgres.url, 'chaos'),
      processes: Number(values.processes),
      seed: Number(values.seed),
      until: Date.now() + Number(values.minutes) * 60_000,
      onRound(round, { kills }) {
        if (round % 10 === 0) console.error(`${round} rounds, ${kills} kills`)
      },
    })
    printTable(Object.keys(totals), [Object.values(totals).map(String)])
    console.log(JSON.stringify(totals))
    if (totals.lost + totals.duplicated > 0) process.exitCode = 1
  } finally {
    await postgres.stop()
  }
}

await chaos()
