import { fork } from 'node:child_process'
import { once } from 'node:events'
import { readFileSync, writeFileSync } from 'node:fs'
import { setTimeout as sleep } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import { readConfig } from '../src/config.js'
import { UserError } from '../src/core/errors.js'
import { silentLog } from '../src/core/log.js'
import { createServices, type Services } from '../src/services.js'
import { hostileDocuments } from './hostile-documents.js'
import { hostileTexts } from './hostile-texts.js'
import { indexable } from './indexable.js'
import { sumUp, sumUpTopic } from './sum-up.js'
import { printTable } from './table.js'

interface Result {
  document: string
  /** How many articles were read, or the key of the error. */
  outcome: string
  ms: number
  /** The longest that a search had to wait for its answer meanwhile, ms. */
  searchMs: number
  /** Resident memory at its highest, MB: of this process, and of those that it has started. */
  peakMb: number
  workersMb: number
}

const everyMs = 20
const megabyte = 1e6

/**
 * Follows documents that mean harm, as a moderator would, and sums up texts that do, while somebody searches all the
 * time: each has to end soon, with what could be read or a clear error, and nobody may have to wait for it. The outcome
 * of a text is the longest that a single call took. `--only WORDS` takes those whose names hold the words.
 */
export async function hostile(args: string[]): Promise<void> {
  const options = {
    json: { type: 'boolean' },
    out: { type: 'string' },
    only: { type: 'string', default: '' },
  } as const
  const { values } = parseArgs({ args, options })
  const names = Object.keys(hostileDocuments)
  const site = fork(fileURLToPath(new URL('./hostile-site.js', import.meta.url)))
  const [{ port }] = (await once(site, 'message')) as [{ port: number }]
  const config = readConfig({ ALLOWED_ADDRESSES: '127.0.0.0/8' })
  const services = await createServices({ ...config, database: { file: ':memory:' } }, silentLog)
  const results: Result[] = []
  try {
    await services.catchUp(Date.now())
    fillIndex(services)
    // What searches wait for anyway on this computer.
    results.push({ document: '(nothing)', ...(await measure(services, pause, site.pid)) })
    for (const [i, document] of names.entries()) {
      if (!document.includes(values.only)) continue
      // Each on a site of its own.
      const url = `http://127.2.0.${i + 1}:${port}/${i}`
      results.push({ document, ...(await measure(services, () => follow(services, url), site.pid)) })
    }
    for (const [document, work] of Object.entries(textWorks()))
      if (document.includes(values.only))
        results.push({ document, ...(await measure(services, work, site.pid)) })
  } finally {
    await services.close()
    site.kill()
  }
  const json = JSON.stringify(results, null, 1)
  if (values.out !== undefined) writeFileSync(values.out, json)
  if (values.json) console.log(json)
  else printResults(results)
}

/** What has to be summed up, by the names of the rows. */
function textWorks(): Record<string, () => Promise<string>> {
  const texts = Object.entries(hostileTexts).map(([name, text]) => [`text: ${name}`, () => sumUp(text)])
  return { ...Object.fromEntries(texts), ...sumUpTopic }
}

function printResults(results: Result[]): void {
  printTable(
    ['document', 'outcome', 'ms', 'search ms', 'peak MB', 'workers MB'],
    results.map(({ document, outcome, ms, searchMs, peakMb, workersMb }) => [
      document,
      outcome,
      ...[ms, searchMs, peakMb, workersMb].map((value) => value.toFixed(0)),
    ]),
  )
  const worst = Math.max(...results.map(({ searchMs }) => searchMs))
  console.log(`The longest wait for a search was ${worst.toFixed(0)} ms.`)
}

/** Something to find. */
function fillIndex({ index }: Services): void {
  const words = 'harbour bridge ferry council budget quay weather market school tram'.split(' ')
  for (let id = 1_000_000; id < 1_000_500; id++) {
    const text = Array.from({ length: 300 }, (_, i) => words[(id * 7 + i * i) % words.length]).join(' ')
    index.add({ ...indexable(id, { title: text.slice(0, 40), text }), sourceId: 1_000_000 })
  }
}

async function pause(): Promise<string> {
  await sleep(1000)
  return ''
}

async function follow({ sources, stores }: Services, address: string): Promise<string> {
  const by = { guildId: 'bench', userId: 'bench', now: Date.now() }
  try {
    const outcome = await sources.follow({ address, post: 0, progress: async () => {}, ...by })
    if ('candidates' in outcome) return `${outcome.candidates.length} candidates`
    const count = await stores.articles.count(new Set([outcome.source.id]))
    return `${count} articles`
  } catch (error) {
    if (error instanceof UserError) return error.key
    throw error
  }
}

/** Does some work while a search is asked for every 20 ms. */
async function measure(
  { index }: Services,
  work: () => Promise<string>,
  sitePid: number | undefined,
): Promise<Omit<Result, 'document'>> {
  let [searchMs, peak, workers] = [0, 0, 0]
  const started = performance.now()
  let due = started + everyMs
  const searching = setInterval(() => {
    index.search('harbour bridge', { limit: 5 })
    const answered = performance.now()
    searchMs = Math.max(searchMs, answered - due)
    peak = Math.max(peak, process.memoryUsage.rss())
    workers = Math.max(workers, memoryOfChildren(sitePid))
    due = performance.now() + everyMs
  }, everyMs)
  const outcome = await work()
  const ms = performance.now() - started
  // What the work has left for the next turns of the event loop.
  await sleep(2 * everyMs)
  clearInterval(searching)
  return { outcome, ms, searchMs, peakMb: peak / megabyte, workersMb: workers / megabyte }
}

/** Resident memory of the processes that this one has started, but one; 0 where the system does not tell (no Linux). */
function memoryOfChildren(except: number | undefined): number {
  try {
    const children = readFileSync(`/proc/self/task/${process.pid}/children`, 'utf8').trim().split(/\s+/)
    return children
      .filter((pid) => pid !== '' && pid !== String(except))
      .reduce((sum, pid) => sum + residentBytes(pid), 0)
  } catch {
    return 0
  }
}

function residentBytes(pid: string): number {
  const pages = readFileSync(`/proc/${pid}/statm`, 'utf8').split(' ')[1]
  return Number(pages) * 4096
}
