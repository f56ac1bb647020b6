import { parseArgs } from 'node:util'
import { openDatabase } from '../src/store/database.js'
import { startEmbeddedPostgres } from './chaos/embedded-postgres.js'
import { makeDatabase } from './chaos/make-database.js'
import { explainPlans } from './explain-plans.js'
import { fillDatabase } from './made-database.js'
import { printTable } from './table.js'

/** How PostgreSQL carries out what the bot asks all the time, in a large database that is made for it. */
export async function explain(args: string[]): Promise<void> {
  const { values } = parseArgs({
    args,
    options: {
      servers: { type: 'string', default: '50000' },
      sources: { type: 'string', default: '50000' },
      articles: { type: 'string', default: '1000000' },
      topics: { type: 'string', default: '100000' },
      ledger: { type: 'string', default: '10000000' },
    },
  })
  const size = {
    servers: Number(values.servers),
    sources: Number(values.sources),
    articles: Number(values.articles),
    topics: Number(values.topics),
    ledger: Number(values.ledger),
  }
  const postgres = await startEmbeddedPostgres()
  try {
    const url = await makeDatabase(postgres.url, 'explain')
    const database = await openDatabase({ url })
    const now = Date.UTC(2026, 10, 2, 12)
    await fillDatabase(url, size, now)
    const plans = await explainPlans(database, { now })
    printTable(
      ['query', 'cost', 'reads every row of'],
      plans.map(({ name, cost, scanned }) => [name, cost.toFixed(0), scanned.join(', ') || '-']),
    )
    if (plans.some(({ scanned }) => scanned.length > 0)) process.exitCode = 1
    await database.close()
  } finally {
    await postgres.stop()
  }
}
