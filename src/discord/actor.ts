import {
  type AutocompleteInteraction,
  GuildMember,
  type Interaction,
  type Message,
  PermissionFlagsBits,
} from 'discord.js'
import { isTimeZone } from '../core/calendar-day.js'
import type { Actor } from '../core/command.js'
import { translator } from '../core/i18n.js'
import type { Respondable } from './answer.js'

/** A server as far as it decides who may do what, and in which words. */
export interface Home {
  guildId: string
  /** Discord locale of what everyone reads; null where nothing was chosen. */
  locale: string | null
  timeZone: string | null
  moderatorRole: string | null
}

/** Who did something, where. */
export function actorOf(
  interaction: Respondable | AutocompleteInteraction,
  { guildId, timeZone, moderatorRole }: Home,
  now: number,
  progress: Actor['progress'],
): Actor {
  return {
    userId: interaction.user.id,
    guildId,
    channelId: interaction.channelId ?? '',
    inThread: interaction.channel?.isThread() ?? false,
    moderator: mayModerate(interaction, moderatorRole),
    mayPost: mayPost(interaction),
    locale: interaction.locale,
    t: translator(interaction.locale),
    timeZone: usable(timeZone),
    now,
    progress,
  }
}

/** Who wrote a message, where. Discord tells neither language nor permissions with it; writing there they may. */
export function writerOf(
  { author, channelId, guild, channel }: Message,
  { guildId, locale: chosen, timeZone }: Home,
  now: number,
): Actor {
  const locale = chosen ?? guild?.preferredLocale ?? 'en-US'
  return {
    userId: author.id,
    guildId,
    channelId,
    inThread: channel.isThread(),
    moderator: false,
    mayPost: true,
    locale,
    t: translator(locale),
    timeZone: usable(timeZone),
    now,
    progress: async () => {},
  }
}

/** A zone that another machine knew is UTC here. */
function usable(timeZone: string | null): string {
  return timeZone !== null && isTimeZone(timeZone) ? timeZone : 'UTC'
}

function mayModerate(
  { memberPermissions, member }: Pick<Interaction, 'memberPermissions' | 'member'>,
  moderatorRole: string | null,
): boolean {
  if (memberPermissions?.has(PermissionFlagsBits.ManageGuild)) return true
  if (moderatorRole === null || !member) return false
  return member instanceof GuildMember
    ? member.roles.cache.has(moderatorRole)
    : member.roles.includes(moderatorRole)
}

function mayPost({ channel, memberPermissions }: Respondable | AutocompleteInteraction): boolean {
  const needed = channel?.isThread()
    ? PermissionFlagsBits.SendMessagesInThreads
    : PermissionFlagsBits.SendMessages
  return memberPermissions?.has(needed) ?? false
}
