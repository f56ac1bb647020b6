import {
  type APIApplicationCommand,
  type APIMessage,
  type APIModalInteractionResponseCallbackData,
  type APIUser,
  ChannelType,
  OverwriteType,
  PermissionFlagsBits,
} from 'discord-api-types/v10'
import { permissionsOf } from '../core/permissions.js'
import { refusals } from './api-error.js'
import {
  type Entry,
  type ForumTag,
  type LocalChannel,
  type LocalFile,
  type LocalMember,
  member,
  overwrite,
  role,
  user,
} from './objects.js'
import type { Persona } from './protocol.js'
import { createSnowflakes } from './snowflakes.js'

/** What happened; the gateway tells the bot and the page tells its viewers. */
export type Change =
  | { kind: 'message-create' | 'message-update' | 'message-delete'; entry: Entry }
  | { kind: 'channel-create' | 'channel-update' | 'channel-delete'; channel: LocalChannel }
  | { kind: 'thread-create' | 'thread-update'; channel: LocalChannel }
  | { kind: 'guild-create' | 'guild-delete' }
  | { kind: 'commands' }
  | { kind: 'bot'; online: boolean }
  | { kind: 'interaction'; data: { id: string } & Record<string, unknown> }
  | { kind: 'modal'; userId: string; interactionId: string; modal: APIModalInteractionResponseCallbackData }
  | { kind: 'interaction-failed'; userId: string; interactionId: string; channelId: string; reason: string }

export type State = ReturnType<typeof createState>

const P = PermissionFlagsBits
/** When the server was made, for its ids. */
const founded = Date.UTC(2020, 0, 1)
const everyone =
  P.ViewChannel |
  P.SendMessages |
  P.EmbedLinks |
  P.AttachFiles |
  P.AddReactions |
  P.ReadMessageHistory |
  P.UseApplicationCommands |
  P.CreatePublicThreads |
  P.SendMessagesInThreads |
  P.SendPolls |
  P.UseExternalEmojis
const moderation =
  everyone |
  P.ManageGuild |
  P.ManageChannels |
  P.ManageMessages |
  P.ManageThreads |
  P.KickMembers |
  P.ModerateMembers

/**
 * One server with a bot, an owner, a member and a moderator, its channels, messages and commands. Holds the data and
 * tells listeners what changed; the rules of the API are applied by the routes.
 */
