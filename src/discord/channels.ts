import {
  type APIMessage,
  ChannelType,
  type Client,
  ComponentType,
  DiscordAPIError,
  PermissionFlagsBits,
  PermissionsBitField,
  RESTJSONErrorCodes,
  Routes,
  SnowflakeUtil,
} from 'discord.js'
import { type ChannelProblem, type Channels, PostError } from '../core/channels.js'
import type { Reply } from '../core/reply.js'
import { renderFiles, renderReply } from './render-reply.js'

/** What posting needs; reading the history is how a post is recognised after a crash. */
const needed = ['ViewChannel', 'SendMessages', 'EmbedLinks', 'ReadMessageHistory'] as const
const postable = new Set<ChannelType>([ChannelType.GuildText, ChannelType.GuildAnnouncement])

const pageSize = 100
/** A channel with more messages than this since the claim is busier than any feed. */
const maxPages = 10

/** Discord answers that mean "not in this channel, not now"; as `encodeProblem` writes them. */
const blockedCodes = new Map<number | string, string>([
  [RESTJSONErrorCodes.UnknownChannel, 'unknown-channel'],
  [RESTJSONErrorCodes.UnknownGuild, 'unknown-channel'],
  [RESTJSONErrorCodes.MissingAccess, 'missing-permission:ViewChannel'],
  [RESTJSONErrorCodes.MissingPermissions, 'missing-permission:SendMessages'],
])

/** Discord answers about the message itself, besides every 400: AutoMod, and links to servers it does not like. */
const refusedCodes = new Set<number | string>([200000, 200001, RESTJSONErrorCodes.RequestEntityTooLarge])

/** Discord's channels as topics and commands use them. */
export function createChannels(client: Client): Channels {
  return {
    nameOf(channelId) {
      const channel = client.channels.cache.get(channelId)
      return channel && !channel.isDMBased() ? channel.name : undefined
    },

    async check(channelId): Promise<ChannelProblem | null> {
      // Guild channels and their permissions arrive with the guild and are kept up to date by the gateway.
      const channel = client.channels.cache.get(channelId)
      if (!channel || channel.isDMBased()) return { kind: 'unknown-channel' }
      if (!postable.has(channel.type)) return { kind: 'wrong-type' }
      const me = channel.guild.members.me
      const permissions = me ? channel.permissionsFor(me) : new PermissionsBitField()
      const missing = needed.find((name) => !permissions.has(PermissionFlagsBits[name]))
      return missing ? { kind: 'missing-permission', permission: missing } : null
    },

    async edit(channelId, messageId, reply) {
      try {
        await client.rest.patch(Routes.channelMessage(channelId, messageId), { body: renderReply(reply) })
      } catch (error) {
        throw explain(error)
      }
    },

    async post(channelId, reply, nonce) {
      const body = { ...renderMessage(reply), nonce, enforce_nonce: true }
      try {
        const message = await client.rest.post(Routes.channelMessages(channelId), {
          body,
          files: renderFiles(reply),
        })
        return (message as APIMessage).id
      } catch (error) {
        throw explain(error)
      }
    },

    async find(channelId, since, isIt) {
      let after = String(SnowflakeUtil.generate({ timestamp: since }))
      try {
        for (let page = 0; page < maxPages; page++) {
          const query = new URLSearchParams({ after, limit: String(pageSize) })
          const messages = (await client.rest.get(Routes.channelMessages(channelId), {
            query,
          })) as APIMessage[]
          const own = messages.filter((message) => message.author.id === client.user?.id)
          const found = own.find((message) => isIt(customIds(message)))
          if (found) return found.id
          // Discord gives the oldest messages after the id, but lists them newest first.
          const newest = messages[0]
          if (!newest || messages.length < pageSize) return undefined
          after = newest.id
        }
      } catch (error) {
        throw explain(error)
      }
      return undefined
    },
  }
}

function customIds(message: APIMessage): string[] {
  const rows = message.components ?? []
  const parts = rows.flatMap((row) => (row.type === ComponentType.ActionRow ? [...row.components] : []))
  return parts.flatMap((part) => ('custom_id' in part ? part.custom_id : []))
}

function explain(error: unknown): PostError {
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
    id,
    filename: name,
    ...(description && { description }),
  }))
  return { ...renderReply(reply), ...(attachments.length > 0 && { attachments }) }
}
