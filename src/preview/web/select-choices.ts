import { channelLabel } from './channel-order.js'
import type { Names } from './command-input.js'

/** A line of a menu. */
export interface SelectChoice {
  label: string
  value: string
  description?: string
  default?: boolean
}

/** A menu of a message or a form, as far as its choices depend on it. Types: 3 text, 5 user, 6 role, 7 both, 8 channel. */
export interface RawSelect {
  type: number
  options?: {
    label: string
    value: string
    description?: string | null
    default?: boolean | null
    emoji?: { id?: string | null; name?: string | null } | null
  }[]
  channel_types?: number[] | null
  default_values?: { id: string }[] | null
}

/** What a menu offers: its own options, or what Discord fills it with. */
export function selectChoices(select: RawSelect, names: Names): SelectChoice[] {
  if (select.type === 3)
    return (select.options ?? []).map(({ label, value, description, default: chosen, emoji }) => ({
      label: emoji?.name && !emoji.id ? `${emoji.name} ${label}` : label,
      value,
      ...(description && { description }),
      ...(chosen && { default: chosen }),
    }))
  const chosen = new Set(select.default_values?.map(({ id }) => id))
  return listed(select, names).map(({ id, label }) => ({
    label,
    value: id,
    ...(chosen.has(id) && { default: true }),
  }))
}

function listed({ type, channel_types }: RawSelect, names: Names): { id: string; label: string }[] {
  const users = names.users.map(({ id, name }) => ({ id, label: name }))
  const roles = names.roles.map(({ id, name }) => ({ id, label: `@${name}` }))
  if (type === 5) return users
  if (type === 6) return roles
  if (type === 7) return [...users, ...roles]
  return names.channels
    .filter((channel) => !channel_types?.length || channel_types.includes(channel.type))
    .map((channel) => ({ id: channel.id, label: channelLabel(channel) }))
}
