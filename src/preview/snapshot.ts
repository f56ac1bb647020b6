import { type APIUser, ChannelType, PermissionFlagsBits } from 'discord-api-types/v10'
import { usableCommands } from './commands.js'
import type { Entry, LocalGuild } from './objects.js'
import type { Persona, PreviewEvent, PreviewUser, Snapshot } from './protocol.js'
import type { Change, State } from './state.js'

/** What the page is told: the servers as one person sees them, and what changes in them. */

/** What a change means for the page of a persona, if anything; what has no event of its own draws everything anew. */
export function eventFor(
  state: State,
  change: Change,
  persona: Persona,
  botOnline: boolean,
): PreviewEvent | undefined {
  const userId = state.people[persona].id
  switch (change.kind) {
    case 'message-create':
    case 'message-update':
      return sees(state, userId, change.entry)
        ? { type: 'message', message: change.entry.message }
        : undefined
    case 'message-delete': {
      const { id, channel_id: channelId } = change.entry.message
      return sees(state, userId, change.entry) ? { type: 'message-deleted', channelId, id } : undefined
    }
    case 'commands':
    case 'guild-create':
    case 'guild-delete':
      return { type: 'guilds', ...drawGuilds(state, userId) }
    case 'bot':
      return { type: 'bot', online: change.online }
    case 'modal': {
      const { interactionId, modal } = change
      return change.userId === userId ? { type: 'modal', interactionId, modal } : undefined
    }
    case 'interaction-failed': {
      const { interactionId, channelId, reason } = change
      return change.userId === userId
        ? { type: 'interaction-failed', interactionId, channelId, reason }
        : undefined
    }
    case 'interaction':
      return undefined
    default:
      return drawSnapshot(state, persona, botOnline)
  }
}

/** Everything that a persona may see. */
export function drawSnapshot(state: State, persona: Persona, botOnline: boolean): Snapshot {
  const { id: userId, global_name, username } = state.people[persona]
  const channels = [...state.channels.values()].filter((it) => canView(state, userId, it.id))
  return {
    type: 'snapshot',
    persona,
    user: { id: userId, name: global_name ?? username },
    bot: { id: state.bot.id, name: state.bot.username, online: botOnline },
    ...drawGuilds(state, userId),
    channels: channels.map(({ id, guild_id, name, type, topic, parent_id: parentId }) => ({
      id,
      guildId: guild_id ?? null,
      name: name ?? (type === ChannelType.DM ? state.bot.username : id),
      type,
      topic,
      parentId,
    })),
    messages: channels
      .flatMap(({ id }) => state.entriesOf(id))
      .filter((entry) => sees(state, userId, entry))
      .map(({ message }) => message),
  }
}

/** The servers as a person sees them. */
function drawGuilds(state: State, userId: string): Pick<Snapshot, 'guilds' | 'directCommands'> {
  const guilds = [...state.guilds.values()].filter(({ members }) => members.has(userId))
  return {
    directCommands: usableCommands(state, userId),
    guilds: guilds.map((guild) => ({
      id: guild.id,
      name: guild.name,
      hasBot: guild.members.has(state.bot.id),
      mayManage: mayManage(state, userId, guild),
      members: [...guild.members.values()].map(({ user }) => drawUser(user)),
      roles: guild.roles.filter(({ id }) => id !== guild.id).map(({ id, name }) => ({ id, name })),
      commands: usableCommands(state, userId, guild),
    })),
  }
}

function drawUser({ id, global_name, username, bot }: APIUser): PreviewUser {
  return { id, name: global_name ?? username, ...(bot && { app: true }) }
}

/** Whether somebody may add the bot to a server, or remove it. */
export function mayManage(state: State, userId: string, guild: LocalGuild): boolean {
  return Boolean(state.memberPermissions(guild, userId) & PermissionFlagsBits.ManageGuild)
}

function sees(state: State, userId: string, { message, audience }: Entry): boolean {
  return (audience ?? userId) === userId && canView(state, userId, message.channel_id)
}

function canView(state: State, userId: string, channelId: string): boolean {
  return Boolean(state.permissionsIn(userId, channelId) & PermissionFlagsBits.ViewChannel)
}
