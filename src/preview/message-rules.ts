import {
  type APIEmbed,
  type APIMessageTopLevelComponent,
  ComponentType,
  MessageFlags,
} from 'discord-api-types/v10'
import { z } from 'zod'
import { parseBody, refusals } from './api-error.js'
import { actionRow, checkCustomIds, everyComponent, layout, refuse, snowflake } from './component-rules.js'

/**
 * What a message may hold: the limits of discord.com/developers/docs/resources/message and
 * discord.com/developers/docs/components/reference. Objects stay open: unknown fields are the business of the
 * OpenAPI check, Discord itself ignores them.
 */
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

function isAddress(text: string): boolean {
  return URL.canParse(text) && ['http:', 'https:', 'attachment:'].includes(new URL(text).protocol)
}
