import type { APIMessage, APIUser, ChannelType, OverwriteType } from 'discord-api-types/v10'

/** The things of a server as Discord's API draws them, and what makes plain ones. */

export interface LocalRole {
  id: string
  name: string
  permissions: string
  position: number
  color: number
  hoist: boolean
  managed: boolean
  mentionable: boolean
  flags: number
  tags?: { bot_id: string }
}

export interface LocalMember {
  user: APIUser
  nick: string | null
  avatar: string | null
  roles: string[]
  joined_at: string
  premium_since: string | null
  communication_disabled_until: string | null
  deaf: boolean
  mute: boolean
  pending: boolean
  flags: number
}

export interface LocalGuild {
  id: string
  name: string
  /** A Discord locale code. */
  preferredLocale: string
  ownerId: string
  /** Where Discord greets new members. */
  systemChannelId: string | null
  /** The id of the role that the bot has while it is here. */
  botRoleId: string
  /** `@everyone` has the server's own id. */
  roles: LocalRole[]
  members: Map<string, LocalMember>
}

export interface LocalChannel {
  id: string
  guild_id?: string
  name: string | null
  type: ChannelType
  topic: string | null
  position: number
  parent_id: string | null
  nsfw: boolean
  rate_limit_per_user: number
  last_message_id: string | null
  permission_overwrites: { id: string; type: OverwriteType; allow: string; deny: string }[]
  flags: number
  /** Direct messages only. */
  recipients?: APIUser[]
  /** Threads only. */
  owner_id?: string
  message_count?: number
  member_count?: number
  thread_metadata?: ThreadMetadata
  /** Posts of a forum only: ids of its tags. */
  applied_tags?: string[]
  /** Forums only. */
  available_tags?: ForumTag[]
}

export interface ThreadMetadata {
  archived: boolean
  locked: boolean
  auto_archive_duration: number
  archive_timestamp: string
  create_timestamp: string
}

export interface ForumTag {
  id: string
  name: string
  moderated: boolean
  emoji_id: string | null
  emoji_name: string | null
}

/** A message and who may see it: everybody in the channel, or only one person when it is ephemeral. */
export interface Entry {
  message: APIMessage
  audience?: string
}

export interface LocalFile {
  name: string
  type: string
  data: Uint8Array
}

export function role(id: string, name: string, permissions: bigint, more: Partial<LocalRole>): LocalRole {
  return {
    id,
    name,
    permissions: permissions.toString(),
    position: 0,
    color: 0,
    hoist: false,
    managed: false,
    mentionable: false,
    flags: 0,
    ...more,
  }
}

export function user(id: string, name: string, bot = false): APIUser {
  return {
    id,
    username: name.toLowerCase(),
    discriminator: '0',
    global_name: bot ? null : name,
    avatar: null,
    ...(bot && { bot, username: name, discriminator: '0001' }),
  }
}

export function member(who: APIUser, roles: string[], joined_at: string): LocalMember {
  return {
    user: who,
    nick: null,
    avatar: null,
    roles,
    joined_at,
    premium_since: null,
    communication_disabled_until: null,
    deaf: false,
    mute: false,
    pending: false,
    flags: 0,
  }
}

export function overwrite(id: string, type: OverwriteType, allow: bigint, deny: bigint) {
  return { id, type, allow: allow.toString(), deny: deny.toString() }
}
