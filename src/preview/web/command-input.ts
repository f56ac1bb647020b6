import type { APIApplicationCommand } from 'discord-api-types/v10'
import type { CommandOptionValue, PreviewChannel, PreviewLocale, PreviewUser } from '../protocol.js'
import { localized } from './locale.js'

/**
 * What a person types after a slash, checked against the commands of the bot: all decisions of the composer, without
 * the screen. Text after the command's name fills its first option; `name:value` fills that option.
 */

/** One thing that can be run: a command, or one subcommand of it. */
export interface CommandSpec {
  id: string
  /** `['topic', 'create']`. */
  path: string[]
  /** `topic create`, as it is typed. */
  name: string
  /** The name in the person's language; it can be typed as well. */
  label: string
  description: string
  options: OptionSpec[]
}

export interface OptionSpec {
  name: string
  /** The name in the person's language. */
  label: string
  description: string
  /** Discord's option type: 3 text, 4 whole number, 5 yes or no, 6 user, 7 channel, 8 role, 10 number, 11 file. */
  type: number
  required: boolean
  choices: Choice[]
  autocomplete: boolean
  min: number | undefined
  max: number | undefined
  minLength: number | undefined
  maxLength: number | undefined
  channelTypes: number[]
}

export interface Choice {
  name: string
  value: string | number
}

/** What stands in an option's field; `value` when it was picked from a list, and then it is what is sent. */
export interface Filled {
  text: string
  value?: string | number
}

/** A command being filled in. `shown` are the options that have a field, in order of appearance. */
export interface Draft {
  command: CommandSpec
  values: Record<string, Filled>
  shown: string[]
}

/** What names in options may refer to. */
export interface Names {
  channels: PreviewChannel[]
  users: PreviewUser[]
  roles: { id: string; name: string }[]
}

type Value = string | number | boolean
type Resolved = { value: Value } | { error: string }

type Translations = Partial<Record<string, string | null>> | null

interface RawOption {
  name: string
  name_localizations?: Translations
  description: string
  description_localizations?: Translations
  type: number
  required?: boolean
  choices?: (Choice & { name_localizations?: Translations })[]
  autocomplete?: boolean
  min_value?: number
  max_value?: number
  min_length?: number
  max_length?: number
  channel_types?: number[]
  options?: RawOption[]
}

const type = {
  subcommand: 1,
  group: 2,
  integer: 4,
  boolean: 5,
  user: 6,
  channel: 7,
  role: 8,
  file: 11,
  number: 10,
}

/** Everything that can be typed after a slash, by name; groups appear as their subcommands. */
export function listCommands(
  commands: APIApplicationCommand[],
  locale: PreviewLocale = 'en-US',
): CommandSpec[] {
  return commands
    .filter((command) => command.type === 1)
    .flatMap((command) => expand(command.id, [], command as RawOption, locale))
    .sort((a, b) => a.label.localeCompare(b.label, locale))
}

function expand(id: string, parents: RawOption[], raw: RawOption, locale: PreviewLocale): CommandSpec[] {
  const all = [...parents, raw]
  const inner = (raw.options ?? []).filter(
    ({ type: kind }) => kind === type.subcommand || kind === type.group,
  )
  if (inner.length) return inner.flatMap((option) => expand(id, all, option, locale))
  const path = all.map(({ name }) => name)
  return [
    {
      id,
      path,
      name: path.join(' '),
      label: all.map((part) => localized(part.name, part.name_localizations, locale)).join(' '),
      description: localized(raw.description, raw.description_localizations, locale),
      options: (raw.options ?? []).map((option) => toOption(option, locale)),
    },
  ]
}

function toOption(raw: RawOption, locale: PreviewLocale): OptionSpec {
  return {
    name: raw.name,
    label: localized(raw.name, raw.name_localizations, locale),
    description: localized(raw.description, raw.description_localizations, locale),
    type: raw.type,
    required: raw.required ?? false,
    choices: (raw.choices ?? []).map(({ name, name_localizations, value }) => ({
      name: localized(name, name_localizations, locale),
      value,
    })),
    autocomplete: raw.autocomplete ?? false,
    min: raw.min_value,
    max: raw.max_value,
    minLength: raw.min_length,
    maxLength: raw.max_length,
    channelTypes: raw.channel_types ?? [],
  }
}

