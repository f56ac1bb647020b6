import { type ChildProcess, spawn } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { parseArgs } from 'node:util'
import { readConfig } from '../src/config.js'
import { silentLog } from '../src/core/log.js'
import { fromRoot } from '../src/core/root.js'
import { type LocalDiscord, startLocalDiscord } from '../src/preview/local-discord.js'
import { createServices, type Services } from '../src/services.js'
import { type Sites, startSites } from './chaos/sites.js'
import { subscribe } from './chaos/world.js'
import { makeArticles } from './made-articles.js'
import { usageOf } from './process-usage.js'
import { printTable } from './table.js'

interface Size {
  sources: number
  articles: number
  minutes: number
}

/** How often the sources are asked: as often as the bot does by itself. */
const pollMs = 900_000
const topics = 20
/** Until what began with the start has ended: V8 gives back memory for a minute and a half. */
const settleMs = 150_000

/**
 * The whole program, as `npm start` runs it, with nothing new in its sources: how long until it is ready after a
 * restart, and what it uses when nobody asks anything.
 */
export async function idle(args: string[]): Promise<void> {
  const options = {
    sources: { type: 'string', default: '1000' },
    articles: { type: 'string', default: '20000' },
    minutes: { type: 'string', default: '5' },
  } as const
  const { values } = parseArgs({ args, options })
  const size = {
    sources: Number(values.sources),
    articles: Number(values.articles),
    minutes: Number(values.minutes),
  }
  const folder = mkdtempSync(join(tmpdir(), 'courant-idle-'))
  const file = join(folder, 'idle.db')
  const discord = await startLocalDiscord()
  const sites = await startSites(size.sources)
  let bot: ChildProcess | undefined
  try {
    await fill(file, size, sites, discord)
    const started = performance.now()
    bot = startBot(file, discord)
    const { online, ready } = await waitUntilReady(bot, started)
    await sleep(settleMs)
    const pid = bot.pid ?? 0
    const before = usageOf(pid)
    await sleep(size.minutes * 60_000)
    const after = usageOf(pid)
    const cpu = (after.cpuMs - before.cpuMs) / (size.minutes * 60_000)
    printTable(
      ['sources', 'articles', 'online, s', 'everything found, s', 'resident MB', 'CPU'],
      [
        [
          String(size.sources),
          String(size.articles),
          online.toFixed(1),
          ready.toFixed(1),
          (after.residentBytes / 2 ** 20).toFixed(0),
          `${(100 * cpu).toFixed(2)} %`,
        ],
      ],
    )
  } finally {
    bot?.kill('SIGKILL')
    await sites.close()
    await discord.close()
    rmSync(folder, { recursive: true, force: true })
  }
}

/** A database whose sources have all been read, and are due again one after the other. */
async function fill(file: string, size: Size, sites: Sites, discord: LocalDiscord): Promise<void> {
  const config = readConfig({
    DATABASE_FILE: file,
    ALLOWED_ADDRESSES: '127.0.0.0/8',
    POLL_SECONDS: String(pollMs / 1000),
  })
  const now = Date.now()
  const services = await createServices(config, silentLog, { now: () => now })
  try {
    publishAll(size, sites, now)
    const ids = await followAll(size, services, sites, discord, now)
    while ((await services.stores.sources.overdue(now + 1)).length > 0) await services.sources.pollDue()
    const stored = await services.stores.articles.count()
    if (stored !== size.articles) throw new Error(`idle: ${stored} of ${size.articles} articles were read`)
    // As they are after the bot has run for long: spread over the time between two readings.
    for (const [i, id] of ids.entries())
      await services.stores.sources.setNextCheck(id, Math.round(Date.now() + (i * pollMs) / size.sources))
    await services.catchUp(now)
  } finally {
    await services.close()
  }
}

function publishAll({ sources, articles }: Size, sites: Sites, now: number): void {
  let n = 0
  for (const { title, text } of makeArticles(articles)) {
    sites.publish(n % sources, {
      title,
      text: text.replaceAll('\n\n', '<p>'),
      at: now - (articles - n) * 60_000,
    })
    n++
  }
}

async function followAll(
  { sources }: Size,
  { stores }: Services,
  sites: Sites,
  { guildId, channels }: LocalDiscord,
  now: number,
): Promise<number[]> {
  const ids: number[] = []
  for (let i = 0; i < sources; i++) {
    const blank = { site_url: null, etag: null, last_modified: null, next_check_at: now }
    const source = await stores.sources.add(
      { kind: 'feed', url: sites.urlOf(i), title: `Site ${i}`, ...blank },
      now,
    )
    await stores.followers.follow(guildId, source.id, 'idle', now)
    ids.push(source.id)
  }
  const channelId = channels.news ?? ''
  for (let i = 0; i < topics; i++)
    await subscribe(stores, { guildId, word: `topic${i}`, channelId, style: 'items', now })
  return ids
}

function startBot(file: string, { token, apiUrl }: LocalDiscord): ChildProcess {
  return spawn(process.execPath, [fromRoot('dist/src/main.js')], {
    stdio: ['ignore', 'ignore', 'pipe'],
    env: {
      PATH: process.env.PATH,
      DISCORD_TOKEN: token,
      DISCORD_API_URL: apiUrl,
      DATABASE_FILE: file,
      ALLOWED_ADDRESSES: '127.0.0.0/8',
      METRICS_PORT: '0',
    },
  })
}

/** Seconds until it answers on Discord, and until it finds everything, as its log says. */
async function waitUntilReady(
  bot: ChildProcess,
  started: number,
): Promise<{ online: number; ready: number }> {
  const said = { online: 0, 'index filled': 0 }
  let log = ''
  bot.stderr?.on('data', (data: Buffer) => {
    log += data
    for (const what of ['online', 'index filled'] as const)
      if (said[what] === 0 && log.includes(`"msg":"${what}"`))
        said[what] = (performance.now() - started) / 1000
  })
  while (said.online === 0 || said['index filled'] === 0) {
    if (performance.now() - started > 120_000) throw new Error('idle: the bot is not ready after two minutes')
    await sleep(20)
  }
  return { online: said.online, ready: said['index filled'] }
}
