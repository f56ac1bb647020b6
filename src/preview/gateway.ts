import { randomUUID } from 'node:crypto'
import type { IncomingMessage } from 'node:http'
import type { Duplex } from 'node:stream'
import { ChannelType, GatewayIntentBits, GatewayOpcodes as Op } from 'discord-api-types/v10'
import { type RawData, type WebSocket, WebSocketServer } from 'ws'
import { z } from 'zod'
import { guildIdOf } from './messages.js'
import type { Entry, LocalChannel, LocalGuild } from './objects.js'
import { botGuilds, drawGuild, guildChannels, threads } from './rest-guild.js'
import type { Change, State } from './state.js'

/** discord.com/developers/docs/topics/opcodes-and-status-codes */
const close = {
  unknownOpcode: 4001,
  decodeError: 4002,
  notAuthenticated: 4003,
  authenticationFailed: 4004,
  alreadyAuthenticated: 4005,
  invalidIntents: 4013,
  disallowedIntents: 4014,
}
const heartbeatIntervalMs = 41_250
const maxPayloadBytes = 4096
/** Events kept for a session that may resume. */
const maxReplay = 1000

const privileged =
  GatewayIntentBits.GuildMembers | GatewayIntentBits.GuildPresences | GatewayIntentBits.MessageContent
const knownIntents = Object.values(GatewayIntentBits).reduce<number>(
  (all, bit) => (typeof bit === 'number' ? all | bit : all),
  0,
)

interface Session {
  id: string
  intents: number
  seq: number
  sent: { s: number; t: string; d: unknown }[]
  socket: WebSocket | undefined
}

const frame = z.object({ op: z.number().int(), d: z.unknown() })
const identify = z.looseObject({ token: z.string(), intents: z.number().int() })
const resume = z.looseObject({ token: z.string(), session_id: z.string(), seq: z.number().int() })
const membersRequest = z.looseObject({
  guild_id: z.string(),
  user_ids: z.union([z.string(), z.array(z.string())]).optional(),
  nonce: z.string().optional(),
})

/**
 * The gateway, version 10, JSON, uncompressed. A session outlives its socket, unless the bot closed it with 1000 or
 * 1001, and replays on resume what was missed: discord.com/developers/docs/events/gateway
 */
