import {
  type APIApplicationCommandOption,
  ApplicationCommandOptionType,
  ApplicationCommandType,
  type ApplicationIntegrationType,
  type InteractionContextType,
  type LocalizationMap,
} from 'discord-api-types/v10'
import { z } from 'zod'
import { ApiError, invalidField, parseBody } from './api-error.js'

/** Limits: discord.com/developers/docs/interactions/application-commands */
const limits = {
  [ApplicationCommandType.ChatInput]: 100,
  [ApplicationCommandType.User]: 15,
  [ApplicationCommandType.Message]: 15,
}
const maxCharacters = 8000
const chatName = /^[-_'\p{L}\p{N}\p{sc=Deva}\p{sc=Thai}]{1,32}$/u
const Option = ApplicationCommandOptionType

const localizations = z.record(z.string(), z.string().min(1).max(100)).nullish()
const lowerCaseName = z
  .string()
  .regex(chatName)
  .refine((name) => name === name.toLowerCase(), {
    message: 'Command name must be lower case.',
    params: { discord: 'APPLICATION_COMMAND_INVALID_NAME' },
  })

const choice = z.looseObject({
  name: z.string().min(1).max(100),
  name_localizations: localizations,
  value: z.union([z.string().max(100), z.number()]),
})

const option = z
  .looseObject({
    type: z.enum(Option),
    name: lowerCaseName,
    description: z.string().min(1).max(100),
    name_localizations: localizations,
    description_localizations: localizations,
    required: z.boolean().nullish(),
    choices: z.array(choice).max(25).nullish(),
    autocomplete: z.boolean().nullish(),
    min_length: z.number().int().min(0).max(6000).nullish(),
    max_length: z.number().int().min(1).max(6000).nullish(),
    min_value: z.number().nullish(),
    max_value: z.number().nullish(),
    get options() {
      return optionList.nullish()
    },
  })
  .superRefine((it, context) => {
    if (it.autocomplete && it.choices?.length)
      context.addIssue({
        code: 'custom',
        path: ['autocomplete'],
        message: 'Autocomplete cannot be used with choices',
        params: { discord: 'APPLICATION_COMMAND_AUTOCOMPLETE_CHOICES' },
      })
  })

const optionList: z.ZodType<CheckedOption[]> = z
  .lazy(() => z.array(option).max(25))
  .superRefine((options, context) => {
    const names = options.map(({ name }) => name)
    options.forEach(({ name, required }, i) => {
      if (names.indexOf(name) !== i)
        issue(context, i, 'APPLICATION_COMMAND_OPTIONS_NAME_ALREADY_EXISTS', 'Option name already exists')
      // An option that does not say is optional.
      if (required && options.slice(0, i).some((earlier) => !earlier.required))
        issue(
          context,
          i,
          'APPLICATION_COMMAND_OPTIONS_REQUIRED_INVALID',
          'Required options must be placed before non-required options',
        )
    })
  })

interface CheckedOption {
  name: string
  required?: boolean | null | undefined
  [field: string]: unknown
}

const command = z.looseObject({
  type: z.union([z.literal(1), z.literal(2), z.literal(3)]).nullish(),
  name: z.string().min(1).max(32),
  name_localizations: localizations,
  description: z.string().max(100).nullish(),
  description_localizations: localizations,
  options: optionList.nullish(),
  default_member_permissions: z.union([z.string().regex(/^\d+$/), z.number()]).nullish(),
  contexts: z
    .array(z.union([z.literal(0), z.literal(1), z.literal(2)]))
    .min(1)
    .nullish(),
  integration_types: z
    .array(z.union([z.literal(0), z.literal(1)]))
    .min(1)
    .nullish(),
  nsfw: z.boolean().nullish(),
})

/** A command as the bot registers it, checked. */
export interface CommandBody {
  type?:
    | ApplicationCommandType.ChatInput
    | ApplicationCommandType.User
    | ApplicationCommandType.Message
    | null
  name: string
  name_localizations?: LocalizationMap | null
  description?: string | null
  description_localizations?: LocalizationMap | null
  options?: APIApplicationCommandOption[] | null
  default_member_permissions?: string | number | null
  contexts?: InteractionContextType[] | null
  integration_types?: ApplicationIntegrationType[] | null
  nsfw?: boolean | null
}

/** Reads one command definition; throws Discord's 50035 with the bad fields. */
export function parseCommand(body: unknown): CommandBody {
  const parsed = parseBody(command, body)
  if ((parsed.type ?? 1) === ApplicationCommandType.ChatInput) {
    parseBody(z.object({ name: lowerCaseName, description: z.string().min(1) }), parsed)
  } else if (parsed.description || parsed.options?.length)
    throw invalidField(
      ['description'],
      'APPLICATION_COMMAND_CONTEXT_MENU_DESCRIPTION',
      'Only chat commands have a description',
    )
  if (countCharacters(parsed) > maxCharacters)
    throw invalidField([], 'APPLICATION_COMMAND_TOO_LARGE', `Command exceeds maximum size (${maxCharacters})`)
  return parsed as CommandBody
}

/** Refuses a list of commands that is longer than a scope holds (30032) or names one twice. */
export function checkCommandSet(
  commands: readonly { name: string; type?: number | null | undefined }[],
): void {
  for (const [type, max] of Object.entries(limits)) {
    const names = commands.filter((it) => (it.type ?? 1) === Number(type)).map(({ name }) => name)
    if (names.length > max)
      throw new ApiError(400, 30032, `Maximum number of application commands reached (${max})`)
    const twice = names.findIndex((name, i) => names.indexOf(name) !== i)
    if (twice >= 0)
      throw invalidField(
        [twice, 'name'],
        'APPLICATION_COMMANDS_DUPLICATE_NAME',
        'Application command names must be unique',
      )
  }
}

/** Names, descriptions and choice values, the longest localization of each counted. */
function countCharacters(node: object): number {
  const it = node as Record<string, unknown>
  const longest = (field: string) => {
    const translations = Object.values((it[`${field}_localizations`] as Record<string, string> | null) ?? {})
    return Math.max(String(it[field] ?? '').length, ...translations.map((text) => text.length))
  }
  const inner = [it.options, it.choices].flatMap((list) => (Array.isArray(list) ? (list as object[]) : []))
  const value = 'value' in it ? String(it.value).length : 0
  return (
    longest('name') +
    longest('description') +
    value +
    inner.reduce((sum, part) => sum + countCharacters(part), 0)
  )
}

function issue(context: z.RefinementCtx, index: number, code: string, message: string): void {
  context.addIssue({ code: 'custom', path: [index], message, params: { discord: code } })
}
