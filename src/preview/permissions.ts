import { PermissionFlagsBits } from 'discord-api-types/v10'
import type { LocalChannel, LocalGuild, LocalMember } from './objects.js'

/** Every permission there is, as owners and administrators have. */
export const allPermissions = Object.values(PermissionFlagsBits).reduce((all, bit) => all | bit, 0n)

/**
 * The permission bits of a member, in a channel when one is given. Order of roles and overwrites, and what falls away
 * without View Channel or Send Messages: discord.com/developers/docs/topics/permissions
 */
export function permissionsOf(
  guild: Pick<LocalGuild, 'id' | 'ownerId' | 'roles'>,
  member: LocalMember,
  channel?: LocalChannel,
): bigint {
  if (member.user.id === guild.ownerId) return allPermissions
  const roleIds = [guild.id, ...member.roles]
  const base = guild.roles
    .filter((role) => roleIds.includes(role.id))
    .reduce((bits, role) => bits | BigInt(role.permissions), 0n)
  if (base & PermissionFlagsBits.Administrator) return allPermissions
  return channel ? withoutDependents(overwritten(base, guild.id, member, channel)) : base
}

function overwritten(base: bigint, guildId: string, member: LocalMember, channel: LocalChannel): bigint {
  const layers = [[guildId], member.roles, [member.user.id]]
  return layers.reduce((bits, ids) => {
    const overwrites = channel.permission_overwrites.filter((overwrite) => ids.includes(overwrite.id))
    const deny = overwrites.reduce((sum, overwrite) => sum | BigInt(overwrite.deny), 0n)
    const allow = overwrites.reduce((sum, overwrite) => sum | BigInt(overwrite.allow), 0n)
    return (bits & ~deny) | allow
  }, base)
}

function withoutDependents(bits: bigint): bigint {
  if (!(bits & PermissionFlagsBits.ViewChannel)) return 0n
  if (bits & PermissionFlagsBits.SendMessages) return bits
  const { EmbedLinks, AttachFiles, SendTTSMessages, MentionEveryone } = PermissionFlagsBits
  return bits & ~(EmbedLinks | AttachFiles | SendTTSMessages | MentionEveryone)
}
