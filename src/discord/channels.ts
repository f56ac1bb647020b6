import {
  type APIMessage,
  type APIThreadChannel,
  type Channel,
  ChannelFlags,
  ChannelType,
  type Client,
  ComponentType,
  DiscordAPIError,
  Events,
  type ForumChannel,
  PermissionFlagsBits,
  RateLimitError,
  REST,
  RESTJSONErrorCodes,
  Routes,
  SnowflakeUtil,
} from 'discord.js'
import { type Channels, PostError } from '../core/channels.js'
import type { Reply } from '../core/reply.js'
import { truncate } from '../core/text.js'
import { channelProblem } from './channel-problem.js'
import { renderFiles, renderReply } from './render-reply.js'

const pageSize = 100
/** A channel with more messages than this since the claim is busier than any feed. */
const maxPages = 10
/** Posts of a forum that are looked at, the newest first. */
const maxPosts = 50
/** Discord is asked again this long after it did not know a channel. */
const unknownForMs = 10 * 60_000
const maxPostName = 100
const maxTags = 5

/** Discord answers that mean "not in this channel, not now"; as `encodeProblem` writes them. */
const blockedCodes = new Map<number | string, string>([
  [RESTJSONErrorCodes.UnknownChannel, 'unknown-channel'],
  [RESTJSONErrorCodes.UnknownGuild, 'unknown-channel'],
  [RESTJSONErrorCodes.MissingAccess, 'missing-permission:ViewChannel'],
  [RESTJSONErrorCodes.MissingPermissions, 'missing-permission:SendMessages'],
  [RESTJSONErrorCodes.CannotSendMessagesToThisUser, 'closed-messages'],
  [RESTJSONErrorCodes.CannotSendMessagesToThisUserDueToHavingNoMutualGuilds, 'closed-messages'],
  [40067, 'needs-tag'],
  [160005, 'thread-locked'],
  [RESTJSONErrorCodes.ThreadLocked, 'thread-locked'],
])

/** Discord answers about the message itself, besides every 400: AutoMod, and links to servers it does not like. */
const refusedCodes = new Set<number | string>([200000, 200001, RESTJSONErrorCodes.RequestEntityTooLarge])

