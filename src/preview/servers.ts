import { type APIUser, ChannelType, OverwriteType, PermissionFlagsBits } from 'discord-api-types/v10'
import {
  type ForumTag,
  type LocalChannel,
  type LocalGuild,
  type LocalRole,
  member,
  overwrite,
  role,
} from './objects.js'
import type { Persona } from './protocol.js'

const P = PermissionFlagsBits
export const everyone =
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
export const moderation =
  everyone |
  P.ManageGuild |
  P.ManageChannels |
  P.ManageMessages |
  P.ManageThreads |
  P.KickMembers |
  P.ModerateMembers

/** Who lives in the servers. */
export interface Inhabitants {
  bot: APIUser
  owner: APIUser
  people: Record<Persona, APIUser>
}

/** A server and its channels, before anything happened in it. */
export interface NewServer {
  guild: LocalGuild
  channels: (Partial<LocalChannel> & { id: string; name: string })[]
}

interface Foundation {
  guildId: string
  botRoleId: string
  moderatorRoleId: string
  /** When everybody joined. */
  joined: string
  inhabitants: Inhabitants
  /** Makes the ids of channels and tags. */
  fixedId(): string
}

/** The server where the bot is at home: text, announcements, a forum, and a channel for moderators. */
export function foundHome(foundation: Foundation): NewServer {
  const { guildId, botRoleId, moderatorRoleId, fixedId } = foundation
  const guild = found(foundation, {
    name: 'Courant Preview',
    preferredLocale: 'en-US',
    moderators: 'Moderator',
  })
  const tag = (name: string): ForumTag => ({
    id: fixedId(),
    name,
    moderated: false,
    emoji_id: null,
    emoji_name: null,
  })
  const channels: NewServer['channels'] = [
    { id: fixedId(), name: 'general', topic: 'Anything goes' },
    { id: fixedId(), name: 'news', topic: 'What happened today' },
    { id: fixedId(), name: 'tech', topic: 'Machines and those who build them' },
    {
      id: fixedId(),
      name: 'moderators',
      topic: 'Only for those who run this server',
      permission_overwrites: onlyFor([moderatorRoleId, botRoleId], guildId, P.ViewChannel),
    },
    {
      id: fixedId(),
      name: 'announcements',
      type: ChannelType.GuildAnnouncement,
      topic: 'News that other servers follow',
      // As is usual: members read, moderators write.
      permission_overwrites: onlyFor([moderatorRoleId, botRoleId], guildId, P.SendMessages),
    },
    {
      id: fixedId(),
      name: 'reading-circle',
      type: ChannelType.GuildForum,
      topic: 'A post for each article that is worth talking about',
      available_tags: [tag('News'), tag('Science')],
    },
  ]
  guild.systemChannelId = channels[0]?.id ?? null
  return { guild, channels }
}

/** A server in another language, which the bot joins only when somebody adds it. */
export function foundSecond(foundation: Foundation): NewServer {
  const { guildId, botRoleId, moderatorRoleId, fixedId } = foundation
  const guild = found(foundation, { name: '港湾社区', preferredLocale: 'zh-CN', moderators: '版主' })
  const channels: NewServer['channels'] = [
    { id: fixedId(), name: '大厅', topic: '畅所欲言' },
    { id: fixedId(), name: '新闻', topic: '今天发生的事' },
    {
      id: fixedId(),
      name: '版主室',
      topic: '仅限管理人员',
      permission_overwrites: onlyFor([moderatorRoleId, botRoleId], guildId, P.ViewChannel),
    },
  ]
  guild.systemChannelId = channels[0]?.id ?? null
  return { guild, channels }
}

function found(
  { guildId, moderatorRoleId, botRoleId, joined, inhabitants }: Foundation,
  { name, preferredLocale, moderators }: { name: string; preferredLocale: string; moderators: string },
): LocalGuild {
  const { owner, people } = inhabitants
  const moderatorRole = { position: 2, color: 0x3498db, hoist: true }
  return {
    id: guildId,
    name,
    preferredLocale,
    ownerId: owner.id,
    systemChannelId: null,
    botRoleId,
    roles: [
      role(guildId, '@everyone', everyone, { position: 0 }),
      role(moderatorRoleId, moderators, moderation, moderatorRole),
    ],
    members: new Map(
      [
        member(owner, [], joined),
        member(people.member, [], joined),
        member(people.moderator, [moderatorRoleId], joined),
      ].map((it) => [it.user.id, it]),
    ),
  }
}

/** The role that Discord makes for a bot when it is added to a server. */
export function botRole({ botRoleId }: LocalGuild, bot: APIUser): LocalRole {
  return role(botRoleId, bot.username, everyone, { managed: true, position: 1, tags: { bot_id: bot.id } })
}

function onlyFor(roleIds: readonly string[], guildId: string, permission: bigint) {
  return [
    overwrite(guildId, OverwriteType.Role, 0n, permission),
    ...roleIds.map((id) => overwrite(id, OverwriteType.Role, permission, 0n)),
  ]
}
