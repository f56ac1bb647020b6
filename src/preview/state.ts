import {
  type APIApplicationCommand,
  type APIMessage,
  type APIModalInteractionResponseCallbackData,
  type APIUser,
  ChannelType,
  OverwriteType,
} from 'discord-api-types/v10'
import { refusals } from './api-error.js'
import {
  type Entry,
  type LocalChannel,
  type LocalFile,
  type LocalGuild,
  member,
  overwrite,
  user,
} from './objects.js'
import { permissionsOf } from './permissions.js'
import type { Persona } from './protocol.js'
import { botRole, foundHome, foundSecond, moderation } from './servers.js'
import { createSnowflakes } from './snowflakes.js'

/** What happened; the gateway tells the bot and the page tells its viewers. */
export type Change =
  | { kind: 'message-create' | 'message-update' | 'message-delete'; entry: Entry }
  | { kind: 'channel-create' | 'channel-update' | 'channel-delete'; channel: LocalChannel }
  | { kind: 'thread-create' | 'thread-update'; channel: LocalChannel }
  | { kind: 'guild-create' | 'guild-delete'; guild: LocalGuild }
  | { kind: 'commands' }
  | { kind: 'bot'; online: boolean }
  | { kind: 'interaction'; data: { id: string } & Record<string, unknown> }
  | { kind: 'modal'; userId: string; interactionId: string; modal: APIModalInteractionResponseCallbackData }
  | { kind: 'interaction-failed'; userId: string; interactionId: string; channelId: string; reason: string }

export type State = ReturnType<typeof createState>

/** When the servers were made, for their ids. */
const founded = Date.UTC(2020, 0, 1)

/**
 * Two servers with an owner, a member and a moderator, their channels, messages and commands, and a bot that is in the
 * first of them. Holds the data and tells listeners what changed; the rules of the API are applied by the routes.
 */
export function createState(now: () => number) {
  const newId = createSnowflakes(now)
  // Servers, channels and people keep their ids over restarts, so a bot's database still fits them.
  const fixedId = createSnowflakes(() => founded)
  const roleIds = () => ({ guildId: fixedId(), botRoleId: fixedId(), moderatorRoleId: fixedId() })
  const first = roleIds()
  const bot = user(fixedId(), 'Courant', true)
  const owner = user(fixedId(), 'Olive')
  const people: Record<Persona, APIUser> = {
    member: user(fixedId(), 'Mia'),
    moderator: user(fixedId(), 'Theo'),
  }
  const common = { joined: new Date(now()).toISOString(), inhabitants: { bot, owner, people }, fixedId }
  const home = foundHome({ ...first, ...common })
  const second = foundSecond({ ...roleIds(), ...common })
  const users = new Map([owner, bot, ...Object.values(people)].map((it) => [it.id, it]))

  const guilds = new Map<string, LocalGuild>()
  const channels = new Map<string, LocalChannel>()
  const entries = new Map<string, Entry[]>()
  const commands = new Map<string, APIApplicationCommand>()
  const files = new Map<string, LocalFile>()
  const listeners = new Set<(change: Change) => void>()

  function emit(change: Change): void {
    for (const listener of [...listeners]) listener(change)
  }

  /** Adds a channel without announcing it; what is left out is a plain text channel of the server. */
  function addChannel(fields: Partial<LocalChannel> & { id?: string; name: string | null }): LocalChannel {
    const channel: LocalChannel = {
      id: newId(),
      guild_id: channels.get(fields.parent_id ?? '')?.guild_id ?? home.guild.id,
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

  for (const { guild, channels: places } of [home, second]) {
    guilds.set(guild.id, guild)
    places.forEach((place, position) => void addChannel({ guild_id: guild.id, position, ...place }))
  }

  /** Makes the bot a member of a server, without announcing it. */
  function admitBot(guild: LocalGuild): void {
    // By position, as Discord lists them.
    guild.roles.splice(1, 0, botRole(guild, bot))
    guild.members.set(bot.id, member(bot, [guild.botRoleId], new Date(now()).toISOString()))
  }
  admitBot(home.guild)

  /** The channel of that id, or Discord's 10003. */
  function channel(id: string): LocalChannel {
    const found = channels.get(id)
    if (!found) throw refusals.unknownChannel()
    return found
  }

  /** The server of that id, or Discord's 10004. */
  function guild(id: string): LocalGuild {
    const found = guilds.get(id)
    if (!found) throw refusals.unknownGuild()
    return found
  }

  /** The server that a channel belongs to; direct messages belong to none. */
  function guildOf(channelId: string): LocalGuild | undefined {
    return guilds.get(channels.get(channelId)?.guild_id ?? '')
  }

  /** Permission bits of somebody in a channel. Threads take those of their parent; direct messages allow everything. */
  function permissionsIn(userId: string, channelId: string): bigint {
    const place = channels.get(channelId)
    if (place?.type === ChannelType.DM)
      return place.recipients?.some((r) => r.id === userId) || userId === bot.id ? moderation : 0n
    const parent = channels.get(place?.parent_id ?? '')
    const where = guildOf(channelId)
    return where && place ? memberPermissions(where, userId, parent ?? place) : 0n
  }

  /** Permission bits of somebody in a server, channels aside; none for those who are not in it. */
  function memberPermissions(where: LocalGuild, userId: string, place?: LocalChannel): bigint {
    const who = where.members.get(userId)
    return who ? permissionsOf(where, who, place) : 0n
  }

  function entriesOf(channelId: string): Entry[] {
    return entries.get(channelId) ?? []
  }

  return {
    now,
    newId,
    /** The server where the bot is at home. */
    guildId: home.guild.id,
    guilds,
    owner,
    bot,
    /** The application and its bot share one id, as in every Discord application made since 2016. */
    applicationId: bot.id,
    people,
    /** Everybody there is, in whatever server. */
    users,
    channels,
    commands,
    files,
    channel,
    guild,
    guildOf,
    addChannel,
    permissionsIn,
    memberPermissions,
    entriesOf,
    emit,

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
      for (const place of guilds.values()) if (place.systemChannelId === id) place.systemChannelId = null
      channels.delete(id)
      entries.delete(id)
      emit({ kind: 'channel-delete', channel: gone })
    },

    /** The direct-message channel between the bot and somebody; made once. */
    directChannel(userId: string): LocalChannel {
      const who = users.get(userId)
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

    /** Adds the bot to a server, or takes it out; nothing happens when that is so already. */
    moveBot(id: string, into: boolean): void {
      const place = guild(id)
      if (place.members.has(bot.id) === into) return
      if (into) admitBot(place)
      else {
        place.members.delete(bot.id)
        place.roles = place.roles.filter((it) => it.id !== place.botRoleId)
      }
      emit({ kind: into ? 'guild-create' : 'guild-delete', guild: place })
    },

    personaOf(userId: string): Persona | undefined {
      return (Object.keys(people) as Persona[]).find((persona) => people[persona].id === userId)
    },
  }
}
