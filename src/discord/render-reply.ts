import {
  type APIActionRowComponent,
  type APIComponentInMessageActionRow,
  type APIEmbed,
  ButtonStyle,
  ComponentType,
  SelectMenuDefaultValueType,
} from 'discord.js'
import type { Button, Embed, EntitySelect, Reply, Select } from '../core/reply.js'
import { truncate } from '../core/text.js'

/** The body of a message, as Discord's REST takes it. */
export interface MessageBody {
  content: string
  embeds: APIEmbed[]
  components: APIActionRowComponent<APIComponentInMessageActionRow>[]
  /** Text from outside can never ping anyone. */
  allowed_mentions: { parse: []; roles?: string[] }
}

/** Discord's limits for messages (UTF-16 units). */
const limits = {
  content: 2000,
  embeds: 10,
  embedTotal: 6000,
  title: 256,
  description: 4096,
  fields: 25,
  fieldName: 256,
  fieldValue: 1024,
  footer: 2048,
  author: 256,
  url: 2048,
  rows: 5,
  buttons: 5,
  label: 80,
  options: 25,
  optionText: 100,
  placeholder: 150,
  files: 10,
  fileDescription: 1024,
}

/** A reply as a message that Discord accepts, whatever the lengths of what is in it. */
export function renderReply(reply: Reply): MessageBody {
  return {
    content: truncate(reply.content ?? '', limits.content),
    embeds: fitTotal((reply.embeds ?? []).slice(0, limits.embeds).map(renderEmbed)),
    components: (reply.rows ?? [])
      .filter((row) => row.length > 0)
      .slice(0, limits.rows)
      .map((row) => ({
        type: ComponentType.ActionRow,
        components: row.slice(0, limits.buttons).map(renderComponent),
      })),
    allowed_mentions: { parse: [], ...(reply.mentions?.length && { roles: [...reply.mentions] }) },
  }
}

/** The files of a reply, as Discord's REST takes them beside the body. */
export function renderFiles({ files = [] }: Reply): { name: string; data: Buffer; description?: string }[] {
  return files.slice(0, limits.files).map(({ name, data, description }) => ({
    name,
    data: Buffer.from(data),
    ...(description && { description: truncate(description, limits.fileDescription) }),
  }))
}

function renderEmbed(embed: Embed): APIEmbed {
  const { title, url, description, color, author, fields, image, footer, timestamp } = embed
  return {
    ...(title && { title: truncate(title, limits.title) }),
    ...(url && { url }),
    ...(description && { description: truncate(description, limits.description) }),
    ...(color !== undefined && { color }),
    ...(author && {
      author: { name: truncate(author.name, limits.author), ...(author.url && { url: author.url }) },
    }),
    ...(fields && {
      fields: fields.slice(0, limits.fields).map(({ name, value, inline }) => ({
        name: truncate(name, limits.fieldName) || '\u200b',
        value: truncate(value, limits.fieldValue) || '\u200b',
        ...(inline !== undefined && { inline }),
      })),
    }),
    ...(image && isShowable(image) && { image: { url: image } }),
    ...(footer && { footer: { text: truncate(footer, limits.footer) } }),
    ...(timestamp !== undefined && isDate(timestamp) && { timestamp: new Date(timestamp).toISOString() }),
  }
}

/** One address that Discord refuses would cost the whole message. */
function isShowable(image: string): boolean {
  return image.length <= limits.url && /^https?:\/\//i.test(image) && URL.canParse(image)
}

/** Discord's timestamps have four-digit years. */
function isDate(ms: number): boolean {
  return Math.abs(ms) <= 8.64e15 && /^\d{4}-/.test(new Date(ms).toISOString())
}

