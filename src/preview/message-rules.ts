import {
  type APIEmbed,
  type APIMessageTopLevelComponent,
  ComponentType,
  MessageFlags,
} from 'discord-api-types/v10'
import { z } from 'zod'
import { parseBody, refusals } from './api-error.js'

/**
 * What a message may hold: the limits of discord.com/developers/docs/resources/message and
 * discord.com/developers/docs/components/reference. Objects stay open: unknown fields are the business of the
 * OpenAPI check, Discord itself ignores them.
 */
const snowflake = z.string().regex(/^\d{1,20}$/)
const webAddress = z
  .string()
  .max(2048)
  .refine(isAddress, {
    message: "Scheme must be one of ('http', 'https', 'attachment').",
    params: { discord: 'URL_TYPE_INVALID_SCHEME' },
  })
const media = z.looseObject({ url: webAddress }).nullish()

const embed = z.looseObject({
  title: z.string().trim().max(256).nullish(),
  description: z.string().trim().max(4096).nullish(),
  url: webAddress.nullish(),
  color: z.number().int().min(0).max(0xffffff).nullish(),
  timestamp: z.iso.datetime({ offset: true }).nullish(),
  fields: z
    .array(
      z.looseObject({
        name: z.string().trim().min(1).max(256),
        value: z.string().trim().min(1).max(1024),
        inline: z.boolean().nullish(),
      }),
    )
    .max(25)
    .nullish(),
  footer: z.looseObject({ text: z.string().trim().max(2048) }).nullish(),
  author: z.looseObject({ name: z.string().trim().min(1).max(256), url: webAddress.nullish() }).nullish(),
  image: media,
  thumbnail: media,
})

const customIdText = z.string().min(1).max(100)
const button = z
  .looseObject({
    type: z.literal(ComponentType.Button),
    style: z.number().int().min(1).max(6),
    label: z.string().max(80).nullish(),
    custom_id: customIdText.nullish(),
    url: z.string().max(512).nullish(),
    disabled: z.boolean().nullish(),
  })
  .superRefine((it, context) => {
    const link = it.style === 5
    if (link && !it.url) refuse(context, ['url'], 'BASE_TYPE_REQUIRED', 'A url is required')
    if (it.style < 5 && !it.custom_id)
      refuse(context, ['custom_id'], 'BASE_TYPE_REQUIRED', 'A custom id is required')
    if (link === Boolean(it.custom_id) && it.style < 6)
      refuse(
        context,
        ['custom_id'],
        'BUTTON_COMPONENT_CUSTOM_ID_AND_URL',
        'A custom id and url cannot both be specified',
      )
    if (it.style < 6 && !it.label && !it.emoji)
      refuse(
        context,
        ['label'],
        'BUTTON_COMPONENT_LABEL_OR_EMOJI_REQUIRED',
        'A label or an emoji is required',
      )
  })

const selectBase = {
  custom_id: customIdText,
  placeholder: z.string().max(150).nullish(),
  min_values: z.number().int().min(0).max(25).nullish(),
  max_values: z.number().int().min(1).max(25).nullish(),
  disabled: z.boolean().nullish(),
}
const stringSelect = z.looseObject({
  ...selectBase,
  type: z.literal(ComponentType.StringSelect),
  options: z
    .array(
      z.looseObject({
        label: z.string().min(1).max(100),
        value: z.string().min(1).max(100),
        description: z.string().max(100).nullish(),
      }),
    )
    .min(1)
    .max(25),
})
const otherSelects = [
  ComponentType.UserSelect,
  ComponentType.RoleSelect,
  ComponentType.MentionableSelect,
  ComponentType.ChannelSelect,
] as const
const [userSelect, roleSelect, mentionableSelect, channelSelect] = otherSelects.map((type) =>
  z.looseObject({ ...selectBase, type: z.literal(type) }),
) as [Select, Select, Select, Select]
type Select = z.ZodObject<
  { type: z.ZodLiteral<(typeof otherSelects)[number]> } & typeof selectBase,
  z.core.$loose