/** Discord's channels as topics and commands use them. */
export function createChannels(client: Client): Channels {
  /** Channels that Discord did not know, and until when that is believed. */
  const unknown = new Map<string, number>()
  let once: REST | undefined
  const lastSpoken = createLastSpoken(client)

  /** Guild channels arrive with the guild and are kept up to date by the gateway; threads that sleep have to be asked for. */
  async function channelOf(channelId: string): Promise<Channel | undefined> {
    const known = client.channels.cache.get(channelId)
    if (known || (unknown.get(channelId) ?? 0) > Date.now()) return known
    const found = await client.channels.fetch(channelId).catch((error: unknown) => {
      if (error instanceof DiscordAPIError) unknown.set(channelId, Date.now() + unknownForMs)
      return null
    })
    return found ?? undefined
  }

  function forumOf(channelId: string): ForumChannel | undefined {
    const channel = client.channels.cache.get(channelId)
    return channel?.type === ChannelType.GuildForum ? channel : undefined
  }

  /** A client that never repeats a request by itself: forums would have the post twice. */
  function withoutRetries(): REST {
    once ??= new REST({ ...client.options.rest, retries: 0 }).setToken(client.token ?? '')
    return once
  }

  async function postInForum(forumId: string, reply: Reply): Promise<string> {
    const { name = '…', tags = [] } = reply.post ?? {}
    const thread = (await withoutRetries().post(Routes.threads(forumId), {
      body: {
        name: truncate(name, maxPostName) || '…',
        message: renderMessage(reply),
        ...(tags.length > 0 && { applied_tags: tags.slice(0, maxTags) }),
      },
      files: renderFiles(reply),
    })) as APIThreadChannel
    return thread.id
  }

  async function postMessage(channelId: string, reply: Reply, nonce: string): Promise<string> {
    const body = { ...renderMessage(reply), nonce, enforce_nonce: true }
    const message = await client.rest.post(Routes.channelMessages(channelId), {
      body,
      files: renderFiles(reply),
    })
    return (message as APIMessage).id
  }

  async function findInForum(forum: ForumChannel, since: number, isIt: IsIt): Promise<string | undefined> {
    const { threads } = (await client.rest.get(Routes.guildActiveThreads(forum.guildId))) as {
      threads: APIThreadChannel[]
    }
    const own = threads
      .filter(({ parent_id, owner_id }) => parent_id === forum.id && owner_id === client.user?.id)
      .filter(({ id }) => SnowflakeUtil.timestampFrom(id) >= since)
      .sort((a, b) => SnowflakeUtil.timestampFrom(b.id) - SnowflakeUtil.timestampFrom(a.id))
    for (const { id } of own.slice(0, maxPosts)) {
      const message = (await client.rest.get(Routes.channelMessage(id, id))) as APIMessage
      if (isIt(customIds(message))) return id
    }
    return undefined
  }

  async function findMessage(channelId: string, since: number, isIt: IsIt): Promise<string | undefined> {
    let after = String(SnowflakeUtil.generate({ timestamp: since }))
    for (let page = 0; page < maxPages; page++) {
      const query = new URLSearchParams({ after, limit: String(pageSize) })
      const messages = (await client.rest.get(Routes.channelMessages(channelId), { query })) as APIMessage[]
      const own = messages.filter((message) => message.author.id === client.user?.id)
      const found = own.find((message) => isIt(customIds(message)))
      if (found) return found.id
      // Discord gives the oldest messages after the id, but lists them newest first.
      const newest = messages[0]
      if (!newest || messages.length < pageSize) return undefined
      after = newest.id
    }
    return undefined
  }

  /** A post of a forum is a thread, and its first message has the thread's id. */
  const placeOf = (channelId: string, messageId: string) => (forumOf(channelId) ? messageId : channelId)

  return {
    localeOf: (guildId) => client.guilds.cache.get(guildId)?.preferredLocale,
    nameOf(channelId) {
      const channel = client.channels.cache.get(channelId)
      return channel && !channel.isDMBased() ? channel.name : undefined
    },
    check: async (channelId) => channelProblem(await channelOf(channelId)),
    tagsOf(channelId) {
      const forum = forumOf(channelId)
      const tags = forum?.availableTags.map(({ id, name }) => ({ id, name }))
      return forum && tags && { tags, required: forum.flags.has(ChannelFlags.RequireTag) }
    },
    mayMention(channelId, roleId) {
      const channel = client.channels.cache.get(channelId)
      if (!channel || channel.isDMBased() || roleId === channel.guildId) return false
      const role = channel.guild.roles.cache.get(roleId)
      const { me } = channel.guild.members
      const mayAll = me !== null && channel.permissionsFor(me).has(PermissionFlagsBits.MentionEveryone)
      return role !== undefined && (role.mentionable || mayAll)
    },
    silentFor: (channelId) => Date.now() - (lastSpoken.get(channelId) ?? Number.NEGATIVE_INFINITY),
    isPublishable: (channelId) =>
      client.channels.cache.get(channelId)?.type === ChannelType.GuildAnnouncement,
    knowsNonces: (channelId) => forumOf(channelId) === undefined,
    post: (channelId, reply, nonce) =>
      explained(() =>
        forumOf(channelId) ? postInForum(channelId, reply) : postMessage(channelId, reply, nonce),
      ),
    edit: (channelId, messageId, reply) =>
      explained(async () => {
        const route = Routes.channelMessage(placeOf(channelId, messageId), messageId)
        await client.rest.patch(route, { body: renderReply(reply) })
      }),
    publish: (channelId, messageId) =>
      explained(
        async () => void (await client.rest.post(Routes.channelMessageCrosspost(channelId, messageId))),
      ),
    find: (channelId, since, isIt) =>
      explained(() => {
        const forum = forumOf(channelId)
        return forum ? findInForum(forum, since, isIt) : findMessage(channelId, since, isIt)
      }),
    directWith: (userId) => explained(async () => (await client.users.createDM(userId)).id),
  }
}

/** Channels in which people have written lately; of more than this the oldest are forgotten. */
const maxSpoken = 5000

/** When people wrote last in each channel. The messages themselves are not looked at. */
function createLastSpoken(client: Client): ReadonlyMap<string, number> {
  const times = new Map<string, number>()
  client.on(Events.MessageCreate, ({ author, channelId }) => {
    if (author.bot) return
    times.delete(channelId)
    times.set(channelId, Date.now())
    const [oldest] = times.keys()
    if (times.size > maxSpoken && oldest !== undefined) times.delete(oldest)
  })
  return times
}

type IsIt = (customIds: string[]) => boolean

function customIds(message: APIMessage): string[] {
  const rows = message.components ?? []
  const parts = rows.flatMap((row) => (row.type === ComponentType.ActionRow ? [...row.components] : []))
  return parts.flatMap((part) => ('custom_id' in part ? part.custom_id : []))
}

async function explained<Result>(work: () => Promise<Result>): Promise<Result> {
  try {
    return await work()
  } catch (error) {
    throw explain(error)
  }
}

function explain(error: unknown): PostError {
  if (error instanceof RateLimitError) return new PostError('unknown', 'rate-limited', { cause: error })
  if (!(error instanceof DiscordAPIError)) return new PostError('unknown', 'no-answer', { cause: error })
  const blocked = blockedCodes.get(error.code)
  if (blocked) return new PostError('blocked', blocked, { cause: error })
  // Anything else, such as a block by Discord's edge, says nothing about this message: it is tried again for a day.
  const refused = error.status === 400 || error.status === 413 || refusedCodes.has(error.code)
  return new PostError(refused ? 'refused' : 'unknown', `discord-${error.code}`, { cause: error })
}

/** The body of a post, which tells of its files. */
function renderMessage(reply: Reply) {
  const attachments = renderFiles(reply).map(({ name, description }, id) => ({
    id: String(id),
    filename: name,
    ...(description && { description }),
  }))
  return { ...renderReply(reply), ...(attachments.length > 0 && { attachments }) }
}
