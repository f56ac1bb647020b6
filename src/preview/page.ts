import { readFileSync } from 'node:fs'
import type { IncomingMessage } from 'node:http'
import type { Duplex } from 'node:stream'
import { ChannelType, PermissionFlagsBits } from 'discord-api-types/v10'
import { type Context, Hono } from 'hono'
import { type WebSocket, WebSocketServer } from 'ws'
import { z } from 'zod'
import { fromRoot } from '../core/root.js'
import { ClientRefusal } from './command-options.js'
import type { Interactions } from './interactions.js'
import { drawMessage, maxFileBytes, plainMentions } from './messages.js'
import type { Entry, LocalChannel } from './objects.js'
import type { CommandOptionValue, MessageRequest, Persona, ThreadRequest } from './protocol.js'
import { readBytes } from './read-body.js'
import { drawSnapshot, eventFor, mayManage } from './snapshot.js'
import type { State } from './state.js'
import { readStaticFile } from './static-files.js'
import { openThread } from './threads.js'

/** Packages whose files the page loads. */
const vendor = z
  .array(z.string())
  .parse(JSON.parse(readFileSync(fromRoot('src/preview/web/vendor.json'), 'utf8')))

const maxJsonBytes = 64 * 1024
/** Uploads a person made are not run as part of the page. */
const shownTypes = /^(image\/(png|jpeg|gif|webp)|text\/plain)$/

const personas = z.enum(['member', 'moderator'])
const locales = z.enum(['en-US', 'zh-CN', 'de', 'es-ES', 'ja'])
const optionValue: z.ZodType<CommandOptionValue> = z.object({
  name: z.string(),
  type: z.number().int(),
  value: z.union([z.string(), z.number(), z.boolean()]).exactOptional(),
  options: z.lazy(() => z.array(optionValue)).exactOptional(),
  focused: z.boolean().exactOptional(),
})
const interactionRequest = z.object({
  as: personas,
  channelId: z.string(),
  locale: locales.exactOptional(),
  action: z.discriminatedUnion('kind', [
    z.object({ kind: z.literal('command'), name: z.string(), options: z.array(optionValue) }),
    z.object({ kind: z.literal('message-command'), name: z.string(), messageId: z.string() }),
    z.object({
      kind: z.literal('component'),
      messageId: z.string(),
      customId: z.string(),
      values: z.array(z.string()).exactOptional(),
    }),
    z.object({
      kind: z.literal('modal'),
      customId: z.string(),
      fields: z.record(z.string(), z.union([z.string(), z.array(z.string())])),
    }),
  ]),
})
const messageRequest = z.object({
  as: personas,
  channelId: z.string(),
  content: z.string().min(1).max(2000),
  replyTo: z.string().exactOptional(),
})
const guildRequest = z.object({ as: personas, guildId: z.string(), hasBot: z.boolean() })
const threadRequest = z.object({
  as: personas,
  channelId: z.string(),
  messageId: z.string(),
  name: z.string().min(1).max(100),
})

export interface PageContext {
  state: State
  interactions: Interactions
  botOnline(): boolean
  baseUrl(): string
  /** Folders with the page's files. */
  webRoots: readonly string[]
}

/** The web page's side of the local Discord: its files, and what `protocol.ts` promises below `/preview/`. */
export function createPage(context: PageContext) {
  const app = new Hono()
  app.get('/', (c) => c.redirect('/preview/'))
  app.get('/preview', (c) => c.redirect('/preview/'))
  addActions(app, context)
  addFiles(app, context)
  return { app, ...createEvents(context) }
}

function addActions(app: Hono, { state, interactions, baseUrl }: PageContext): void {
  app.post('/preview/interactions', async (c) => {
    const request = await readRequest(c, interactionRequest)
    return c.json({ id: interactions.start(request).id })
  })
  app.post('/preview/autocomplete', async (c) => {
    const request = await readRequest(c, interactionRequest)
    const interaction = interactions.start(request, true)
    await interactions.when(interaction, () => interaction.answered || interaction.failed !== undefined)
    return c.json({ choices: interaction.choices ?? [] })
  })
  app.post('/preview/messages', async (c) => {
    return c.json({ id: speak(state, await readRequest(c, messageRequest), baseUrl()).message.id })
  })
  app.post('/preview/threads', async (c) =>
    c.json({ id: startThread(state, await readRequest(c, threadRequest)).id }),
  )
  app.post('/preview/guilds', async (c) => {
    const { as, guildId, hasBot } = await readRequest(c, guildRequest)
    if (!mayManage(state, state.people[as].id, state.guild(guildId)))
      throw new ClientRefusal(`${as} may not add the bot to that server or remove it`)
    state.moveBot(guildId, hasBot)
    return c.json({})
  })
  app.post('/preview/attachments', async (c) => {
    const name = c.req.query('name') || 'file'
    const type = c.req.header('Content-Type') ?? 'application/octet-stream'
    const { id } = interactions.upload({ name, type, data: await readBytes(c, maxFileBytes) })
    return c.json({ id })
  })
}