export function createGateway(state: State, token: string, url: () => string) {
  const server = new WebSocketServer({ noServer: true, maxPayload: 64 * 1024 })
  const sessions = new Map<string, Session>()
  const online = () => [...sessions.values()].some(({ socket }) => socket !== undefined)

  function dispatch(session: Session, t: string, d: unknown): void {
    const event = { s: ++session.seq, t, d: structuredClone(d) }
    session.sent = [...session.sent.slice(1 - maxReplay), event]
    send(session.socket, { op: Op.Dispatch, ...event })
  }

  state.onChange((change) => {
    for (const session of sessions.values()) {
      const event = eventFor(state, change, session.intents)
      if (event) dispatch(session, event.t, event.d)
    }
  })

  function onIdentify(socket: WebSocket, data: unknown): Session | undefined {
    const parsed = identify.safeParse(data)
    if (!parsed.success) return refuse(socket, close.decodeError)
    const { intents } = parsed.data
    if (parsed.data.token !== token) return refuse(socket, close.authenticationFailed)
    if (intents < 0 || intents & ~knownIntents) return refuse(socket, close.invalidIntents)
    // As for a new application, nobody has switched the privileged intents on.
    if (intents & privileged) return refuse(socket, close.disallowedIntents)
    const session: Session = { id: randomUUID(), intents, seq: 0, sent: [], socket }
    sessions.set(session.id, session)
    dispatch(session, 'READY', {
      v: 10,
      user: state.bot,
      guilds: botGuilds(state).map(({ id }) => ({ id, unavailable: true })),
      session_id: session.id,
      resume_gateway_url: url(),
      application: { id: state.applicationId, flags: 0 },
      session_type: 'normal',
      shard: [0, 1],
    })
    if (intents & GatewayIntentBits.Guilds)
      for (const guild of botGuilds(state)) dispatch(session, 'GUILD_CREATE', drawGuildCreate(state, guild))
    state.emit({ kind: 'bot', online: true })
    return session
  }

  function onResume(socket: WebSocket, data: unknown): Session | undefined {
    const parsed = resume.safeParse(data)
    if (!parsed.success) return refuse(socket, close.decodeError)
    if (parsed.data.token !== token) return refuse(socket, close.authenticationFailed)
    const session = sessions.get(parsed.data.session_id)
    const missed = session?.sent.filter(({ s }) => s > parsed.data.seq) ?? []
    if (!session || parsed.data.seq > session.seq || missed.length < session.seq - parsed.data.seq) {
      send(socket, { op: Op.InvalidSession, d: false })
      return undefined
    }
    session.socket?.terminate()
    session.socket = socket
    for (const event of missed) send(socket, { op: Op.Dispatch, ...event })
    dispatch(session, 'RESUMED', {})
    state.emit({ kind: 'bot', online: true })
    return session
  }

  function onConnection(socket: WebSocket): void {
    let session: Session | undefined
    socket.on('error', () => socket.terminate())
    socket.on('close', (code) => {
      if (session?.socket !== socket) return
      session.socket = undefined
      if (code === 1000 || code === 1001) sessions.delete(session.id)
      state.emit({ kind: 'bot', online: online() })
    })
    socket.on('message', (raw) => {
      const message = readFrame(raw)
      if (!message) return void refuse(socket, close.decodeError)
      const { op, d } = message
      if (op === Op.Heartbeat) return send(socket, { op: Op.HeartbeatAck })
      if (op === Op.Identify || op === Op.Resume) {
        if (session) return void refuse(socket, close.alreadyAuthenticated)
        session = op === Op.Identify ? onIdentify(socket, d) : onResume(socket, d)
        return
      }
      if (!session) return void refuse(socket, close.notAuthenticated)
      if (op === Op.RequestGuildMembers) return sendMembers(session, d)
      if (op !== Op.PresenceUpdate && op !== Op.VoiceStateUpdate) refuse(socket, close.unknownOpcode)
    })
    send(socket, { op: Op.Hello, d: { heartbeat_interval: heartbeatIntervalMs } })
  }

  function sendMembers(session: Session, data: unknown): void {
    const { data: asked } = membersRequest.safeParse(data)
    const guild = botGuilds(state).find(({ id }) => id === asked?.guild_id)
    if (!guild) return
    const wanted = asked?.user_ids === undefined ? undefined : [asked.user_ids].flat()
    const members = [...guild.members.values()].filter(({ user }) => wanted?.includes(user.id) ?? true)
    dispatch(session, 'GUILD_MEMBERS_CHUNK', {
      guild_id: guild.id,
      members,
      chunk_index: 0,
      chunk_count: 1,
      not_found: wanted?.filter((id) => !guild.members.has(id)) ?? [],
      ...(asked?.nonce !== undefined && { nonce: asked.nonce }),
    })
  }

  return {
    online,

    /** Takes over a socket that asked for an upgrade. */
    upgrade(request: IncomingMessage, socket: Duplex, head: Buffer): void {
      server.handleUpgrade(request, socket, head, onConnection)
    },

    /** Cuts the bot's connection like a broken cable; its session stays, so the bot can resume. */
    cut(): void {
      for (const { socket } of sessions.values()) socket?.terminate()
    },

    /** Ends all sessions for good. */
    close(): void {
      sessions.clear()
      for (const socket of server.clients) socket.terminate()
      server.close()
    },
  }
}

interface Dispatch {
  t: string
  d: unknown
}

/** The dispatch that a change causes for a bot with these intents, if any. */
function eventFor(state: State, change: Change, intents: number): Dispatch | undefined {
  switch (change.kind) {
    case 'interaction':
      return { t: 'INTERACTION_CREATE', d: change.data }
    case 'message-create':
    case 'message-update':
    case 'message-delete':
      return messageEvent(state, change.kind, change.entry, intents)
    default:
      return intents & GatewayIntentBits.Guilds ? guildEvent(state, change) : undefined
  }
}

