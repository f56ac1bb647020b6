import { type APIMessage, ChannelType, MessageFlags, PermissionFlagsBits as P } from 'discord-api-types/v10'
import { z } from 'zod'
import { ApiError, parseBody, refusals } from './api-error.js'
import { type MessageBody, parseMessage, requireContent } from './message-rules.js'
import { drawMessage, editMessage, plainMentions } from './messages.js'
import type { Entry, LocalChannel, LocalFile } from './objects.js'
import { crossposts, messagePosts, type RateLimit } from './rate-limits.js'
import type { RestApp, RestCall, RestContext } from './rest-context.js'
import { compareIds } from './snowflakes.js'
import type { State } from './state.js'
import { openPost, openThread, reopenThread } from './threads.js'

/** "Checked for uniqueness in the past few minutes", says Discord; observed answers put it at about five. */
const nonceRemembersMs = 5 * 60_000

/** Routes that read, post, edit, delete and crosspost messages, and open threads. */
export function addMessageRoutes(app: RestApp, context: RestContext): void {
  const { state } = context
  const nonces = new Map<string, Entry>()
  const place = (c: RestCall) => visibleChannel(state, c.req.param('channel') ?? '')
  const visibleEntry = (c: RestCall) => {
    const entry = state.entry(place(c).id, c.req.param('message') ?? '')
    if (entry.audience !== undefined) throw refusals.unknownMessage()
    return entry
  }

  app.get('/channels/:channel/messages', (c) => {
    const channel = place(c)
    requirePermission(state, channel, P.ReadMessageHistory, refusals.missingAccess)
    return c.json(pageOf(state.entriesOf(channel.id), c.req.query()))
  })
  app.get('/channels/:channel/messages/:message', (c) => c.json(visibleEntry(c).message))
  app.post('/channels/:channel/messages', (c) => {
    const channel = place(c)
    const refused = limited(context, c, `messages:${channel.id}`, messagePosts)
    return (
      refused ?? c.json(postMessage(context, channel, parseMessage(c.get('body')), c.get('files'), nonces))
    )
  })
  app.patch('/channels/:channel/messages/:message', (c) => {
    const entry = visibleEntry(c)
    if (entry.message.author.id !== state.bot.id) throw refusals.notAuthor()
    const body = parseMessage(c.get('body'))
    const draft = { body, files: c.get('files'), mentions: plainMentions, baseUrl: context.baseUrl() }
    return c.json(state.updateEntry(entry, editMessage(state, entry.message, draft)))
  })
  app.delete('/channels/:channel/messages/:message', (c) => {
    const entry = visibleEntry(c)
    if (entry.message.author.id !== state.bot.id) requirePermission(state, place(c), P.ManageMessages)
    state.deleteEntry(entry)
    return c.body(null, 204)
  })
  app.post('/channels/:channel/messages/:message/crosspost', (c) => {
    const entry = visibleEntry(c)
    const refused = limited(context, c, `crosspost:${place(c).id}`, crossposts)
    return refused ?? c.json(crosspost(state, place(c), entry))
  })
  app.post('/channels/:channel/typing', (c) => {
    requirePermission(state, place(c), P.SendMessages)
    return c.body(null, 204)
  })
  addThreadRoutes(app, context, place, visibleEntry)
}

function addThreadRoutes(
  app: RestApp,
  context: RestContext,
  place: (c: RestCall) => LocalChannel,
  visibleEntry: (c: RestCall) => Entry,
): void {
  const { state } = context
  const shape = z.looseObject({ name: z.string().min(1).max(100), type: z.number().nullish() })
  const open = (parent: LocalChannel, name: string, id?: string) => {
    requirePermission(state, parent, P.CreatePublicThreads)
    return openThread(state, parent, { name, ownerId: state.bot.id, id })
  }
  app.post('/channels/:channel/messages/:message/threads', (c) => {
    const { message } = visibleEntry(c)
    return c.json(open(place(c), parseBody(shape, c.get('body')).name, message.id), 201)
  })
  app.post('/channels/:channel/threads', (c) => {
    const parent = place(c)
    if (parent.type === ChannelType.GuildForum) return c.json(postInForum(context, parent, c), 201)
    return c.json(open(parent, parseBody(shape, c.get('body')).name), 201)
  })
}

const postShape = z.looseObject({
  name: z.string().min(1).max(100),
  message: z.looseObject({}),
  applied_tags: z.array(z.string()).nullish(),
})

/** Forums take no plain messages and know no nonce. */
function postInForum(
  context: RestContext,
  forum: LocalChannel,
  c: RestCall,
): LocalChannel & { message: APIMessage } {
  const { state } = context
  const { name, message: inner, applied_tags } = parseBody(postShape, c.get('body'))
  const files = c.get('files')
  const body = withinPermissions(state, forum, parseMessage(inner), files)
  const draft = { name, ownerId: state.bot.id, tags: applied_tags ?? [] }
  const { thread, message } = openPost(state, forum, draft, (channelId) =>
    drawMessage(state, {
      channelId,
      author: state.bot,
      body,
      files,
      mentions: plainMentions,
      baseUrl: context.baseUrl(),
    }),
  )
  state.addEntry({ message })
  return { ...thread, message }
}

