import { type APIAttachment, ApplicationCommandOptionType as Option } from 'discord-api-types/v10'
import { ClientRefusal } from './command-options.js'
import type { CommandOptionValue } from './protocol.js'
import type { State } from './state.js'

type Table = Record<string, unknown>

/** What the ids in option values stand for: users, members, roles, channels, attachments. Empty when there are none. */
export function resolve(
  state: State,
  uploads: ReadonlyMap<string, APIAttachment>,
  values: readonly CommandOptionValue[],
): { resolved?: Record<string, Table> } {
  const resolved: Record<string, Table> = {}
  const put = (table: string, id: string, value: unknown) => {
    resolved[table] = { ...resolved[table], [id]: value }
  }
  for (const { type, value } of values) {
    const id = String(value)
    const known =
      (isOneOf(type, Option.User, Option.Mentionable) && putMember(state, id, put)) ||
      (isOneOf(type, Option.Role, Option.Mentionable) &&
        putFound(
          put,
          'roles',
          state.roles.find((it) => it.id === id),
        )) ||
      (type === Option.Channel && putFound(put, 'channels', state.channels.get(id))) ||
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

function putMember(state: State, id: string, put: Put): boolean {
  const found = state.members.get(id)
  if (!found) return false
  const { user, ...member } = found
  put('users', id, user)
  put('members', id, { ...member, permissions: state.permissionsIn(id).toString() })
  return true
}

function isOneOf(type: number, ...types: number[]): boolean {
  return types.includes(type)
}
