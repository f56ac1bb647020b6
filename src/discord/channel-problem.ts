import {
  type Channel,
  ChannelType,
  type GuildBasedChannel,
  PermissionFlagsBits,
  PermissionsBitField,
  type PermissionsString,
} from 'discord.js'
import type { ChannelProblem } from '../core/channels.js'

/** Reading the history is how a post is recognised after a crash. */
const always = ['ViewChannel', 'EmbedLinks', 'ReadMessageHistory'] as const
const postable = new Set<ChannelType>([
  ChannelType.GuildText,
  ChannelType.GuildAnnouncement,
  ChannelType.GuildForum,
  ChannelType.PublicThread,
  ChannelType.PrivateThread,
  ChannelType.AnnouncementThread,
])

/** What keeps the bot from posting in a channel; null when nothing does. */
export function channelProblem(channel: Channel | undefined): ChannelProblem | null {
  if (!channel) return { kind: 'unknown-channel' }
  // Whether a person takes direct messages only an attempt tells.
  if (channel.isDMBased()) return null
  if (!postable.has(channel.type)) return { kind: 'wrong-type' }
  const missing = missingPermission(channel)
  if (missing) return { kind: 'missing-permission', permission: missing }
  if (channel.isThread() && channel.locked && !channel.manageable) return { kind: 'thread-locked' }
  return null
}

function missingPermission(channel: GuildBasedChannel): PermissionsString | undefined {
  const { me } = channel.guild.members
  const permissions = me ? channel.permissionsFor(me) : new PermissionsBitField()
  const sending = channel.isThread() ? 'SendMessagesInThreads' : 'SendMessages'
  return ([...always, sending] as const).find((name) => !permissions.has(PermissionFlagsBits[name]))
}