>

const actionRow = z
  .looseObject({
    type: z.literal(ComponentType.ActionRow),
    components: z
      .array(
        z.discriminatedUnion('type', [
          button,
          stringSelect,
          userSelect,
          roleSelect,
          mentionableSelect,
          channelSelect,
        ]),
      )
      .min(1)
      .max(5),
  })
  .superRefine((row, context) => {
    const selects = row.components.filter((part) => part.type !== ComponentType.Button)
    if (selects.length > 0 && row.components.length > 1)
      refuse(
        context,
        ['components'],
        'COMPONENT_LAYOUT_WIDTH_EXCEEDED',
        'The specified component exceeds the maximum width',
      )
  })

/** The layout of components v2; what is inside is checked by the OpenAPI document. */
const layout = z.looseObject({
  type: z.literal([
    ComponentType.Section,
    ComponentType.TextDisplay,
    ComponentType.MediaGallery,
    ComponentType.File,
    ComponentType.Separator,
    ComponentType.Container,
  ]),
})

const mentionKinds = z.enum(['users', 'roles', 'everyone'])
const allowedMentions = z
  .looseObject({
    parse: z.array(mentionKinds).nullish(),
    users: z.array(snowflake).max(100).nullish(),
    roles: z.array(snowflake).max(100).nullish(),
    replied_user: z.boolean().nullish(),
  })
  .superRefine((it, context) => {
    for (const kind of ['users', 'roles'] as const)
      if (it.parse?.includes(kind) && it[kind]?.length)
        refuse(
          context,
          [kind],
          'MESSAGE_ALLOWED_MENTIONS_PARSE_EXCLUSIVE',
          `parse:["${kind}"] and ${kind}: [ids...] are mutually exclusive.`,
        )
  })

const message = z
  .looseObject({
    content: z.string().max(2000).nullish(),
    embeds: z.array(embed).max(10).nullish(),
    components: z
      .array(z.discriminatedUnion('type', [actionRow, layout]))
      .max(40)
      .nullish(),
    allowed_mentions: allowedMentions.nullish(),
    flags: z.number().int().min(0).nullish(),
    tts: z.boolean().nullish(),
    nonce: z.union([z.string().max(25), z.number().int()]).nullish(),
    enforce_nonce: z.boolean().nullish(),
    attachments: z
      .array(
        z.looseObject({
          id: z.union([z.string(), z.number()]),
          filename: z.string().max(1024).nullish(),
          description: z.string().max(1024).nullish(),
        }),
      )
      .max(10)
      .nullish(),
    message_reference: z
      .looseObject({
        message_id: snowflake,
        channel_id: snowflake.nullish(),
        fail_if_not_exists: z.boolean().nullish(),
        type: z.literal(0).nullish(),
      })
      .nullish(),
  })
  .superRefine((body, context) => {
    if (embedLength(body.embeds ?? []) > 6000)
      refuse(context, ['embeds'], 'MAX_EMBED_SIZE_EXCEEDED', 'Embed size exceeds maximum size of 6000')
    checkCustomIds(body.components, context)
    checkLayout(body, context)
  })

/** A message as the bot sends it, checked. `null` and absent mean the same in a new message, not in an edit. */
export interface MessageBody {
  content?: string | null
  embeds?: APIEmbed[] | null
  components?: APIMessageTopLevelComponent[] | null
  allowed_mentions?: {
    parse?: ('users' | 'roles' | 'everyone')[] | null
    users?: string[] | null
    roles?: string[] | null
  } | null
  flags?: number | null
  tts?: boolean | null
  nonce?: string | number | null
  enforce_nonce?: boolean | null
  attachments?: { id: string | number; filename?: string | null; description?: string | null }[] | null
  message_reference?: { message_id: string; fail_if_not_exists?: boolean | null } | null
  poll?: unknown
}