/** A person writes a plain message; one that answers another pings whoever wrote that. */
export function speak(
  state: State,
  { as, channelId, content, replyTo }: MessageRequest,
  baseUrl: string,
): Entry {
  const author = state.people[as]
  if (state.channels.get(channelId)?.type === ChannelType.GuildForum)
    throw new ClientRefusal('a forum takes posts, not messages; write in one of its posts')
  const isThread = state.channels.get(channelId)?.type === ChannelType.PublicThread
  const sending = isThread ? PermissionFlagsBits.SendMessagesInThreads : PermissionFlagsBits.SendMessages
  requireAllowed(state, as, channelId, sending, 'write in')
  const answered = state.entriesOf(channelId).find(({ message }) => message.id === replyTo)
  if (replyTo !== undefined && (!answered || answered.audience !== undefined))
    throw new ClientRefusal(`message ${replyTo} cannot be replied to`)
  const body = { content, ...(replyTo !== undefined && { message_reference: { message_id: replyTo } }) }
  const message = drawMessage(state, {
    channelId,
    author,
    body,
    files: [],
    mentions: plainMentions,
    baseUrl,
  })
  const pinged = answered ? [...message.mentions, answered.message.author] : message.mentions
  return state.addEntry({ message: { ...message, mentions: uniqueBy(pinged, ({ id }) => id) } })
}

/** A person opens a thread from a message that everyone sees. */
export function startThread(state: State, { as, channelId, messageId, name }: ThreadRequest): LocalChannel {
  requireAllowed(state, as, channelId, PermissionFlagsBits.CreatePublicThreads, 'open threads in')
  const { audience } = state.entry(channelId, messageId)
  if (audience !== undefined) throw new ClientRefusal(`message ${messageId} is private`)
  return openThread(state, state.channel(channelId), { name, ownerId: state.people[as].id, id: messageId })
}

function requireAllowed(
  state: State,
  as: Persona,
  channelId: string,
  permission: bigint,
  what: string,
): void {
  const needed = PermissionFlagsBits.ViewChannel | permission
  if ((state.permissionsIn(state.people[as].id, channelId) & needed) !== needed)
    throw new ClientRefusal(`${as} cannot ${what} channel ${channelId}`)
}

function uniqueBy<Item>(items: readonly Item[], key: (item: Item) => string): Item[] {
  return [...new Map(items.map((item) => [key(item), item])).values()]
}

function addFiles(app: Hono, { state, webRoots }: PageContext): void {
  app.get('/attachments/:place/:id/:name', (c) => {
    const file = state.files.get(c.req.param('id'))
    if (!file) return c.notFound()
    const shown = shownTypes.test(file.type)
    return c.body(new Uint8Array(file.data), 200, {
      'Content-Type': shown ? file.type : 'application/octet-stream',
      'Content-Disposition': shown ? 'inline' : 'attachment',
    })
  })
  app.get('/preview/vendor/*', (c) => {
    const path = decodePath(c.req.path.slice('/preview/vendor/'.length))
    const name = vendor.find((it) => path.startsWith(`${it}/`))
    return name === undefined
      ? c.notFound()
      : file(c, [fromRoot('node_modules', name)], path.slice(name.length + 1))
  })
  app.get('/preview/', (c) => file(c, webRoots, 'index.html'))
  app.get('/preview/*', (c) => file(c, webRoots, decodePath(c.req.path.slice('/preview/'.length))))
}

async function file(c: Context, roots: readonly string[], path: string): Promise<Response> {
  const found = await readStaticFile(roots, path)
  if (!found) return c.notFound()
  return c.body(found.data, 200, {
    'Content-Type': found.type,
    'Cache-Control': 'no-cache',
    // Nobody may put the page into a frame and let people click through it.
    'Content-Security-Policy': "frame-ancestors 'none'; base-uri 'none'; object-src 'none'",
  })
}

function decodePath(path: string): string {
  try {
    return decodeURIComponent(path)
  } catch {
    return ''
  }
}

async function readRequest<Output>(c: Context, schema: z.ZodType<Output>): Promise<Output> {
  const result = schema.safeParse(parseJson(await readBytes(c, maxJsonBytes)))
  if (!result.success) throw new ClientRefusal(z.prettifyError(result.error))
  return result.data
}

function parseJson(bytes: Uint8Array): unknown {
  try {
    return JSON.parse(new TextDecoder().decode(bytes))
  } catch {
    throw new ClientRefusal('The request body is not JSON.')
  }
}

function createEvents({ state, botOnline }: PageContext) {
  const server = new WebSocketServer({ noServer: true, maxPayload: 1024 })
  const viewers = new Map<WebSocket, Persona>()

  const stop = state.onChange((change) => {
    for (const [socket, persona] of viewers) {
      const event = eventFor(state, change, persona, botOnline())
      if (event) socket.send(JSON.stringify(event))
    }
  })

  return {
    /** Takes over the page's WebSocket; `as` in the query tells for whom it looks. */
    upgrade(request: IncomingMessage, socket: Duplex, head: Buffer): void {
      const as = personas.safeParse(
        new URLSearchParams((request.url ?? '').split('?')[1]).get('as') ?? 'member',
      )
      if (!as.success) {
        socket.end('HTTP/1.1 400 Bad Request\r\nConnection: close\r\n\r\n')
        return
      }
      server.handleUpgrade(request, socket, head, (viewer) => {
        viewer.on('error', () => viewer.terminate())
        viewer.on('close', () => viewers.delete(viewer))
        viewers.set(viewer, as.data)
        viewer.send(JSON.stringify(drawSnapshot(state, as.data, botOnline())))
      })
    },

    close(): void {
      stop()
      for (const viewer of viewers.keys()) viewer.terminate()
      server.close()
    },
  }
}
