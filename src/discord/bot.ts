import {
  type APIGatewayBotInfo,
  Client,
  DiscordjsErrorCodes,
  Events,
  GatewayIntentBits,
  type Guild,
  Options,
  REST,
  RESTEvents,
  Routes,
  ShardClientUtil,
  Status,
} from 'discord.js'
import type { Channels } from '../core/channels.js'
import type { Command } from '../core/command.js'
import type { MessageKey } from '../core/i18n.js'
import type { Log } from '../core/log.js'
import { type Metrics, noMetrics } from '../core/metrics.js'
import { formatShards, type Shards } from '../core/shards.js'
import type { Home } from './actor.js'
import { createChannels } from './channels.js'
import { renderCommand } from './command-json.js'
import { createDispatch } from './dispatch.js'
import { greetingChannel } from './greeting-channel.js'
import { createRequestPacer, requestsPerSecond } from './request-pacer.js'
import { createPacedSend } from './send-request.js'

export interface BotOptions<Deps> {
  token: string
  /** REST base of a Discord-compatible server; undefined is Discord. */
  apiUrl: string | undefined
  commands: readonly Command<Deps>[]
  /** The dependencies of commands, given the channels that only a connected bot has. */
  deps(channels: Channels): Deps
  log: Log
  now(): number
  metrics?: Metrics
  /** See `DispatchDeps`. */
  guildOf?(channelId: string): Promise<string | undefined>
  explainPassing?(error: unknown): MessageKey | undefined
  /** The servers that this connection is for. */
  shards: Shards
  settingsOf?(guildId: string): Promise<Omit<Home, 'guildId'>>
  /** The bot was added to a server, or removed from it; not when Discord is unavailable. */
  onJoined?(guildId: string): void
  onLeft?(guildId: string): void
  /** Called for every server the bot is in when it starts, and for each that it joins; `joinedAt` in ms. */
  onServer?(guildId: string, joinedAt: number): void
  /** The connection is lost for good: a supervisor has to start the program again. */
  onFatal(reason: string): void
}

/** The bot on Discord: connects, registers the commands, answers what people do. */
export function createBot<Deps>({
  token,
  apiUrl,
  commands,
  deps,
  log,
  now,
  metrics = noMetrics,
  guildOf,
  explainPassing,
  shards,
  settingsOf,
  onJoined,
  onLeft,
  onServer = () => {},
  onFatal,
}: BotOptions<Deps>) {
  const client = createClient(apiUrl, shards, metrics)
  const channels = createChannels(client)
  const dispatch = createDispatch({
    commands,
    deps: deps(channels),
    log,
    now,
    metrics,
    ...(guildOf && { guildOf }),
    ...(explainPassing && { explainPassing }),
    ...(settingsOf && { settingsOf }),
  })

  client.on(Events.InteractionCreate, dispatch.handle)
  client.on(Events.MessageCreate, dispatch.hear)
  client.on(Events.GuildDelete, ({ id }) => onLeft?.(id))
  const tellServer = ({ id, joinedTimestamp }: Guild) => onServer(id, joinedTimestamp)
  client.on(Events.GuildCreate, (guild) => {
    onJoined?.(guild.id)
    tellServer(guild)
  })
  client.on(Events.Error, (error) => log.error({ err: error }, 'discord client error'))
  client.rest.on(RESTEvents.InvalidRequestWarning, ({ count, remainingTime }) =>
    log.warn({ count, remainingMs: remainingTime }, 'Discord refuses many requests'),
  )
  client.rest.on(RESTEvents.RateLimited, ({ scope, retryAfter }) => metrics.rateLimited(scope, retryAfter))
  client.on(Events.Warn, (warning) => log.warn({ warning }, 'discord client warning'))
  client.on(Events.ShardDisconnect, ({ code }) =>
    onFatal(closings[code] ?? `Discord closed the connection for good (${code})`),
  )

  return {
    channels,
    /** Whether the bot is in a server; undefined for those of other processes. */
    isIn(guildId: string): boolean | undefined {
      const shards = client.options.shardCount ?? 1
      const isOurs =
        /^\d+$/.test(guildId) && client.ws.shards.has(ShardClientUtil.shardIdForGuildId(guildId, shards))
      return isOurs ? client.guilds.cache.has(guildId) : undefined
    },
    /** The id of the channel where a bot that is new in a server says so; undefined when it may post in none. */
    greetingIn(guildId: string): string | undefined {
      const guild = client.guilds.cache.get(guildId)
      return guild && greetingChannel(guild)
    },
    /** Resolves when the bot is online, knows its servers and its commands are registered. */
    async start(): Promise<void> {
      const ready = new Promise<void>((resolve) => client.once(Events.ClientReady, () => resolve()))
      await client.login(token).catch((error: unknown) => {
        throw explainLogin(error)
      })
      await ready
      const body = commands.flatMap((command) => renderCommand(command))
      // Global commands: one request for all servers, and Discord shows them at once. PUT changes nothing when equal.
      if (shards.ids.includes(0))
        await client.rest.put(Routes.applicationCommands(client.application?.id ?? ''), { body })
      client.guilds.cache.forEach(tellServer)
      const online = { user: client.user?.tag, servers: client.guilds.cache.size, commands: body.length }
      log.info({ ...online, shards: formatShards(shards) }, 'online')
    },
    /** Whether Discord sends what happens, on all its connections. */
    isConnected(): boolean {
      const { shards } = client.ws
      return shards.size > 0 && shards.every(({ status }) => status === Status.Ready)
    },
    /** Answers what was begun, then disconnects. */
    async stop(): Promise<void> {
      client.off(Events.InteractionCreate, dispatch.handle)
      client.off(Events.MessageCreate, dispatch.hear)
      client.off(Events.GuildCreate, tellServer)
      await dispatch.idle()
      await client.destroy()
    },
  }
}

