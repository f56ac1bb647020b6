import {
  type APIApplicationCommandBasicOption,
  type APIApplicationCommandOption,
  ApplicationCommandOptionType,
  ApplicationCommandType,
  ApplicationIntegrationType,
  type ChannelType,
  InteractionContextType,
  PermissionFlagsBits,
  type RESTPostAPIChatInputApplicationCommandsJSONBody,
  type RESTPostAPIContextMenuApplicationCommandsJSONBody,
} from 'discord.js'
import { z } from 'zod'
import type { Action, Command } from '../core/command.js'

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

/**
 * The command as Discord registers it, and its entries in the menu of messages, which are commands to Discord.
 * Everything comes from the command's own schema: nothing is listed twice.
 */
export function renderCommand<Deps>(command: Command<Deps>): CommandJson[] {
  const { name, description, moderators, action, subcommands, messageActions = [] } = command
  const everywhere = {
    contexts: [InteractionContextType.Guild],
    integration_types: [ApplicationIntegrationType.GuildInstall],
    default_member_permissions: moderators ? String(PermissionFlagsBits.ManageGuild) : null,
  }
  return [
    {
      type: ApplicationCommandType.ChatInput,
      name,
      description,
      options: action ? renderOptions(action) : Object.entries(subcommands ?? {}).map(renderSubcommand),
      ...everywhere,
    },
    ...messageActions.map((entry) => ({
      type: ApplicationCommandType.Message as const,
      name: entry.name,
      ...everywhere,
    })),
  ]
}

function renderSubcommand<Deps>([name, action]: [string, Action<Deps>]): APIApplicationCommandOption {
  return {
    type: ApplicationCommandOptionType.Subcommand,
    name,
    description: action.description,
    options: renderOptions(action),
  }
}

function renderOptions<Deps>(action: Action<Deps>): APIApplicationCommandBasicOption[] {
  const schema = z.toJSONSchema(action.options, { io: 'input' })
  const required = new Set(schema.required)
  const options = Object.entries(schema.properties ?? {}).map(([name, property]) =>
    renderOption(name, property as OptionSchema, required.has(name), Boolean(action.suggest?.[name])),
  )
  // Discord wants required options first.
  return options.sort((a, b) => Number(b.required) - Number(a.required))
}

function renderOption(
  name: string,
  schema: OptionSchema,
  required: boolean,
  autocomplete: boolean,
): APIApplicationCommandBasicOption {
  if (!schema.description) throw new Error(`command option "${name}" has no description`)
  const base = { name, description: schema.description, required }
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
      if (values) return { ...base, type: ApplicationCommandOptionType.String, choices: values.map(choice) }
      const lengths = {
        ...(minLength !== undefined && { min_length: minLength }),
        ...(maxLength !== undefined && { max_length: maxLength }),
      }
      return {
        ...base,
        type: ApplicationCommandOptionType.String,
        ...lengths,
        ...(autocomplete && { autocomplete }),
      }
    }
    default:
      throw new Error(`command option "${name}" has a type that Discord does not know: ${schema.type}`)
  }
}

function choice(value: string) {
  return { name: value, value }
}