/** What the intent Guilds brings: servers the bot comes into or leaves, channels and threads of those it is in. */
function guildEvent(state: State, change: Change): Dispatch | undefined {
  switch (change.kind) {
    case 'guild-create':
      return { t: 'GUILD_CREATE', d: drawGuildCreate(state, change.guild) }
    case 'guild-delete':
      // Without \`unavailable\`: the bot was removed, the server is well.
      return { t: 'GUILD_DELETE', d: { id: change.guild.id } }
    case 'channel-create':
    case 'channel-update':
    case 'channel-delete':
    case 'thread-create':
    case 'thread-update':
      // Direct messages are not announced since API version 8.
      if (!botGuilds(state).some(({ id }) => id === change.channel.guild_id)) return undefined
      return {
        t: eventNames[change.kind],
        d: { ...change.channel, ...(change.kind === 'thread-create' && { newly_created: true }) },
      }
    default:
      return undefined
  }
}

const eventNames = {
  'message-create': 'MESSAGE_CREATE',
  'message-update': 'MESSAGE_UPDATE',
  'message-delete': 'MESSAGE_DELETE',
  'channel-create': 'CHANNEL_CREATE',
  'channel-update': 'CHANNEL_UPDATE',
  'channel-delete': 'CHANNEL_DELETE',
  'thread-create': 'THREAD_CREATE',
  'thread-update': 'THREAD_UPDATE',
} as const

function messageEvent(
  state: State,
  kind: 'message-create' | 'message-update' | 'message-delete',
  { message, audience }: Entry,
  intents: number,
): Dispatch | undefined {
  const channel: LocalChannel | undefined = state.channels.get(message.channel_id)
  const direct = channel?.type === ChannelType.DM
  const needed = direct ? GatewayIntentBits.DirectMessages : GatewayIntentBits.GuildMessages
  if (audience !== undefined || !(intents & needed)) return undefined
  // Without View Channel a bot hears nothing from there.
  if (!state.permissionsIn(state.bot.id, message.channel_id)) return undefined
  const guild = state.guildOf(message.channel_id)
  const where = guildIdOf(state, message.channel_id)
  const t = eventNames[kind]
  if (kind === 'message-delete') return { t, d: { id: message.id, channel_id: message.channel_id, ...where } }
  const { user: _, ...member } = guild?.members.get(message.author.id) ?? { user: undefined }
  const readable =
    direct || message.author.id === state.bot.id || message.mentions.some(({ id }) => id === state.bot.id)
  const hidden = { content: '', embeds: [], attachments: [], components: [] }
  return { t, d: { ...message, ...(!readable && hidden), ...where, ...(!direct && { member }) } }
}

function drawGuildCreate(state: State, guild: LocalGuild) {
  const members = [...guild.members.values()]
  return {
    ...drawGuild(guild),
    joined_at: guild.members.get(state.bot.id)?.joined_at,
    large: false,
    unavailable: false,
    member_count: members.length,
    members,
    channels: guildChannels(state, guild),
    threads: threads(state, guild),
    presences: [],
    voice_states: [],
    stage_instances: [],
    guild_scheduled_events: [],
    soundboard_sounds: [],
  }
}

function readFrame(raw: RawData): z.output<typeof frame> | undefined {
  const text = raw.toString()
  if (Buffer.byteLength(text) > maxPayloadBytes) return undefined
  try {
    return frame.safeParse(JSON.parse(text)).data
  } catch {
    return undefined
  }
}

function refuse(socket: WebSocket, code: number): undefined {
  socket.close(code)
  return undefined
}

function send(socket: WebSocket | undefined, payload: { op: number; [field: string]: unknown }): void {
  if (socket?.readyState === 1) socket.send(JSON.stringify({ t: null, s: null, d: null, ...payload }))
}