/** Shortens descriptions and drops fields, the last embed first, until all embeds together are within Discord's total. */
function fitTotal(embeds: APIEmbed[]): APIEmbed[] {
  let excess = embeds.reduce((sum, embed) => sum + embedLength(embed), 0) - limits.embedTotal
  const fitted = embeds.toReversed().map((embed) => {
    const smaller = excess > 0 ? shrink(embed, excess) : embed
    excess -= embedLength(embed) - embedLength(smaller)
    return smaller
  })
  return fitted.toReversed().filter((embed) => embedLength(embed) > 0)
}

/** The embed without as much of its description, its last fields and, if need be, its footer as is too much. */
function shrink(embed: APIEmbed, excess: number): APIEmbed {
  const target = embedLength(embed) - excess
  const smaller = { ...embed }
  if (smaller.description)
    smaller.description = truncate(smaller.description, Math.max(0, smaller.description.length - excess))
  while (smaller.fields?.length && embedLength(smaller) > target) smaller.fields = smaller.fields.slice(0, -1)
  if (embedLength(smaller) > target) delete smaller.footer
  return smaller
}

/** What counts towards the total of all embeds of a message. */
export function embedLength(embed: APIEmbed): number {
  const texts = [embed.title, embed.description, embed.footer?.text, embed.author?.name]
  const fields = (embed.fields ?? []).flatMap(({ name, value }) => [name, value])
  return [...texts, ...fields].reduce((sum, text) => sum + (text?.length ?? 0), 0)
}

const buttonStyles = {
  primary: ButtonStyle.Primary,
  secondary: ButtonStyle.Secondary,
  success: ButtonStyle.Success,
  danger: ButtonStyle.Danger,
} as const

function renderComponent(part: Button | Select | EntitySelect): APIComponentInMessageActionRow {
  if ('choices' in part) return renderSelect(part)
  return 'kind' in part ? renderEntitySelect(part) : renderButton(part)
}

function renderButton({
  label,
  style = 'secondary',
  id,
  url,
  disabled,
}: Button): APIComponentInMessageActionRow {
  const base = {
    type: ComponentType.Button as const,
    label: truncate(label, limits.label),
    ...(disabled && { disabled }),
  }
  if (url) return { ...base, style: ButtonStyle.Link, url }
  if (!id) throw new Error(`button "${label}" has neither an id nor a url`)
  return { ...base, style: buttonStyles[style], custom_id: id }
}

function renderSelect({ choices, ...select }: Select): APIComponentInMessageActionRow {
  const options = choices.slice(0, limits.options)
  return {
    type: ComponentType.StringSelect,
    ...renderMenu(select, options.length),
    options: options.map(({ label, value, description, picked }) => ({
      label: truncate(label, limits.optionText) || '—',
      value,
      ...(description && { description: truncate(description, limits.optionText) }),
      ...(picked && { default: true }),
    })),
  }
}

function renderEntitySelect({
  kind,
  channelTypes,
  picked = [],
  ...select
}: EntitySelect): APIComponentInMessageActionRow {
  const menu = renderMenu(select, limits.options)
  const ids = picked.slice(0, select.max ?? 1)
  if (kind === 'role')
    return {
      type: ComponentType.RoleSelect,
      ...menu,
      ...(ids.length > 0 && {
        default_values: ids.map((id) => ({ id, type: SelectMenuDefaultValueType.Role as const })),
      }),
    }
  return {
    type: ComponentType.ChannelSelect,
    ...menu,
    ...(channelTypes && { channel_types: [...channelTypes] }),
    ...(ids.length > 0 && {
      default_values: ids.map((id) => ({ id, type: SelectMenuDefaultValueType.Channel as const })),
    }),
  }
}

/** What all menus have. Discord refuses one that asks for more than it offers. */
function renderMenu(
  { id, placeholder, min, max }: Pick<Select, 'id' | 'placeholder' | 'min' | 'max'>,
  offered: number,
) {
  return {
    custom_id: id,
    placeholder: truncate(placeholder, limits.placeholder),
    ...(min !== undefined && { min_values: min }),
    ...(max !== undefined && { max_values: Math.min(max, offered) }),
  }
}
