import { type ChildProcess, fork } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import { readConfig } from '../src/config.js'
import { silentLog } from '../src/core/log.js'
import { runBot } from '../src/run-bot.js'
import { openDatabase } from '../src/store/database.js'
import { createStores, type Stores } from '../src/store/stores.js'
import type { DiscordReport } from './delivery-discord.js'
import { printTable } from './table.js'

interface Load {
  name: string
  channels: number
  /** Messages for each channel. */
  items: number
  /** What Discord lets through: so many messages at once, and again after so many seconds. */
  bound: { messages: number; seconds: number }
}

interface Result {
  load: string
  messages: number
  perSecond: number
  /** Of what Discord lets through. */
  share: number
  /** Answers 429. */
  refused: number
  heapBeforeMb: number
  heapPeakMb: number
  heapAfterMb: number
  /** From the moment of the slot to the message, s. */
  latenessP50: number
  latenessP95: number
}

interface Place {
  token: string
  apiUrl: string
  guildId: string
  channels: string[]
}

/** More articles than this become a list; the benchmark wants single messages. */
const perTopic = 8
const sampleEveryMs = 500

/**
 * The whole bot on a local Discord with Discord's limits, in another process: many channels with one article each,
 * which all requests together bound, and one channel with many, which its own bucket bounds.
 */
export async function delivery(args: string[]): Promise<void> {
  const options = {
    json: { type: 'boolean' },
    out: { type: 'string' },
    channels: { type: 'string', default: '3000' },
    items: { type: 'string', default: '200' },
  } as const
  const { values } = parseArgs({ args, options })
  const [channels, items] = [Number(values.channels), Number(values.items)]
  const loads: Load[] = [
    { name: `${channels} channels × 1`, channels, items: 1, bound: { messages: 1, seconds: 1 / 50 } },
    { name: `1 channel × ${items}`, channels: 1, items, bound: { messages: 5, seconds: 5 } },
  ]
  const results: Result[] = []
  for (const load of loads) results.push(await measure(load))
  const json = JSON.stringify(results, null, 1)
  if (values.out !== undefined) writeFileSync(values.out, json)
  if (values.json) console.log(json)
  else printResults(results)
}

function printResults(results: Result[]): void {
  printTable(
    ['load', 'messages', 'sent/s', 'of the bound', '429', 'heap MB before/peak/after', 'late s p50', 'p95'],
    results.map((it) => [
      it.load,
      String(it.messages),
      it.perSecond.toFixed(2),
      `${(it.share * 100).toFixed(1)} %`,
      String(it.refused),
      [it.heapBeforeMb, it.heapPeakMb, it.heapAfterMb].map((mb) => mb.toFixed(0)).join('/'),
      it.latenessP50.toFixed(1),
      it.latenessP95.toFixed(1),
    ]),
  )
}

async function measure({ name, channels, items, bound }: Load): Promise<Result> {
  const folder = mkdtempSync(join(tmpdir(), 'courant-bench-'))
  const file = join(folder, 'bench.db')
  const discord = fork(fileURLToPath(new URL('./delivery-discord.js', import.meta.url)), [String(channels)])
  const { db, close } = await openDatabase({ file })
  try {
    const [place] = (await once(discord, 'message')) as [Place]
    await fill(createStores(db), place, items)
    const { token, apiUrl } = place
    const running = await runBot({ ...readConfig({ DATABASE_FILE: file }), token, apiUrl }, silentLog)
    await running.indexed
    const heapBeforeMb = heapMb()
    // Due only when the bot is up: its start is not what is measured.
    const slotAt = Date.now()
    await db.updateTable('subscriptions').set({ next_run_at: slotAt }).execute()
    const { report, heapPeakMb } = await waitForAll(discord, channels * items)
    const heapAfterMb = heapMb()
    await running.stop()
    return { load: name, ...summarise(report, slotAt, bound), heapBeforeMb, heapPeakMb, heapAfterMb }
  } finally {
    discord.kill()
    await close()
    rmSync(folder, { recursive: true, force: true })
  }
}

/** Every channel follows as many topics as it takes for its articles to be single messages. */
async function fill(stores: Stores, { guildId, channels }: Place, items: number): Promise<void> {
  const now = Date.now()
  const made = { guild_id: guildId, created_by: 'bench', created_at: now }
  const never = now + 1000 * 86_400_000
  const blank = { site_url: null, etag: null, last_modified: null, next_check_at: never }
  const source = await stores.sources.add({ kind: 'feed', url: 'https://a.test/', title: 'A', ...blank }, now)
  await stores.transaction(async (within) => {
    for (let first = 0; first < items; first += perTopic) {
      const topic = await within.topics.add({ name: `Topic ${first}`, query: 'train', ...made })
      const subscriptions: number[] = []
      for (const channel_id of channels) {
        const schedule = { cron: '* * * * *', time_zone: 'UTC', next_run_at: never }
        const row = { topic_id: topic?.id ?? 0, channel_id, ...schedule, ...made }
        subscriptions.push((await within.subscriptions.put(row)).id)
      }
      for (let i = first; i < Math.min(first + perTopic, items); i++)
        await within.deliveries.enqueue(subscriptions, await addArticle(within, source.id, i, now), now)
    }
  })
}

async function addArticle(stores: Stores, sourceId: number, n: number, now: number): Promise<number> {
  const title = `Train ${n} arrives`
  const text = `${title}. ${'It brings what it was asked to bring. '.repeat(40)}`
  const draft = { identity: String(n), title, text, url: `https://a.test/${n}`, kind: 'full' } as const
  const more = { author: null, language: 'en', publishedAt: now - 1000 + n }
  return (await stores.articles.put(sourceId, { ...draft, ...more }, now)).id
}

async function waitForAll(
  discord: ChildProcess,
  messages: number,
): Promise<{ report: DiscordReport; heapPeakMb: number }> {
  let heapPeakMb = 0
  for (;;) {
    for (let i = 0; i < 4; i++) {
      await sleep(sampleEveryMs)
      heapPeakMb = Math.max(heapPeakMb, process.memoryUsage().heapUsed / 1e6)
    }
    discord.send('report')
    const [report] = (await once(discord, 'message')) as [DiscordReport]
    if (report.madeAt.length >= messages) return { report, heapPeakMb }
  }
}

function summarise({ madeAt, refused }: DiscordReport, slotAt: number, bound: Load['bound']) {
  const times = madeAt.toSorted((a, b) => a - b)
  const seconds = ((times.at(-1) ?? 0) - (times[0] ?? 0)) / 1000
  const leastSeconds = (Math.ceil(times.length / bound.messages) - 1) * bound.seconds
  const late = (share: number) => ((times[Math.floor(times.length * share)] ?? 0) - slotAt) / 1000
  return {
    messages: times.length,
    perSecond: times.length / seconds,
    share: leastSeconds / seconds,
    refused,
    latenessP50: late(0.5),
    latenessP95: late(0.95),
  }
}

setFlagsFromString('--expose-gc')
const collectGarbage = runInNewContext('gc') as () => void

function heapMb(): number {
  collectGarbage()
  return process.memoryUsage().heapUsed / 1e6
}