export function createState(now: () => number) {
  const newId = createSnowflakes(now)
  // The server, its channels and people keep their ids over restarts, so a bot's database still fits them.
  const fixedId = createSnowflakes(() => founded)
  const guildId = fixedId()
  const botRole = role(fixedId(), 'Courant', everyone, { managed: true, position: 1 })
  const moderatorRole = role(fixedId(), 'Moderator', moderation, {
    position: 2,
    color: 0x3498db,
    hoist: true,
  })
  const roles = [role(guildId, '@everyone', everyone, { position: 0 }), botRole, moderatorRole]
  const bot = user(fixedId(), 'Courant', true)
  botRole.tags = { bot_id: bot.id }
  const owner = user(fixedId(), 'Olive')
  const people: Record<Persona, APIUser> = {
    member: user(fixedId(), 'Mia'),
    moderator: user(fixedId(), 'Theo'),
  }

  const joined = new Date(now()).toISOString()
  const members = new Map<string, LocalMember>()
  const join = (who: APIUser, ...roleIds: string[]) => members.set(who.id, member(who, roleIds, joined))
  join(owner)
  join(bot, botRole.id)
  join(people.member)
  join(people.moderator, moderatorRole.id)

  const channels = new Map<string, LocalChannel>()
  const entries = new Map<string, Entry[]>()
  const commands = new Map<string, APIApplicationCommand>()
  const files = new Map<string, LocalFile>()
  const listeners = new Set<(change: Change) => void>()

  const context = { guildId, ownerId: owner.id, roles }
  let botIsIn = true

  function emit(change: Change): void {
    for (const listener of [...listeners]) listener(change)
  }

  /** Adds a channel without announcing it; what is left out is a plain text channel of the server. */
  function addChannel(fields: Partial<LocalChannel> & { id?: string; name: string | null }): LocalChannel {
    const channel: LocalChannel = {
      id: newId(),
      guild_id: guildId,
      type: ChannelType.GuildText,
      topic: null,
      position: channels.size,
      parent_id: null,
      nsfw: false,
      rate_limit_per_user: 0,
      last_message_id: null,
      permission_overwrites: [],
      flags: 0,
      ...fields,
    }
    channels.set(channel.id, channel)
    entries.set(channel.id, [])
    return channel
  }

  addChannel({ id: fixedId(), name: 'general', topic: 'Anything goes' })
  addChannel({ id: fixedId(), name: 'news', topic: 'What happened today' })
  addChannel({ id: fixedId(), name: 'tech', topic: 'Machines and those who build them' })
  addChannel({
    id: fixedId(),
    name: 'moderators',
    topic: 'Only for those who run this server',
    permission_overwrites: [
      overwrite(guildId, OverwriteType.Role, 0n, P.ViewChannel),
      overwrite(moderatorRole.id, OverwriteType.Role, P.ViewChannel, 0n),
      overwrite(botRole.id, OverwriteType.Role, P.ViewChannel, 0n),
    ],
  })
  addChannel({
    id: fixedId(),
    name: 'announcements',
    type: ChannelType.GuildAnnouncement,
    topic: 'News that other servers follow',
    // As is usual: members read, moderators write.
    permission_overwrites: [
      overwrite(guildId, OverwriteType.Role, 0n, P.SendMessages),
      overwrite(moderatorRole.id, OverwriteType.Role, P.SendMessages, 0n),
      overwrite(botRole.id, OverwriteType.Role, P.SendMessages, 0n),
    ],
  })

  const tag = (name: string): ForumTag => ({
    id: fixedId(),
    name,
    moderated: false,
    emoji_id: null,
    emoji_name: null,
  })
  addChannel({
    id: fixedId(),
    name: 'reading-circle',
    type: ChannelType.GuildForum,
    topic: 'A post for each article that is worth talking about',
    available_tags: [tag('News'), tag('Science')],
  })

  /** The channel of that id, or Discord's 10003. */
  function channel(id: string): LocalChannel {
    const found = channels.get(id)
    if (!found) throw refusals.unknownChannel()
    return found
  }

  /** Permission bits of a member in a channel. Threads take those of their parent; direct messages allow everything. */
  function permissionsIn(userId: string, channelId?: string): bigint {
    const who = members.get(userId)
    if (!who) return 0n
    const place = channelId === undefined ? undefined : channels.get(channelId)
    if (channelId !== undefined && !place) return 0n
    if (place?.type === ChannelType.DM)
      return place.recipients?.some((r) => r.id === userId) || who.user.bot ? moderation : 0n
    const parent = place?.parent_id ? channels.get(place.parent_id) : undefined
    return permissionsOf(context, who, parent ?? place)
  }

  function entriesOf(channelId: string): Entry[] {
    return entries.get(channelId) ?? []
  }

  return {
    now,
    newId,
    guildId,
    owner,
    bot,
    /** The application and its bot share one id, as in every Discord application made since 2016. */
    applicationId: bot.id,
    people,
    roles,
    members,
    channels,
    commands,
    files,
    channel,
    addChannel,
    permissionsIn,
    entriesOf,
    emit,

    /** Whether the bot is in the server. */
    botIsIn: () => botIsIn,
    /** Takes the bot out of the server, or back in; its channels and messages stay. */
    setBotIn(isIn: boolean): void {
      botIsIn = isIn
      emit({ kind: isIn ? 'guild-create' : 'guild-delete' })
    },

    /** Calls back on every change; the result stops it. */
    onChange(listener: (change: Change) => void): () => void {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },

    /** The message of that id, or Discord's 10008. */
    entry(channelId: string, messageId: string): Entry {
      const found = entriesOf(channelId).find(({ message }) => message.id === messageId)
      if (!found) throw refusals.unknownMessage()
      return found
    },

    addEntry(entry: Entry): Entry {
      const place = channel(entry.message.channel_id)
      entries.set(place.id, [...entriesOf(place.id), entry])
      if (entry.audience === undefined) place.last_message_id = entry.message.id
      emit({ kind: 'message-create', entry })
      return entry
    },

    updateEntry(entry: Entry, message: APIMessage): APIMessage {
      entry.message = message
      emit({ kind: 'message-update', entry })
      return message
    },

    deleteEntry(entry: Entry): void {
      const { channel_id } = entry.message
      entries.set(
        channel_id,
        entriesOf(channel_id).filter((other) => other !== entry),
      )
      emit({ kind: 'message-delete', entry })
    },

    /** Changes a channel and announces it. */
    changeChannel(id: string, changes: Partial<LocalChannel>): LocalChannel {
      const place = Object.assign(channel(id), changes)
      emit({ kind: place.thread_metadata ? 'thread-update' : 'channel-update', channel: place })
      return place
    },

    deleteChannel(id: string): void {
      const gone = channel(id)
      channels.delete(id)
      entries.delete(id)
      emit({ kind: 'channel-delete', channel: gone })
    },

    /** The direct-message channel between the bot and somebody; made once. */
    directChannel(userId: string): LocalChannel {
      const who = members.get(userId)?.user
      if (!who) throw refusals.unknownUser()
      const existing = [...channels.values()].find(
        (c) => c.type === ChannelType.DM && c.recipients?.[0]?.id === userId,
      )
      if (existing) return existing
      const { guild_id: _, ...made } = addChannel({ name: null, type: ChannelType.DM, recipients: [who] })
      channels.set(made.id, made)
      emit({ kind: 'channel-create', channel: made })
      return made
    },

    /** What the bot lacks in a channel, as an overwrite of its own; 0 gives everything back. */
    denyBot(channelId: string, deny: bigint): void {
      const place = channel(channelId)
      place.permission_overwrites = place.permission_overwrites.filter(({ id }) => id !== bot.id)
      if (deny) place.permission_overwrites.push(overwrite(bot.id, OverwriteType.Member, 0n, deny))
      emit({ kind: 'channel-update', channel: place })
    },

    personaOf(userId: string): Persona | undefined {
      return (Object.keys(people) as Persona[]).find((persona) => people[persona].id === userId)
    },
  }
}
