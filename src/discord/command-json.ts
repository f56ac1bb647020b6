import {
  type APIApplicationCommandBasicOption,
  type APIApplicationCommandOption,
  ApplicationCommandOptionType,
  ApplicationCommandType,
  ApplicationIntegrationType,
  type ChannelType,
  InteractionContextType,
  Locale,
  PermissionFlagsBits,
  type RESTPostAPIChatInputApplicationCommandsJSONBody,
  type RESTPostAPIContextMenuApplicationCommandsJSONBody,
} from 'discord.js'
import { z } from 'zod'
import type { Action, Command } from '../core/command.js'
import { commandKeys } from '../core/command-keys.js'
import { commandText } from '../core/i18n.js'

/** What `z.toJSONSchema` says of one option; `kind` and `channelTypes` come from `core/options`. */
interface OptionSchema {
  type?: 'string' | 'integer' | 'number' | 'boolean' | 'object'
  description?: string
  enum?: string[]
  minLength?: number
  maxLength?: number
  minimum?: number
  maximum?: number
  kind?: 'channel' | 'attachment' | 'role'
  channelTypes?: ChannelType[]
}

type CommandJson =
  | RESTPostAPIChatInputApplicationCommandsJSONBody
  | RESTPostAPIContextMenuApplicationCommandsJSONBody

/** By Discord locale; null where there is none, which is also Discord's word for it. */
type Localizations = Partial<Record<Locale, string>> | null
/** The translations of an English text that belongs to a command, by its key. */
type Localize = (key: string, english: string) => Localizations

/**
 * The command as Discord registers it, and its entries in the menu of messages, which are commands to Discord.
 * Everything comes from the command's own schema and from `data/locales`: nothing is listed twice.
 */
export function renderCommand<Deps>(
  command: Command<Deps>,
  localize: Localize = localizations,
): CommandJson[] {
  const { name, moderators, action, subcommands, messageActions = [] } = command
  const everywhere = {
    contexts: [InteractionContextType.Guild],
    integration_types: [ApplicationIntegrationType.GuildInstall],
    default_member_permissions: moderators ? String(PermissionFlagsBits.ManageGuild) : null,
  }
  return [
    {
      type: ApplicationCommandType.ChatInput,
      ...named([name], command.description, localize),
      options: action
        ? renderOptions([name], action, localize)
        : Object.entries(subcommands ?? {}).map(([sub, each]) =>
            renderSubcommand([name, sub], each, localize),
          ),
      ...everywhere,
    },
    ...messageActions.map((entry) => ({
      type: ApplicationCommandType.Message as const,
      name: entry.name,
      name_localizations: localize(commandKeys.name([name, entry.name]), entry.name),
      ...everywhere,
    })),
  ]
}

function localizations(key: string): Localizations {
  const known = Object.values(Locale).flatMap((locale) => {
    const text = commandText(locale, key)
    return text === undefined ? [] : [[locale, text]]
  })
  return known.length > 0 ? Object.fromEntries(known) : null
}

/** Name and description of a command, in all languages. */
function named(path: readonly string[], description: string, localize: Localize) {
  const name = path.at(-1) ?? ''
  return {
    name,
    name_localizations: localize(commandKeys.name(path), name),
    ...described(path, description, localize),
  }
}

function described(path: readonly string[], description: string, localize: Localize) {
  return { description, description_localizations: localize(commandKeys.description(path), description) }
}

function renderSubcommand<Deps>(
  path: readonly string[],
  action: Action<Deps>,
  localize: Localize,
): APIApplicationCommandOption {
  return {
    type: ApplicationCommandOptionType.Subcommand,
    ...named(path, action.description, localize),
    options: renderOptions(path, action, localize),
  }
}

function renderOptions<Deps>(
  path: readonly string[],
  action: Action<Deps>,
  localize: Localize,
): APIApplicationCommandBasicOption[] {
  const schema = z.toJSONSchema(action.options, { io: 'input' })
  const required = new Set(schema.required)
  const options = Object.entries(schema.properties ?? {}).map(([name, property]) => {
    const place = { path: [...path, name], required: required.has(name) }
    return renderOption(
      property as OptionSchema,
      { ...place, suggests: Boolean(action.suggest?.[name]) },
      localize,
    )
  })
  // Discord wants required options first.
  return options.sort((a, b) => Number(b.required) - Number(a.required))
}

function renderOption(
  schema: OptionSchema,
  { path, required, suggests }: { path: readonly string[]; required: boolean; suggests: boolean },
  localize: Localize,
): APIApplicationCommandBasicOption {
  const name = path.at(-1) ?? ''
  if (!schema.description) throw new Error(`command option "${path.join(' ')}" has no description`)
  const base = {
    name,
    name_localizations: localize(commandKeys.option(name), name),
    ...described(path, schema.description, localize),
    required,
  }
  if (schema.kind === 'attachment') return { ...base, type: ApplicationCommandOptionType.Attachment }
  if (schema.kind === 'role') return { ...base, type: ApplicationCommandOptionType.Role }
  if (schema.kind === 'channel')
    return {
      ...base,
      type: ApplicationCommandOptionType.Channel,
      channel_types: (schema.channelTypes ?? []) as NonNullable<
        Extract<
          APIApplicationCommandBasicOption,
          { type: ApplicationCommandOptionType.Channel }
        >['channel_types']
      >,
    }
  switch (schema.type) {
    case 'boolean':
      return { ...base, type: ApplicationCommandOptionType.Boolean }
    case 'integer':
      return {
        ...base,
        type: ApplicationCommandOptionType.Integer,
        ...(schema.minimum !== undefined && { min_value: schema.minimum }),
        ...(schema.maximum !== undefined && { max_value: schema.maximum }),
      }
    case 'string': {
      const { enum: values, minLength, maxLength } = schema
      if (values) {
        const choices = values.map((value) => ({
          name: value,
          name_localizations: localize(commandKeys.choice(name, value), value),
          value,
        }))
        return { ...base, type: ApplicationCommandOptionType.String, choices }
      }
      const lengths = {
        ...(minLength !== undefined && { min_length: minLength }),
        ...(maxLength !== undefined && { max_length: maxLength }),
      }
      return {
        ...base,
        type: ApplicationCommandOptionType.String,
        ...lengths,
        ...(suggests && { autocomplete: true }),
      }
    }
    default:
      throw new Error(`command option "${name}" has a type that Discord does not know: ${schema.type}`)
  }
}
