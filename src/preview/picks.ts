import { ComponentType, ApplicationCommandOptionType as Option } from 'discord-api-types/v10'
import { ClientRefusal } from './command-options.js'
import type { AnyComponent } from './component-rules.js'
import type { CommandOptionValue } from './protocol.js'
import type { State } from './state.js'

/** Select type → the command option type that stands for the same kind of thing. */
const optionTypeOfSelect: Record<number, number> = {
  [ComponentType.UserSelect]: Option.User,
  [ComponentType.RoleSelect]: Option.Role,
  [ComponentType.MentionableSelect]: Option.Mentionable,
  [ComponentType.ChannelSelect]: Option.Channel,
}

/** Refuses what Discord's client would not let a person pick in a menu, of a message or of a form. */
export function checkPicks(state: State, select: AnyComponent, values: readonly string[]): void {
  const { custom_id, min_values = 1, max_values = 1, options, channel_types = [] } = select
  if (values.length < min_values || values.length > max_values)
    throw new ClientRefusal(
      `menu "${custom_id}" takes ${min_values} to ${max_values} values, got ${values.length}`,
    )
  if (new Set(values).size < values.length)
    throw new ClientRefusal(`menu "${custom_id}" takes each value once`)
  const unknown = options && values.find((value) => !options.some((it) => it.value === value))
  if (unknown !== undefined) throw new ClientRefusal(`menu "${custom_id}" has no value "${unknown}"`)
  const types = channel_types.length ? channel_types : undefined
  const unfit = types && values.find((value) => !types.includes(state.channels.get(value)?.type ?? -1))
  if (unfit !== undefined) throw new ClientRefusal(`menu "${custom_id}" does not list channel ${unfit}`)
}

/** What was picked, in the form that `resolve` takes: empty for a menu with options of its own. */
export function picksToResolve({ type }: AnyComponent, values: readonly string[]): CommandOptionValue[] {
  const optionType = optionTypeOfSelect[type]
  return optionType === undefined ? [] : values.map((value) => ({ name: '', type: optionType, value }))
}
