import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { basename, dirname, join } from 'node:path'
import { parseArgs } from 'node:util'
import { judge, suite, type Verdict } from './feed-checks.js'
import { type FeedFile, type FeedReader, loadReaders, type Reading } from './feed-readers.js'
import { printTable } from './table.js'

/** The address under which the suite serves its documents: its expectations of relative links contain it. */
const servedAt = 'http://127.0.0.1:8097/'
/** Rounds of the speed test; the fastest counts, as noise only ever slows. */
const rounds = 15

/** A verdict on one check of one document. */
interface Result extends Verdict {
  reader: string
  file: string
  category: string
  check: string
}

interface Report {
  checks: Result[]
  /** Megabytes per second. */
  speed: Record<string, number>
}

/**
 * How many checks of a feedparser suite (a folder with expected.json) each reader meets, per category and field, and
 * how fast it is: on the feeds of the folders without expected.json, or of `real-feeds` beside the suite.
 */
export async function feeds(args: string[]): Promise<void> {
  const options = { json: { type: 'boolean' }, out: { type: 'string' } } as const
  const { values, positionals } = parseArgs({ args, options, allowPositionals: true })
  const report = await measure(positionals, await loadReaders())
  const json = () =>
    JSON.stringify({ ...summary(report), missed: report.checks.filter(({ met }) => !met) }, null, 1)
  if (values.out !== undefined) writeFileSync(values.out, json())
  if (values.json) console.log(json())
  else printReport(report)
}

async function measure(directories: string[], readers: FeedReader[]): Promise<Report> {
  const suites = directories.filter((directory) => existsSync(join(directory, 'expected.json')))
  const given = directories.filter((directory) => !suites.includes(directory))
  const beside = suites.map((directory) => join(dirname(directory), 'real-feeds')).filter(existsSync)
  const checks: Result[] = []
  for (const directory of suites) {
    for (const reader of readers) checks.push(...(await check(directory, reader)))
  }
  return { checks, speed: await speed(given.length > 0 ? given : beside, readers) }
}

async function check(directory: string, reader: FeedReader): Promise<Result[]> {
  const { items } = suite.parse(JSON.parse(readFileSync(join(directory, 'expected.json'), 'utf8')))
  const results: Result[] = []
  for (const { file: path, category, headers, checks } of items) {
    const file = {
      bytes: readFileSync(join(directory, path)),
      url: servedAt + path,
      headers: Object.fromEntries(
        Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value]),
      ),
    }
    const text = reader.decode(file)
    const reading = await readSafely(reader, text, file)
    for (const expectation of checks) {
      const verdict = judge(expectation, reading, text, file)
      const { path: where, op, value } = expectation
      const words = `${where.join('.')} ${op} ${JSON.stringify(value)}`
      if (verdict) results.push({ reader: reader.name, file: path, category, check: words, ...verdict })
    }
  }
  return results
}

async function readSafely(reader: FeedReader, text: string, file: FeedFile): Promise<Reading | null> {
  try {
    return await reader.read(text, file)
  } catch {
    return null
  }
}

/** Decoding and parsing, in megabytes per second of the fastest round; what a reader refuses counts as read. */
async function speed(directories: string[], readers: FeedReader[]): Promise<Record<string, number>> {
  const files = directories.flatMap(feedFiles)
  const megabytes = files.reduce((sum, { bytes }) => sum + bytes.length, 0) / 1e6
  const best: Record<string, number> = {}
  for (let round = 0; round < rounds && files.length > 0; round++) {
    for (const reader of readers) {
      const started = performance.now()
      for (const file of files) await parseSafely(reader, file)
      const rate = megabytes / ((performance.now() - started) / 1000)
      best[reader.name] = Math.max(best[reader.name] ?? 0, rate)
    }
  }
  return best
}

async function parseSafely(reader: FeedReader, file: FeedFile): Promise<void> {
  try {
    await reader.parse(reader.decode(file), file.url)
  } catch {
    // Counted as read: a refusal is fast.
  }
}

function feedFiles(directory: string): FeedFile[] {
  return readdirSync(directory, { recursive: true, encoding: 'utf8' })
    .filter((path) => /\.(xml|rss|atom|rdf|json)$/.test(path) && basename(path) !== 'MANIFEST.json')
    .map((path) => ({ bytes: readFileSync(join(directory, path)), url: servedAt + path, headers: {} }))
}

interface Share {
  met: number
  of: number
}

/** Checks met per reader: in all, per category, per field. */
function summary({ checks, speed }: Report) {
  const readers = [...new Set(checks.map(({ reader }) => reader))]
  const share = (results: Result[]): Record<string, Share> =>
    Object.fromEntries(
      readers.map((name) => {
        const own = results.filter(({ reader }) => reader === name)
        return [name, { met: own.filter(({ met }) => met).length, of: own.length }]
      }),
    )
  const by = (key: 'category' | 'field') =>
    Object.fromEntries(
      [...new Set(checks.map((result) => result[key]))]
        .sort()
        .map((name) => [name, share(checks.filter((result) => result[key] === name))]),
    )
  return { all: share(checks), categories: by('category'), fields: by('field'), megabytesPerSecond: speed }
}

function printReport(report: Report): void {
  const { all, categories, fields, megabytesPerSecond } = summary(report)
  const readers = Object.keys(all)
  const row = (name: string, shares: Record<string, Share>) => [
    name,
    String(shares[readers[0] ?? '']?.of ?? 0),
    ...readers.map((reader) => percent(shares[reader])),
  ]
  const rows = (shares: Record<string, Record<string, Share>>, prefix: string) =>
    Object.entries(shares).map(([name, share]) => row(prefix + name, share))
  if (readers.length > 0)
    printTable(
      ['checks met, %', 'checks', ...readers],
      [...rows(categories, ''), ...rows(fields, 'field: '), row('all', all)],
    )
  const rates = Object.entries(megabytesPerSecond)
  if (rates.length > 0)
    printTable(
      ['speed', ...rates.map(([name]) => name)],
      [['MB/s', ...rates.map(([, rate]) => rate.toFixed(1))]],
    )
}

function percent(share: Share | undefined): string {
  return share && share.of > 0 ? ((100 * share.met) / share.of).toFixed(1) : '–'
}
