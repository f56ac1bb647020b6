import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { readConfig } from '../../src/config.js'
import { silentLog } from '../../src/core/log.js'
import type { LocalDiscord } from '../../src/preview/local-discord.js'
import { runBot } from '../../src/run-bot.js'
import type { Services } from '../../src/services.js'
import { createParser } from '../../src/sources/parsing/parser.js'
import type { Location } from '../../src/store/database.js'
import { noon } from './articles.js'
import { emptyDatabase } from './database.js'
import { openDiscord } from './discord.js'

/** The whole bot, as `npm start` composes it, on a local Discord; time passes only when the test says so. */
export interface TestBot {
  readonly services: Services
  discord: LocalDiscord
  clock: { now: number }
  /** A moment later: reads what is due, then posts what is due, and waits until all of it has ended. */
  pass(ms: number): Promise<void>
  /** Stops the bot and starts another one on the same database and the same Discord. */
  restart(): Promise<void>
  stop(): Promise<void>
}

/** For all bots of a process: each process that it starts needs a second of the computer. */
const parser = createParser()

export interface TestBotOptions {
  database?: Location
  discord?: LocalDiscord
  /** Whether it greets servers it is new in; off, so that channels hold only what the test is about. */
  greets?: boolean
}

export async function startTestBot(options: TestBotOptions = {}): Promise<TestBot> {
  const { greets = false } = options
  const discord = options.discord ?? (await openDiscord())
  const clock = { now: noon }
  const config = {
    ...readConfig({ POLL_SECONDS: '30' }),
    token: discord.token,
    apiUrl: discord.apiUrl,
    database: options.database ?? (await emptyDatabase('sqlite')),
  }
  const start = () => runBot(config, silentLog, { now: () => clock.now, schedule: false, greets, parser })
  let running = await start()
  await running.indexed
  return {
    discord,
    clock,
    get services() {
      return running.services
    },
    async pass(ms) {
      clock.now += ms
      await running.services.sources.pollDue()
      await running.services.sources.completeDue()
      await running.alerts.tick(clock.now)
      await running.delivery.tick()
      await running.delivery.idle()
    },
    async restart() {
      await running.stop()
      running = await start()
      await running.indexed
    },
    async stop() {
      await running.stop()
      if (!options.discord) await discord.close()
    },
  }
}

/** What a test site gives at a path: a body, or a function that answers. */
export type Answer = string | ((request: IncomingMessage, response: ServerResponse) => void)

/** A web site whose answers the test changes; paths without one are 404. */
export async function startSite(pages: Record<string, Answer>) {
  const requests: { path: string; headers: Record<string, unknown> }[] = []
  const server = createServer((request, response) => {
    const path = request.url ?? '/'
    requests.push({ path, headers: request.headers })
    const answer = pages[path]
    if (typeof answer === 'function') return answer(request, response)
    if (answer === undefined) return response.writeHead(404).end()
    response.writeHead(200, { 'content-type': contentType(answer) }).end(answer)
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    pages,
    requests,
    async close() {
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
    },
  }
}

export type Site = Awaited<ReturnType<typeof startSite>>

function contentType(body: string): string {
  if (/^<!doctype html/i.test(body)) return 'text/html; charset=utf-8'
  return body.startsWith('<') ? 'application/xml' : 'text/plain; charset=utf-8'
}

export interface FeedItem {
  id: string
  title: string
  text?: string
  /** Where it is on the web; by default a place that does not exist. */
  link?: string
  /** ms */
  at?: number
  /** Its text is only the description. */
  excerpt?: boolean
}

/** An RSS document of these items. */
export function rss(items: readonly FeedItem[], title = 'Harbour News'): string {
  const entries = items.map(
    ({
      id,
      title: headline,
      text = `${headline}. It was announced in the town hall on Monday.`,
      ...rest
    }) => {
      const { link = `https://harbour.test/${id}`, at, excerpt = false } = rest
      const field = excerpt ? 'description' : 'content:encoded'
      return (
        `<item><guid isPermaLink="false">${id}</guid><title>${headline}</title><link>${link}</link>` +
        `${at === undefined ? '' : `<pubDate>${new Date(at).toUTCString()}</pubDate>`}` +
        `<${field}>${text}</${field}></item>`
      )
    },
  )
  const content = 'xmlns:content="http://purl.org/rss/1.0/modules/content/"'
  return `<?xml version="1.0"?><rss version="2.0" ${content}><channel><title>${title}</title>${entries.join('')}</channel></rss>`
}