/** What Discord closes a connection with for good, and an operator can mend. */
const closings: Record<number, string> = {
  4010: 'Discord does not know these shards; correct SHARDS',
  4011: 'the bot is in too many servers for so few shards; set SHARDS to auto, or to more',
}

/** How many shards Discord recommends. */
export async function recommendedShards(token: string, apiUrl: string | undefined): Promise<number> {
  const rest = new REST({ timeout: timeoutMs, ...(apiUrl && { api: apiUrl }) }).setToken(token)
  const { shards } = (await rest.get(Routes.gatewayBot()).catch((error: unknown) => {
    throw explainLogin(error)
  })) as APIGatewayBotInfo
  return shards
}

/** Why the bot could not log in, with the remedy; the error of discord.js where that says it all. */
function explainLogin(error: unknown): unknown {
  const code = error instanceof Error && 'code' in error ? error.code : undefined
  if (code === DiscordjsErrorCodes.TokenInvalid)
    return new Error(
      'discord: Discord refused the token. Make a new one on its developer page and set DISCORD_TOKEN.',
    )
  if (typeof code === 'string' && /^(E[A-Z]+|UND_ERR_\w+)$/.test(code))
    return new Error(
      `discord: it cannot be reached (${code}). Check the network, or DISCORD_API_URL if it is set.`,
    )
  return error
}

export type Bot = ReturnType<typeof createBot>

/** Discord bounds the requests of all processes of a bot together: each takes as many as it has of the shards. */
function shareOfRequests({ ids, total }: Shards): number {
  return Math.max(1, Math.floor((requestsPerSecond * ids.length) / total))
}

/** One attempt of a request. */
const timeoutMs = 15_000
/** Two hundred slots wait four seconds for their turn at most; more than that is a fault. */
const longestWaitMs = 30_000

function createClient(apiUrl: string | undefined, shards: Shards, metrics: Metrics): Client {
  const onlyMyself = {
    maxSize: 0,
    keepOverLimit: (user: { id: string; client: Client }) => user.id === user.client.user?.id,
  }
  return new Client({
    // Interactions need no intent; Guilds brings the channels and their permissions. Of messages Discord gives the text
    // only where the bot is named or replied to, which is all that is wanted.
    intents: [GatewayIntentBits.Guilds, GatewayIntentBits.GuildMessages],
    allowedMentions: { parse: [] },
    shards: [...shards.ids],
    shardCount: shards.total,
    rest: {
      // A lost answer is repeated by the ledger, which knows the nonce; many retries here would outlast its lease.
      retries: 1,
      // Discord shuts out who makes ten thousand invalid requests in ten minutes.
      invalidRequestWarningInterval: 500,
      // Its count of all requests begins anew each second, which Discord's seconds are not: it is either too slow or
      // too fast. The pacer counts instead, and so the time-out here has to allow for waiting.
      globalRequestsPerSecond: Number.POSITIVE_INFINITY,
      makeRequest: createPacedSend(createRequestPacer({ limit: shareOfRequests(shards) }), {
        timeoutMs,
        metrics,
      }),
      timeout: timeoutMs + longestWaitMs,
      // Ten an hour for each channel: waiting for the next would hold its delivery up that long.
      rejectOnRateLimit: ({ route }) => route.endsWith('/crosspost'),
      ...(apiUrl && { api: apiUrl }),
    },
    // Nothing here needs members, users or messages; only what permissions are computed from is kept.
    makeCache: Options.cacheWithLimits({
      ...Options.DefaultMakeCacheSettings,
      MessageManager: 0,
      PresenceManager: 0,
      ReactionManager: 0,
      GuildEmojiManager: 0,
      GuildStickerManager: 0,
      GuildMemberManager: onlyMyself,
      UserManager: onlyMyself,
    }),
  })
}