function postMessage(
  context: RestContext,
  channel: LocalChannel,
  body: MessageBody,
  files: LocalFile[],
  nonces: Map<string, Entry>,
): APIMessage {
  const { state } = context
  if (channel.type === ChannelType.GuildForum)
    throw new ApiError(
      400,
      40058,
      'Cannot message this thread until after the post author has sent an initial message.',
    )
  const allowed = withinPermissions(state, channel, body, files)
  reopenThread(state, channel)
  const key = body.enforce_nonce && body.nonce != null ? String(body.nonce) : undefined
  const earlier = key === undefined ? undefined : nonces.get(key)
  if (earlier && state.now() - Date.parse(earlier.message.timestamp) < nonceRemembersMs)
    return earlier.message
  const message = drawMessage(state, {
    channelId: channel.id,
    author: state.bot,
    body: allowed,
    files,
    mentions: plainMentions,
    baseUrl: context.baseUrl(),
  })
  const entry = state.addEntry({ message })
  if (key !== undefined) nonces.set(key, entry)
  for (const [old, { message: sent }] of nonces)
    if (state.now() - Date.parse(sent.timestamp) >= nonceRemembersMs) nonces.delete(old)
  return message
}

/** What of the message the bot may send here: text without Embed Links loses its embeds, embeds alone are refused. */
function withinPermissions(
  state: State,
  channel: LocalChannel,
  body: MessageBody,
  files: LocalFile[],
): MessageBody {
  requirePermission(state, channel, channel.parent_id ? P.SendMessagesInThreads : P.SendMessages)
  requireContent(body, files.length)
  if (files.length > 0) requirePermission(state, channel, P.AttachFiles)
  if (body.message_reference && !has(state, channel, P.ReadMessageHistory))
    throw new ApiError(403, 160002, 'Cannot reply without permission to read message history')
  if (!body.embeds?.length || has(state, channel, P.EmbedLinks)) return body
  if (!body.content && files.length === 0) throw refusals.missingPermissions()
  return { ...body, embeds: [] }
}

function crosspost(state: State, channel: LocalChannel, entry: Entry): APIMessage {
  if (channel.type !== ChannelType.GuildAnnouncement)
    throw new ApiError(400, 50024, 'Cannot execute action on this channel type')
  const own = entry.message.author.id === state.bot.id
  requirePermission(state, channel, own ? P.SendMessages : P.SendMessages | P.ManageMessages)
  const flags = entry.message.flags ?? 0
  if (flags & MessageFlags.Crossposted)
    throw new ApiError(400, 40033, 'This message has already been crossposted.')
  return state.updateEntry(entry, { ...entry.message, flags: flags | MessageFlags.Crossposted })
}

const pageQuery = z.object({
  limit: z.coerce.number().int().min(1).max(100).default(50),
  before: z.string().optional(),
  after: z.string().optional(),
  around: z.string().optional(),
})

/** A page of the history, newest first. */
function pageOf(entries: readonly Entry[], query: Record<string, string>): APIMessage[] {
  const { limit, before, after, around } = parseBody(pageQuery, query)
  const all = entries.filter(({ audience }) => audience === undefined).map(({ message }) => message)
  const older = (id: string) => all.filter((it) => compareIds(it.id, id) < 0)
  const newer = (id: string) => all.filter((it) => compareIds(it.id, id) > 0)
  const half = Math.floor(limit / 2)
  const page =
    around !== undefined
      ? [
          ...older(around).slice(-half),
          ...all.filter(({ id }) => id === around),
          ...newer(around).slice(0, half),
        ]
      : after !== undefined
        ? newer(after).slice(0, limit)
        : (before === undefined ? all : older(before)).slice(-limit)
  return page.reverse()
}

/** The channel, when it exists and the bot sees it. */
function visibleChannel(state: State, id: string): LocalChannel {
  const channel = state.channel(id)
  requirePermission(state, channel, P.ViewChannel, refusals.missingAccess)
  return channel
}

function has(state: State, channel: LocalChannel, needed: bigint): boolean {
  return (state.permissionsIn(state.bot.id, channel.id) & needed) === needed
}

function requirePermission(
  state: State,
  channel: LocalChannel,
  needed: bigint,
  refusal = refusals.missingPermissions,
): void {
  if (!has(state, channel, needed)) throw refusal()
}

/** Counts against a bucket; the 429 when it is used up. */
function limited(
  { limiter }: RestContext,
  c: RestCall,
  bucket: string,
  limit: RateLimit,
): Response | undefined {
  const taken = limiter?.take(bucket, limit)
  if (!taken) return undefined
  for (const [name, value] of Object.entries(taken.headers)) c.header(name, value)
  if (!taken.refused) return undefined
  return c.json({ message: 'You are being rate limited.', retry_after: taken.retryAfter, global: false }, 429)
}
