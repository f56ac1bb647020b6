import { type APIAttachment, ApplicationCommandOptionType as Option } from 'discord-api-types/v10'
import { ClientRefusal } from './command-options.js'
import type { LocalGuild } from './objects.js'
import type { CommandOptionValue } from './protocol.js'
import type { State } from './state.js'

type Table = Record<string, unknown>

/** Who asks where: only what is in the same server can be named. */
interface Asking {
  state: State
  /** None in direct messages. */
  guild: LocalGuild | undefined
  userId: string
  uploads: ReadonlyMap<string, APIAttachment>
}

/** What the ids in option values stand for: users, members, roles, channels, attachments. Empty when there are none. */
export function resolve(
  asking: Asking,
  values: readonly CommandOptionValue[],
): { resolved?: Record<string, Table> } {
  const { guild, uploads } = asking
  const resolved: Record<string, Table> = {}
  const put = (table: string, id: string, value: unknown) => {
    resolved[table] = { ...resolved[table], [id]: value }
  }
  for (const { type, value } of values) {
    const id = String(value)
    const known =
      (isOneOf(type, Option.User, Option.Mentionable) && putUser(asking, id, put)) ||
      (isOneOf(type, Option.Role, Option.Mentionable) &&
        putFound(
          put,
          'roles',
          guild?.roles.find((it) => it.id === id),
        )) ||
      (type === Option.Channel && putFound(put, 'channels', channelIn(asking, id))) ||
      (type === Option.Attachment && putFound(put, 'attachments', uploads.get(id)))
    if (
      !known &&
      isOneOf(type, Option.User, Option.Role, Option.Mentionable, Option.Channel, Option.Attachment)
    )
      throw new ClientRefusal(`there is nothing with id ${id}`)
  }
  return Object.keys(resolved).length > 0 ? { resolved } : {}
}

type Put = (table: string, id: string, value: unknown) => void

function putFound(put: Put, table: string, found: { id: string } | undefined): boolean {
  if (found) put(table, found.id, found)
  return found !== undefined
}

function channelIn({ state, guild, userId }: Asking, id: string) {
  const found = state.channels.get(id)
  if (!found || found.guild_id !== guild?.id) return undefined
  return { ...found, permissions: state.permissionsIn(userId, id).toString() }
}

function putUser({ state, guild }: Asking, id: string, put: Put): boolean {
  if (!guild) return putFound(put, 'users', state.users.get(id))
  const found = guild.members.get(id)
  if (!found) return false
  const { user, ...member } = found
  put('users', id, user)
  put('members', id, { ...member, permissions: state.memberPermissions(guild, id).toString() })
  return true
}

function isOneOf(type: number, ...types: number[]): boolean {
  return types.includes(type)
}
