import { type AutocompleteInteraction, type Message, PermissionFlagsBits } from 'discord.js'
import type { Actor } from '../core/command.js'
import { translator } from '../core/i18n.js'
import type { Respondable } from './answer.js'

/** Who did something, where. */
export function actorOf(
  interaction: Respondable | AutocompleteInteraction,
  guildId: string,
  now: number,
  progress: Actor['progress'],
): Actor {
  return {
    userId: interaction.user.id,
    guildId,
    channelId: interaction.channelId ?? '',
    inThread: interaction.channel?.isThread() ?? false,
    moderator: interaction.memberPermissions?.has(PermissionFlagsBits.ManageGuild) ?? false,
    mayPost: mayPost(interaction),
    locale: interaction.locale,
    t: translator(interaction.locale),
    now,
    progress,
  }
}

/** Who wrote a message, where. Discord tells neither language nor permissions with it; writing there they may. */
export function writerOf({ author, guildId, channelId, guild, channel }: Message, now: number): Actor {
  const locale = guild?.preferredLocale ?? 'en-US'
  return {
    userId: author.id,
    guildId: guildId ?? '',
    channelId,
    inThread: channel.isThread(),
    moderator: false,
    mayPost: true,
    locale,
    t: translator(locale),
    now,
    progress: async () => {},
  }
}

function mayPost({ channel, memberPermissions }: Respondable | AutocompleteInteraction): boolean {
  const needed = channel?.isThread()
    ? PermissionFlagsBits.SendMessagesInThreads
    : PermissionFlagsBits.SendMessages
  return memberPermissions?.has(needed) ?? false
}