/** Reads the body of a new message, or of an edit; throws Discord's 50035 with the bad fields. */
export function parseMessage(body: unknown): MessageBody {
  return parseBody(message, body ?? {}) as MessageBody
}

/** Refuses a new message with nothing in it (50006). */
export function requireContent(body: MessageBody, files: number): void {
  if (body.content?.trim() || body.embeds?.length || body.components?.length || files || body.poll) return
  throw refusals.emptyMessage()
}

interface EmbedTexts {
  title?: string | null | undefined
  description?: string | null | undefined
  fields?: { name: string; value: string }[] | null | undefined
  footer?: { text: string } | null | undefined
  author?: { name: string } | null | undefined
}

/** The characters that count towards 6000: titles, descriptions, fields, footers and authors of all embeds. */
function embedLength(embeds: EmbedTexts[]): number {
  const texts = embeds.flatMap((it) => [
    it.title,
    it.description,
    it.footer?.text,
    it.author?.name,
    ...(it.fields ?? []).flatMap((field) => [field.name, field.value]),
  ])
  return texts.reduce((sum, text) => sum + (text?.length ?? 0), 0)
}

function checkCustomIds(components: unknown, context: z.RefinementCtx): void {
  const ids = everyComponent(components).flatMap(({ custom_id }) =>
    typeof custom_id === 'string' ? [custom_id] : [],
  )
  const twice = ids.find((id, i) => ids.indexOf(id) !== i)
  if (twice !== undefined)
    refuse(
      context,
      ['components'],
      'COMPONENT_CUSTOM_ID_DUPLICATED',
      'Component custom id cannot be duplicated',
    )
}

function checkLayout(
  body: {
    flags?: unknown
    content?: unknown
    embeds?: unknown
    components?: { type: number }[] | null | undefined
  },
  context: z.RefinementCtx,
): void {
  const components = body.components ?? []
  if (Number(body.flags ?? 0) & MessageFlags.IsComponentsV2) {
    for (const field of ['content', 'embeds'] as const)
      if (Array.isArray(body[field]) ? body[field].length > 0 : body[field])
        refuse(
          context,
          [field],
          'MESSAGE_CANNOT_USE_LEGACY_FIELDS_WITH_COMPONENTS_V2',
          `The ${field} field cannot be used`,
        )
    if (everyComponent(components).length > 40)
      refuse(context, ['components'], 'BASE_TYPE_MAX_LENGTH', 'Must be 40 or fewer in length.')
    return
  }
  if (components.length > 5)
    refuse(context, ['components'], 'BASE_TYPE_MAX_LENGTH', 'Must be 5 or fewer in length.')
  components.forEach((part, i) => {
    if (part.type !== ComponentType.ActionRow)
      refuse(
        context,
        ['components', i, 'type'],
        'UNION_TYPE_CHOICES',
        'Value of field "type" must be one of (1,).',
      )
  })
}

export interface AnyComponent {
  type: number
  id?: number
  custom_id?: string
  label?: string
  url?: string
  disabled?: boolean
  required?: boolean
  min_values?: number
  max_values?: number
  min_length?: number
  max_length?: number
  options?: { value: string }[]
  components?: AnyComponent[]
  component?: AnyComponent
  accessory?: AnyComponent
}

/** All components of a message or modal, nested ones too, in reading order. */
export function everyComponent(components: unknown): AnyComponent[] {
  if (!Array.isArray(components)) return []
  return (components as AnyComponent[]).flatMap((part) => [
    part,
    ...everyComponent(part.components),
    ...everyComponent([part.component, part.accessory].filter((inner) => inner !== undefined)),
  ])
}

function isAddress(text: string): boolean {
  return URL.canParse(text) && ['http:', 'https:', 'attachment:'].includes(new URL(text).protocol)
}

function refuse(context: z.RefinementCtx, path: PropertyKey[], code: string, message: string): void {
  context.addIssue({ code: 'custom', path, message, params: { discord: code } })
}
