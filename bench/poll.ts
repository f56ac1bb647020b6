import { fork } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import { readConfig } from '../src/config.js'
import { silentLog } from '../src/core/log.js'
import { createServices } from '../src/services.js'
import { printTable } from './table.js'

interface Round {
  round: string
  changed: number
  added: number
  /** Polls per second of wall time. */
  perSecond: number
  /** CPU time of this process for one poll, ms. */
  cpuMs: number
  /** Resident memory at its highest during the round, and the heap after it, MB. */
  peakMb: number
  heapMb: number
}

const pollMs = 900_000
const sampleEveryMs = 50

/**
 * Polling as the bot does it: feeds of fifty items on a server in another process, each on an address of its own of
 * the loopback network, so that pacing by site is at work. First a baseline, then rounds in which nothing or 5 % has
 * changed.
 */
export async function poll(args: string[]): Promise<void> {
  const options = {
    json: { type: 'boolean' },
    out: { type: 'string' },
    feeds: { type: 'string', default: '2000' },
    rounds: { type: 'string', default: '4' },
  } as const
  const { values } = parseArgs({ args, options })
  const rounds = await measure(Number(values.feeds), Number(values.rounds))
  const json = () => JSON.stringify({ feeds: Number(values.feeds), rounds }, null, 1)
  if (values.out !== undefined) writeFileSync(values.out, json())
  if (values.json) return console.log(json())
  printTable(
    ['round', 'changed', 'new articles', 'polls/s', 'CPU ms/poll', 'peak MB', 'heap after MB'],
    rounds.map(({ round, changed, added, perSecond, cpuMs, peakMb, heapMb }) => [
      round,
      String(changed),
      String(added),
      perSecond.toFixed(0),
      cpuMs.toFixed(2),
      peakMb.toFixed(0),
      heapMb.toFixed(0),
    ]),
  )
}

async function measure(feeds: number, count: number): Promise<Round[]> {
  const folder = mkdtempSync(join(tmpdir(), 'courant-bench-'))
  const site = fork(fileURLToPath(new URL('./poll-site.js', import.meta.url)))
  const [{ port }] = (await once(site, 'message')) as [{ port: number }]
  const clock = { now: Date.now() }
  const config = readConfig({
    DATABASE_FILE: join(folder, 'bench.db'),
    POLL_SECONDS: String(pollMs / 1000),
    ALLOWED_ADDRESSES: '127.0.0.0/8',
  })
  const services = await createServices(config, silentLog, { now: () => clock.now })
  const { sources, stores } = services
  const rounds: Round[] = []

  async function run(round: string, share: number, work: () => Promise<void>): Promise<void> {
    site.send({ feeds, share })
    const [{ changed }] = (await once(site, 'message')) as [{ changed: number }]
    const before = await stores.articles.count()
    global.gc?.()
    let peak = 0
    const sampling = setInterval(() => {
      peak = Math.max(peak, process.memoryUsage.rss())
    }, sampleEveryMs)
    const started = performance.now()
    const cpu = process.cpuUsage()
    await work()
    const { user, system } = process.cpuUsage(cpu)
    const seconds = (performance.now() - started) / 1000
    clearInterval(sampling)
    global.gc?.()
    rounds.push({
      round,
      changed,
      added: (await stores.articles.count()) - before,
      perSecond: feeds / seconds,
      cpuMs: (user + system) / 1000 / feeds,
      peakMb: Math.max(peak, process.memoryUsage.rss()) / 1e6,
      heapMb: process.memoryUsage().heapUsed / 1e6,
    })
  }

  async function pollAll(): Promise<void> {
    // A day later everything is due, whatever pace was found.
    clock.now += 25 * 3_600_000
    while ((await stores.sources.overdue(clock.now + 1)).length > 0) await sources.pollDue()
  }

  try {
    await run('first reading', 0, () => followAll(feeds, port, sources, clock.now))
    for (let i = 0; i < count; i++) {
      await run(`unchanged ${i + 1}`, 0, pollAll)
      await run(`5 % changed ${i + 1}`, 0.05, pollAll)
    }
  } finally {
    await services.close()
    site.kill()
    rmSync(folder, { recursive: true, force: true })
  }
  return rounds
}

async function followAll(
  feeds: number,
  port: number,
  sources: Awaited<ReturnType<typeof createServices>>['sources'],
  now: number,
): Promise<void> {
  const entries = Array.from({ length: feeds }, (_, n) => ({
    url: `http://127.1.${n >> 8}.${n & 255}:${port}/feed/${n}`,
    title: null,
    folder: null,
  }))
  const results = await sources.followList(entries, {
    guildId: 'bench',
    userId: 'bench',
    now,
    until: Number.POSITIVE_INFINITY,
    progress: async () => {},
  })
  const failed = results.find(({ outcome }) => outcome !== 'added')
  if (failed) throw new Error(`poll: ${failed.entry.url} was not added: ${failed.outcome}`)
}