/** Commands for what is typed after the slash, in either language: names that begin with it, then names that hold it. */
export function matchCommands(commands: CommandSpec[], typed: string): CommandSpec[] {
  const wanted = typed.trim().replace(/\s+/g, ' ').toLowerCase()
  const starting = commands.filter((command) => namesOf(command).some((name) => name.startsWith(wanted)))
  const holding = commands.filter((command) => namesOf(command).some((name) => name.includes(wanted)))
  return [...new Set([...starting, ...holding])]
}

/** How it can be typed: in the person's language, or as it was first named. */
function namesOf({ name, label }: { name: string; label: string }): string[] {
  return [label.toLowerCase(), name.toLowerCase()]
}

/** A draft with the fields of all required options. */
export function startDraft(command: CommandSpec): Draft {
  const shown = command.options.filter(({ required }) => required).map(({ name }) => name)
  return { command, values: {}, shown }
}

/** `/search pilot plan limit:5` as a draft, or null while no full command name with a space after it is typed. */
export function parseCommand(text: string, commands: CommandSpec[]): Draft | null {
  const typed = text.toLowerCase()
  const written = commands
    .flatMap((command) => namesOf(command).map((name) => ({ command, name })))
    .filter(({ name }) => typed.startsWith(`/${name}`) && /\s/.test(typed[name.length + 1] ?? ''))
    .sort((a, b) => b.name.length - a.name.length)[0]
  if (!written) return null
  const { command, name } = written
  const rest = text.slice(name.length + 1).replace(/^\s+/, '')
  const first = command.options[0]
  const draft = startDraft(command)
  return first ? fillFrom(draft, first.name, rest) : draft
}

/**
 * What typing into one option's field does: usually it fills that option, but `name:` of another option, after a
 * space, goes on there.
 */
export function fillFrom(draft: Draft, option: string, text: string): Draft {
  const { options } = draft.command
  const names = options.flatMap(namesOf)
  const mark = new RegExp(`(?:^|\\s)(${names.map(escapeForRegExp).join('|')}):`, 'giu')
  const marks = [...text.matchAll(mark)]
  const head = text.slice(0, marks[0]?.index ?? text.length)
  let filled = marks[0]?.index === 0 && !head ? draft : fill(draft, option, { text: head })
  marks.forEach((match, i) => {
    const value = text.slice(match.index + match[0].length, marks[i + 1]?.index ?? text.length)
    const written = match[1]?.toLowerCase() ?? ''
    const name = options.find((known) => namesOf(known).includes(written))?.name ?? option
    filled = fill(showOption(filled, name), name, { text: value.trim() })
  })
  return filled
}

/** Puts a value into an option and shows its field. */
export function fill(draft: Draft, option: string, value: Filled): Draft {
  const empty = value.text === '' && value.value === undefined && !draft.shown.includes(option)
  const shown = draft.shown.includes(option) || empty ? draft.shown : [...draft.shown, option]
  return { ...draft, shown, values: { ...draft.values, [option]: value } }
}

/** Gives an optional option its (still empty) field. */
export function showOption(draft: Draft, option: string): Draft {
  return draft.shown.includes(option) ? draft : { ...draft, shown: [...draft.shown, option] }
}

/** Takes an optional option's field away; a required one is only emptied. */
export function removeOption(draft: Draft, option: string): Draft {
  const { [option]: _, ...values } = draft.values
  const required = draft.command.options.some(({ name, required }) => name === option && required)
  return { ...draft, values, shown: required ? draft.shown : draft.shown.filter((name) => name !== option) }
}

/** Options without a field yet. */
export function hiddenOptions(draft: Draft): OptionSpec[] {
  return draft.command.options.filter(({ name }) => !draft.shown.includes(name))
}

/** What is wrong with each shown option, one sentence each; empty when the command can be sent. */
export function findProblems(draft: Draft, names: Names): Record<string, string> {
  const problems: Record<string, string> = {}
  for (const option of shownOptions(draft)) {
    const filled = draft.values[option.name]
    const resolved = resolve(option, filled, names)
    if (isEmpty(filled)) {
      if (option.required) problems[option.name] = 'This option is required. Specify a value.'
    } else if ('error' in resolved) problems[option.name] = resolved.error
  }
  return problems
}

