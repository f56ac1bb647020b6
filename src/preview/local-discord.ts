import { createServer, type IncomingMessage, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { Duplex } from 'node:stream'
import { getRequestListener } from '@hono/node-server'
import type { APIMessage } from 'discord-api-types/v10'
import { Hono } from 'hono'
import { ApiError } from './api-error.js'
import { ClientRefusal } from './command-options.js'
import { createGateway } from './gateway.js'
import { createInteractions } from './interactions.js'
import type { LocalChannel } from './objects.js'
import type { OpenApi } from './openapi.js'
import { createPage } from './page.js'
import { createPerson, type Person } from './person.js'
import type { Persona, PreviewLocale } from './protocol.js'
import { createRateLimiter } from './rate-limits.js'
import { createRest, type Fault, type RequestRecord, type RestLog } from './rest.js'
import type { RestApp } from './rest-context.js'
import { createState } from './state.js'

const host = '127.0.0.1'
const localNames = new Set(['localhost', host, '[::1]'])

export interface LocalDiscordOptions {
  /** 0, the default, takes any free port. */
  port?: number
  /** Checks every request of the bot. */
  openapi?: OpenApi
  /** Folder, or folders, with the files of the preview page. */
  webRoot?: string | readonly string[]
  /** Five posts in five seconds per channel and fifty requests per second, as at Discord; on unless switched off. */
  rateLimits?: boolean
  /** Names of text channels beside the usual ones. */
  moreChannels?: readonly string[]
  /** Servers with one channel each beside the usual ones; the bot is in all of them. */
  moreServers?: number
  /** How many shards are recommended to bots. */
  shards?: number
  now?: () => number
}

/** A running local Discord with a bot in one of two servers, a member and a moderator. */
export interface LocalDiscord {
  /** `http://127.0.0.1:PORT` */
  url: string
  /** For discord.js's `rest.api`, which appends `/v10`. */
  apiUrl: string
  token: string
  guildId: string
  /** Those beside the usual ones, and the channel of each. */
  servers: readonly { guildId: string; channelId: string }[]
  applicationId: string
  botId: string
  /** Name → id: general, news, tech, moderators, announcements, reading-circle; of the second server 大厅, 新闻, 版主室. */
  channels: Record<string, string>
  /** In the first server and in English unless told otherwise; `home` is where commands are run. */
  as(persona: Persona, options?: { home?: string; locale?: PreviewLocale }): Person
  /** A second server, with names in Chinese; the bot is not in it until it is added. */
  secondGuildId: string
  /** Adds the bot to a server while it runs, or removes it, as a moderator there would. */
  moveBot(guildId: string, into: boolean): void
  /** What everybody sees there, oldest first. */
  messages(channelId: string): APIMessage[]
  /** The direct messages between the bot and somebody, oldest first. */
  messagesWith(persona: Persona): APIMessage[]
  /** Takes permission bits away from the bot in one channel; 0n gives them back. */
  setPermissions(channelId: string, deny: bigint): void
  deleteChannel(channelId: string): void
  /** As its owner or time would: locks or archives a thread, makes a forum require tags. */
  changeChannel(
    channelId: string,
    changes: Partial<Pick<LocalChannel, 'flags' | 'thread_metadata' | 'available_tags'>>,
  ): void
  /** Cuts the bot's gateway connection without a goodbye. */
  cutGateway(): void
  fault(rule: Fault): void
  /** No more trouble than there was. */
  clearFaults(): void
  /** What the bot sent, oldest first. */
  requests: RequestRecord[]
  /** What Discord's API document, or its rules, would not have allowed. Unknown routes are always noted. */
  violations: string[]
  close(): Promise<void>
}

/** Starts a local Discord, reachable from this machine only. Rejects when the port is taken. */
export async function startLocalDiscord(options: LocalDiscordOptions = {}): Promise<LocalDiscord> {
  const {
    port = 0,
    openapi,
    webRoot = [],
    rateLimits = true,
    moreChannels = [],
    moreServers = 0,
    shards = 1,
    now = Date.now,
  } = options
  const server = createServer()
  await listen(server, port)
  const url = `http://${host}:${(server.address() as AddressInfo).port}`
  const baseUrl = () => url

  const token = `local-${crypto.randomUUID()}`
  const state = createState(now)
  for (const name of moreChannels) state.addChannel({ name })
  const servers = Array.from({ length: moreServers }, (_, i) => state.addServer(`server-${i}`))
  const interactions = createInteractions(state, baseUrl)
  const log: RestLog = { requests: [], violations: [], faults: [] }
  const context = {
    state,
    interactions,
    baseUrl,
    shards,
    ...(rateLimits && { limiter: createRateLimiter(now) }),
  }
  const rest = createRest(context, token, log, openapi)
  const gateway = createGateway(state, token, () => `${url.replace('http', 'ws')}/gateway`)
  const page = createPage({
    state,
    interactions,
    baseUrl,
    botOnline: gateway.online,
    webRoots: [webRoot].flat(),
  })

  serve(server, [rest, page.app], { '/gateway': gateway.upgrade, '/preview/events': page.upgrade })

  const channels = Object.fromEntries([...state.channels.values()].map(({ name, id }) => [name ?? id, id]))
  const homeChannelId = channels.general ?? ''
  return {
    url,
    apiUrl: `${url}/api`,
    token,
    guildId: state.guildId,
    servers,
    applicationId: state.applicationId,
    botId: state.bot.id,
    channels,
    as: (persona, { home = homeChannelId, locale } = {}) =>
      createPerson({ state, interactions, homeChannelId: home, baseUrl, ...(locale && { locale }) }, persona),
    secondGuildId: [...state.guilds.keys()].find((id) => id !== state.guildId) ?? '',
    moveBot: state.moveBot,
    messages: (channelId) =>
      state
        .entriesOf(channelId)
        .filter(({ audience }) => audience === undefined)
        .map(({ message }) => message),
    messagesWith: (persona) =>
      state.entriesOf(state.directChannel(state.people[persona].id).id).map(({ message }) => message),
    setPermissions: state.denyBot,
    deleteChannel: state.deleteChannel,
    changeChannel: (id, changes) => void state.changeChannel(id, changes),
    cutGateway: gateway.cut,
    fault: (rule) => void log.faults.push({ ...rule }),
    clearFaults: () => void log.faults.splice(0),
    requests: log.requests,
    violations: log.violations,
    async close() {
      interactions.close()
      gateway.close()
      page.close()
      server.closeAllConnections()
      await new Promise<void>((resolve) => server.close(() => resolve()))
    },
  }
}

function listen(server: Server, port: number): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', reject)
    server.listen(port, host, resolve)
  })
}

