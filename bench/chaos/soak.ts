import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { printTable } from '../table.js'
import type { ProcessReport } from './bot-process.js'
import { startEmbeddedPostgres } from './embedded-postgres.js'
import { makeDatabase } from './make-database.js'
import { runSoak, type SoakResult } from './run-soak.js'

const options = {
  days: { type: 'string', default: '7' },
  sources: { type: 'string', default: '50' },
  channels: { type: 'string', default: '20' },
  database: { type: 'string', default: 'sqlite' },
  seed: { type: 'string', default: '1' },
} as const

/** As much as memory may have grown, and handles. */
const mostGrowth = 0.1
const moreHandles = 5

/** `npm run soak -- [--days N] [--sources N] [--channels N] [--database sqlite|postgres] [--seed S]`: see `runSoak`. */
async function soak(): Promise<void> {
  const { values } = parseArgs({ options })
  const folder = mkdtempSync(join(tmpdir(), 'courant-soak-'))
  const postgres = values.database === 'postgres' ? await startEmbeddedPostgres() : undefined
  try {
    const location = postgres
      ? { url: await makeDatabase(postgres.url, 'soak') }
      : { file: join(folder, 'soak.db') }
    const result = await runSoak({
      location,
      days: Number(values.days),
      sources: Number(values.sources),
      channels: Number(values.channels),
      seed: Number(values.seed),
      onDay: (day, { heapBytes }) => console.error(`day ${day}: ${(heapBytes / 2 ** 20).toFixed(1)} MB`),
    })
    print(result)
    if (!isWell(result)) process.exitCode = 1
  } finally {
    await postgres?.stop()
    rmSync(folder, { recursive: true, force: true })
  }
}

function print({ totals, reports }: SoakResult): void {
  const mb = (bytes: number) => (bytes / 2 ** 20).toFixed(1)
  printTable(
    ['day', 'heap MB', 'resident MB', 'open files', 'handles', 'articles'],
    reports.map((report, day) => [
      String(day),
      mb(report.heapBytes),
      mb(report.rssBytes),
      String(report.files),
      String(report.handles),
      String(report.articles),
    ]),
  )
  printTable(Object.keys(totals), [Object.values(totals).map(String)])
}

/** Nothing lost, nothing twice, and at the end the process holds what it held when the week began. */
function isWell({ totals, reports }: SoakResult): boolean {
  const [first, last] = [reports.at(0), reports.at(-1)]
  if (!first || !last) return false
  const grown = (measure: keyof ProcessReport) => last[measure] / first[measure] - 1
  const more = (measure: keyof ProcessReport) => last[measure] - first[measure]
  return (
    totals.lost + totals.duplicated === 0 &&
    Math.abs(grown('heapBytes')) <= mostGrowth &&
    more('files') <= moreHandles &&
    more('handles') <= moreHandles
  )
}

await soak()
