import { ComponentType } from 'discord-api-types/v10'
import { z } from 'zod'

/**
 * What buttons, menus and their rows may hold: the limits of discord.com/developers/docs/components/reference. Objects
 * stay open, as those of messages do.
 */
export const snowflake = z.string().regex(/^\d{1,20}$/)

export const customIdText = z.string().min(1).max(100)
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
/** A menu that Discord fills itself; what is chosen at first has to be of its kind. */
function autoSelect<Type extends ComponentType>(type: Type, ...kinds: ('user' | 'role' | 'channel')[]) {
  return z
    .looseObject({
      ...selectBase,
      type: z.literal(type),
      default_values: z
        .array(z.looseObject({ id: snowflake, type: z.enum(kinds) }))
        .max(25)
        .nullish(),
      channel_types: z.array(z.number().int()).nullish(),
    })
    .superRefine(({ default_values, max_values }, context) => {
      if ((default_values?.length ?? 0) > (max_values ?? 1))
        refuse(
          context,
          ['default_values'],
          'SELECT_COMPONENT_TOO_MANY_DEFAULT_VALUES',
          'More default values than max_values',
        )
    })
}

/** The menus that messages and forms may hold. */
export const selects = [
  stringSelect,
  autoSelect(ComponentType.UserSelect, 'user'),
  autoSelect(ComponentType.RoleSelect, 'role'),
  autoSelect(ComponentType.MentionableSelect, 'user', 'role'),
  autoSelect(ComponentType.ChannelSelect, 'channel'),
] as const

/** A row of up to five buttons, or of one menu. */
export const actionRow = z
  .looseObject({
    type: z.literal(ComponentType.ActionRow),
    components: z
      .array(z.discriminatedUnion('type', [button, ...selects]))
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
export const layout = z.looseObject({
  type: z.literal([
    ComponentType.Section,
    ComponentType.TextDisplay,
    ComponentType.MediaGallery,
    ComponentType.File,
    ComponentType.Separator,
    ComponentType.Container,
  ]),
})

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
  channel_types?: number[]
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

/** Refuses components of which two have the same custom id. */
export function checkCustomIds(components: unknown, context: z.RefinementCtx): void {
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

/** Marks a body as wrong in a way that only several fields together tell, with Discord's code for it. */
export function refuse(context: z.RefinementCtx, path: PropertyKey[], code: string, message: string): void {
  context.addIssue({ code: 'custom', path, message, params: { discord: code } })
}