/**
 * The command as the server wants it, subcommands nested. With `focused`, for autocomplete: that option carries what is
 * typed so far, and others are sent only if they are valid.
 */
export function toOptions(draft: Draft, names: Names, focused?: string): CommandOptionValue[] {
  const values = shownOptions(draft).flatMap((option): CommandOptionValue[] => {
    const filled = draft.values[option.name]
    const { name, type: kind } = option
    if (name === focused) return [{ name, type: kind, value: filled?.text ?? '', focused: true }]
    const resolved = resolve(option, filled, names)
    return isEmpty(filled) || 'error' in resolved ? [] : [{ name, type: kind, value: resolved.value }]
  })
  const inner = draft.command.path.slice(1).reverse()
  return inner.reduce<CommandOptionValue[]>(
    (options, name, i) => [{ name, type: i === 0 ? type.subcommand : type.group, options }],
    values,
  )
}

/** The list offered for an option from what is known here: choices, yes or no, channels, roles, people; null: free text. */
export function localChoices(option: OptionSpec, typed: string, names: Names): Choice[] | null {
  const all = knownChoices(option, names)
  const wanted = typed.trim().replace(/^[#@]/, '').toLowerCase()
  return all?.filter(({ name }) => name.toLowerCase().includes(wanted)).slice(0, 25) ?? null
}

function knownChoices(option: OptionSpec, names: Names): Choice[] | null {
  if (option.choices.length) return option.choices
  if (option.type === type.boolean)
    return [
      { name: 'True', value: 'true' },
      { name: 'False', value: 'false' },
    ]
  if (option.type === type.channel)
    return names.channels
      .filter((channel) => !option.channelTypes.length || option.channelTypes.includes(channel.type))
      .map(({ id, name }) => ({ name, value: id }))
  if (option.type === type.role) return names.roles.map(({ id, name }) => ({ name, value: id }))
  if (option.type === type.user) return names.users.map(({ id, name }) => ({ name, value: id }))
  return null
}

/** The options that have a field, in order. */
export function shownOptions(draft: Draft): OptionSpec[] {
  return draft.shown.flatMap((name) => draft.command.options.filter((option) => option.name === name))
}

function isEmpty(filled: Filled | undefined): boolean {
  return !filled || (filled.value === undefined && filled.text.trim() === '')
}

function resolve(option: OptionSpec, filled: Filled | undefined, names: Names): Resolved {
  const text = filled?.text.trim() ?? ''
  if (filled?.value !== undefined)
    return { value: option.type === type.boolean ? filled.value === 'true' : filled.value }
  if (option.type === type.file) return { error: 'Choose a file.' }
  const known = knownChoices(option, names)
  if (known) return pickKnown(option, known, text)
  if (option.type === type.integer || option.type === type.number) return readNumber(option, text)
  return checkLength(option, text)
}

function pickKnown(option: OptionSpec, known: Choice[], text: string): Resolved {
  const wanted = text.replace(/^<?[#@]!?|>$/g, '').toLowerCase()
  const choice = known.find(({ name, value }) => name.toLowerCase() === wanted || String(value) === wanted)
  if (!choice) return { error: known.length ? 'Pick one from the list.' : 'There is nothing to pick here.' }
  return { value: option.type === type.boolean ? choice.value === 'true' : choice.value }
}

function readNumber(option: OptionSpec, text: string): Resolved {
  const whole = option.type === type.integer
  const value = Number(text)
  const written = whole ? /^[+-]?\d+$/.test(text) : /^[+-]?(\d+\.?\d*|\.\d+)$/.test(text)
  if (!written || Math.abs(value) > Number.MAX_SAFE_INTEGER)
    return { error: whole ? 'Enter a whole number.' : 'Enter a number.' }
  if (option.min !== undefined && value < option.min) return { error: `Enter ${option.min} or more.` }
  if (option.max !== undefined && value > option.max) return { error: `Enter ${option.max} or less.` }
  return { value }
}

function checkLength(option: OptionSpec, text: string): Resolved {
  if (option.minLength !== undefined && text.length < option.minLength)
    return { error: `Enter at least ${option.minLength} characters.` }
  const longest = option.maxLength ?? 6000
  return text.length > longest ? { error: `Enter at most ${longest} characters.` } : { value: text }
}

function escapeForRegExp(text: string): string {
  return text.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&')
}