type Upgrade = (request: IncomingMessage, socket: Duplex, head: Buffer) => void

function serve(
  server: Server,
  [rest, page]: readonly [RestApp, Hono],
  upgrades: Record<string, Upgrade>,
): void {
  // discord.js writes @ in paths as %40, which the router would take for another word.
  const app = new Hono({ getPath: ({ url }) => new URL(url).pathname.replaceAll('%40', '@') })
  app.use(async (c, next) => {
    if (!isLocal(c.req.header('Host'), c.req.header('Origin'))) return c.text('Forbidden', 403)
    await next()
    c.header('X-Content-Type-Options', 'nosniff')
    return undefined
  })
  app.route('/', rest)
  app.route('/', page)
  app.onError((error, c) => {
    if (error instanceof ClientRefusal) return c.json({ error: error.message }, 400)
    if (error instanceof ApiError) return c.json({ error: error.message }, error.status)
    throw error
  })
  server.on('request', getRequestListener(app.fetch, { overrideGlobalObjects: false }))
  server.on('upgrade', (request, socket, head) => {
    // A client that goes away in the middle must not end the process.
    socket.on('error', () => socket.destroy())
    const path = (request.url ?? '').replace(/\/?(\?.*)?$/s, '')
    const accept = isLocal(request.headers.host, request.headers.origin) ? upgrades[path] : undefined
    if (accept) accept(request, socket, head)
    else socket.end('HTTP/1.1 403 Forbidden\r\nConnection: close\r\n\r\n')
  })
}

/**
 * Whether a request comes from this machine's programs or from the page itself. A foreign Host means that somebody's
 * domain was pointed at 127.0.0.1, a foreign Origin that another web page sends.
 */
function isLocal(hostHeader: string | undefined, origin: string | undefined): boolean {
  const name = hostHeader?.replace(/:\d+$/, '')
  if (name === undefined || !localNames.has(name)) return false
  return origin === undefined || origin === `http://${hostHeader}`
}
