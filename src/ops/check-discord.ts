import { ChannelType, PermissionFlagsBits } from 'discord-api-types/v10'
import { z } from 'zod'
import { permissionsOf } from '../core/permissions.js'
import { type AskDiscord, createAskDiscord } from './ask-discord.js'
import type { Check } from './check.js'

const discordApi = 'https://discord.com/api'
/** Discord's ids hold times, and schedules are by the clock. */
const longestClockDriftMs = 30_000

const userSchema = z.object({ id: z.string(), username: z.string() })
const gatewaySchema = z.object({
  shards: z.number(),
  session_start_limit: z.object({ total: z.number(), remaining: z.number() }),
})
const commandsSchema = z.array(z.object({ name: z.string(), type: z.number() }))
const overwritesSchema = z.array(z.object({ id: z.string(), allow: z.string(), deny: z.string() }))
const channelSchema = z.object({
  name: z.string().nullish(),
  type: z.number(),
  guild_id: z.string().optional(),
  parent_id: z.string().nullish(),
  permission_overwrites: overwritesSchema.default([]),
})
const guildSchema = z.object({
  name: z.string(),
  owner_id: z.string(),
  roles: z.array(z.object({ id: z.string(), permissions: z.string() })),
})
const memberSchema = z.object({ user: z.object({ id: z.string() }), roles: z.array(z.string()) })

export interface DiscordSettings {
  token: string | undefined
  apiUrl: string | undefined
}

export interface Expected {
  /** The commands that should be registered. */
  commands: readonly { name: string; type: number }[]
  /** Where the bot is to post. */
  places: readonly { guildId: string; channelId: string }[]
}

/** What Discord says of the bot: its token, connection, commands and permissions, and of this computer's clock. */
export async function checkDiscord(
  { token, apiUrl = discordApi }: DiscordSettings,
  { commands, places }: Expected,
  now: () => number,
): Promise<Check[]> {
  const name = 'discord'
  if (!token) return [{ name, ok: true, detail: 'no DISCORD_TOKEN: npm start opens the local preview' }]
  const ask = createAskDiscord(apiUrl, token)
  const me = await ask('/users/@me', userSchema)
  if (!me.value) return [{ name, ok: false, detail: explain(me.status, new URL(apiUrl).host) }]
  const { id, username } = me.value
  return [
    { name, ok: true, detail: `the token belongs to ${username}` },
    checkClock(me.date, now()),
    await checkGateway(ask),
    await checkCommands(ask, id, commands),
    ...(await checkPlaces(ask, id, places)),
  ]
}

function explain(status: number, host: string): string {
  if (status === 0) return `${host} cannot be reached; check the network, or DISCORD_API_URL if it is set`
  if (status === 401) return 'the token is not valid; make a new one and set DISCORD_TOKEN'
  return `it answers HTTP ${status}; try again later`
}

function checkClock(discordTime: number, now: number): Check {
  const name = "clock by Discord's"
  const drift = Math.round((now - discordTime) / 1000)
  if (Number.isNaN(drift)) return { name, ok: true, detail: 'Discord did not say what time it is' }
  if (Math.abs(drift) * 1000 <= longestClockDriftMs) return { name, ok: true, detail: `${drift} s apart` }
  const direction = drift > 0 ? 'ahead' : 'behind'
  return {
    name,
    ok: false,
    detail: `it is ${Math.abs(drift)} s ${direction}; let the computer set it from the network (NTP)`,
  }
}

/** The bot's intents need nobody's leave: Discord gives Guilds and GuildMessages to every bot. */
async function checkGateway(ask: AskDiscord): Promise<Check> {
  const name = 'connection'
  const { status, value } = await ask('/gateway/bot', gatewaySchema)
  if (!value)
    return { name, ok: false, detail: `it answers HTTP ${status} when asked for it; try again later` }
  const { total, remaining } = value.session_start_limit
  if (remaining === 0)
    return { name, ok: false, detail: 'it was started too often today; let it run, and find out why it ends' }
  const detail = `${remaining} of ${total} starts are left today; no intent has to be switched on`
  return {
    name,
    ok: true,
    detail: value.shards > 1 ? `${detail}; ${value.shards} shards recommended` : detail,
  }
}

async function checkCommands(ask: AskDiscord, id: string, expected: Expected['commands']): Promise<Check> {
  const name = 'commands'
  const { status, value } = await ask(`/applications/${id}/commands`, commandsSchema)
  if (!value)
    return { name, ok: false, detail: `it answers HTTP ${status} when asked for them; try again later` }
  const registered = new Set(value.map((each) => `${each.type} ${each.name}`))
  const missing = expected.filter((each) => !registered.has(`${each.type} ${each.name}`))
  if (missing.length > 0)
    return {
      name,
      ok: false,
      detail: `${missing.map((each) => each.name).join(', ')} not registered; start the bot, which registers them`,
    }
  return { name, ok: true, detail: `${expected.length} registered` }
}

async function checkPlaces(ask: AskDiscord, botId: string, places: Expected['places']): Promise<Check[]> {
  const problems: Check[] = []
  const contexts = new Map<string, Context | undefined>()
  for (const { guildId, channelId } of places) {
    if (!contexts.has(guildId)) contexts.set(guildId, await readContext(ask, guildId, botId))
    const detail = await placeProblem(ask, channelId, contexts.get(guildId))
    if (detail) problems.push({ name: `channel ${channelId} of server ${guildId}`, ok: false, detail })
  }
  const summary = `${places.length} that are posted to, ${problems.length} with a problem`
  return [{ name: 'channels', ok: problems.length === 0, detail: summary }, ...problems]
}

interface Context {
  id: string
  ownerId: string
  roles: z.output<typeof guildSchema>['roles']
  member: z.output<typeof memberSchema>
}

async function readContext(ask: AskDiscord, guildId: string, botId: string): Promise<Context | undefined> {
  const { value: guild } = await ask(`/guilds/${guildId}`, guildSchema)
  const { value: member } = await ask(`/guilds/${guildId}/members/${botId}`, memberSchema)
  return guild && member && { id: guildId, ownerId: guild.owner_id, roles: guild.roles, member }
}

const threadTypes: readonly number[] = [
  ChannelType.AnnouncementThread,
  ChannelType.PublicThread,
  ChannelType.PrivateThread,
]

/** Reading the history is how a post is recognised after a crash. */
const needed = ['ViewChannel', 'EmbedLinks', 'ReadMessageHistory'] as const

async function placeProblem(
  ask: AskDiscord,
  channelId: string,
  context: Context | undefined,
): Promise<string | undefined> {
  if (!context)
    return 'the bot is not in this server; invite it again, or delete its data with courant forget'
  const { status, value: channel } = await ask(`/channels/${channelId}`, channelSchema)
  if (!channel)
    return status === 404
      ? 'it is gone; end its subscriptions with /unsubscribe'
      : `the bot cannot see it (HTTP ${status}); give it the permission ViewChannel there`
  const isThread = threadTypes.includes(channel.type)
  const parent =
    isThread && channel.parent_id ? await ask(`/channels/${channel.parent_id}`, channelSchema) : undefined
  const bits = permissionsOf(context, context.member, parent?.value ?? channel)
  const sending = isThread ? 'SendMessagesInThreads' : 'SendMessages'
  const missing = [...needed, sending as 'SendMessages'].filter((each) => !(bits & PermissionFlagsBits[each]))
  if (missing.length === 0) return undefined
  return `the bot lacks ${missing.join(', ')} in #${channel.name ?? channelId}; grant it in the channel's settings`
}
