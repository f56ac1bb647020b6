import { ChannelType, type Guild, PermissionFlagsBits, type TextChannel } from 'discord.js'
import { channelProblem } from './channel-problem.js'

/**
 * The id of the channel where a bot that is new in a server says so: the one for Discord's own messages about who is
 * new, else the topmost text channel that everybody reads; undefined when the bot may post in none of them.
 */
export function greetingChannel(guild: Guild): string | undefined {
  const { systemChannel } = guild
  if (systemChannel && channelProblem(systemChannel) === null) return systemChannel.id
  return guild.channels.cache
    .filter((channel): channel is TextChannel => channel.type === ChannelType.GuildText)
    .filter((channel) => channel.permissionsFor(guild.roles.everyone).has(PermissionFlagsBits.ViewChannel))
    .filter((channel) => channelProblem(channel) === null)
    .sort((a, b) => placeOf(a) - placeOf(b) || a.rawPosition - b.rawPosition)
    .first()?.id
}

/** Discord lists channels without a category first, then the categories in their order. */
function placeOf({ parent }: TextChannel): number {
  return parent?.rawPosition ?? -1
}
