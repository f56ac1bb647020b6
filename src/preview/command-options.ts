import {
  type APIApplicationCommand,
  type APIApplicationCommandOption,
  ApplicationCommandOptionType as Option,
} from 'discord-api-types/v10'
import type { CommandOptionValue } from './protocol.js'

/** Something that Discord's own client would not let a person send. */
export class ClientRefusal extends Error {
  override name = 'ClientRefusal'
}

/** The fields of an option that Discord's client checks, whatever its type. */
interface Definition {
  name: string
  type: Option
  required?: boolean
  options?: APIApplicationCommandOption[]
  choices?: { value: string | number }[]
  autocomplete?: boolean
  min_length?: number
  max_length?: number
  min_value?: number
  max_value?: number
  channel_types?: number[]
}

/** The option values of `/topic create name:…` as Discord nests them; `path` is what follows the command's name. */
export function nestOptions(
  command: APIApplicationCommand,
  path: readonly string[],
  values: Record<string, string | number | boolean>,
  focused?: string,
): CommandOptionValue[] {
  const build = (definitions: readonly Definition[], rest: readonly string[]): CommandOptionValue[] => {
    const [head, ...tail] = rest
    if (head === undefined)
      return Object.entries(values).map(([name, value]) => {
        const { type } = find(definitions, name, command.name)
        return { name, type, value, ...(name === focused && { focused: true }) }
      })
    const group = find(definitions, head, command.name)
    return [{ name: head, type: group.type, options: build(definitionsOf(group.options), tail) }]
  }
  return build(definitionsOf(command.options), path)
}

/** Refuses option values that do not fit the registered command. While a person still types, only names count. */
export function checkOptions(
  command: APIApplicationCommand,
  values: readonly CommandOptionValue[],
  typing = false,
): void {
  checkLevel(`/${command.name}`, definitionsOf(command.options), values, typing)
}

/** The values a person gave, out of their subcommands. */
export function leafValues(values: readonly CommandOptionValue[]): CommandOptionValue[] {
  return values.flatMap((it) => (isNested(it.type) ? leafValues(it.options ?? []) : [it]))
}

function checkLevel(
  where: string,
  definitions: readonly Definition[],
  values: readonly CommandOptionValue[],
  typing: boolean,
): void {
  if (definitions.some(({ type }) => isNested(type))) {
    const [chosen, ...others] = values
    if (!chosen || others.length > 0) throw new ClientRefusal(`${where}: choose one subcommand`)
    const group = find(definitions, chosen.name, where)
    checkLevel(`${where} ${group.name}`, definitionsOf(group.options), chosen.options ?? [], typing)
    return
  }
  for (const value of values) {
    const definition = find(definitions, value.name, where)
    if (value.type !== definition.type)
      throw new ClientRefusal(
        `${where}: option "${value.name}" has type ${definition.type}, got ${value.type}`,
      )
    const reason = typing ? undefined : whyRefused(definition, value.value)
    if (reason) throw new ClientRefusal(`${where}: option "${value.name}" ${reason}`)
  }
  const missing = definitions.find((it) => it.required && !values.some(({ name }) => name === it.name))
  if (missing && !typing) throw new ClientRefusal(`${where}: option "${missing.name}" is required`)
}

function whyRefused(it: Definition, value: CommandOptionValue['value']): string | undefined {
  switch (it.type) {
    case Option.Boolean:
      return typeof value === 'boolean' ? undefined : 'must be true or false'
    case Option.Integer:
    case Option.Number:
      return whyNumberRefused(it, value)
    case Option.String:
      return whyTextRefused(it, value)
    default:
      return typeof value === 'string' && /^\d+$/.test(value) ? undefined : 'must be an id'
  }
}

function whyNumberRefused(it: Definition, value: CommandOptionValue['value']): string | undefined {
  if (typeof value !== 'number' || !Number.isFinite(value)) return 'must be a number'
  if (it.type === Option.Integer && !Number.isSafeInteger(value)) return 'must be a whole number'
  if (it.min_value !== undefined && value < it.min_value) return `must be ${it.min_value} or more`
  if (it.max_value !== undefined && value > it.max_value) return `must be ${it.max_value} or less`
  return whyNotChosen(it, value)
}

function whyTextRefused(it: Definition, value: CommandOptionValue['value']): string | undefined {
  if (typeof value !== 'string' || value === '') return 'must be a text'
  if (value.length < (it.min_length ?? 0)) return `must have ${it.min_length} characters or more`
  if (value.length > (it.max_length ?? 6000)) return `must have ${it.max_length ?? 6000} characters or fewer`
  return whyNotChosen(it, value)
}

function whyNotChosen(it: Definition, value: string | number): string | undefined {
  if (!it.choices?.length || it.choices.some((choice) => choice.value === value)) return undefined
  return `must be one of ${it.choices.map((choice) => choice.value).join(', ')}`
}

function find(definitions: readonly Definition[], name: string, where: string): Definition {
  const found = definitions.find((it) => it.name === name)
  if (found) return found
  const known = definitions.map((it) => it.name).join(', ') || 'none'
  throw new ClientRefusal(`${where}: there is no option "${name}" (options: ${known})`)
}

function isNested(type: number): boolean {
  return type === Option.Subcommand || type === Option.SubcommandGroup
}

function definitionsOf(options: readonly APIApplicationCommandOption[] | undefined): readonly Definition[] {
  return (options ?? []) as readonly Definition[]
}
