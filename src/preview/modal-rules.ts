import { type APIModalInteractionResponseCallbackData, ComponentType } from 'discord-api-types/v10'
import { z } from 'zod'
import { parseBody } from './api-error.js'
import { checkCustomIds, customIdText, refuse, selects } from './component-rules.js'

/** What a form may hold: discord.com/developers/docs/components/reference. */
const length = z.number().int().min(0).max(4000).nullish()
const textInput = z.looseObject({
  type: z.literal(ComponentType.TextInput),
  custom_id: customIdText,
  style: z.number().int().min(1).max(2),
  value: z.string().max(4000).nullish(),
  placeholder: z.string().max(100).nullish(),
  min_length: length,
  max_length: length,
})
/** What stands in a field from the start has to be as long as what may be written there. */
function checkValue(
  { value, min_length, max_length }: z.infer<typeof textInput>,
  context: z.RefinementCtx,
): void {
  if (typeof value !== 'string') return
  if (value.length < (min_length ?? 0))
    refuse(context, ['value'], 'BASE_TYPE_MIN_LENGTH', `Must be ${min_length} or more in length.`)
  if (value.length > (max_length ?? 4000))
    refuse(context, ['value'], 'BASE_TYPE_MAX_LENGTH', `Must be ${max_length} or fewer in length.`)
}

const labelText = z.string().min(1).max(45)
const label = z.looseObject({
  type: z.literal(ComponentType.Label),
  label: labelText,
  description: z.string().max(100).nullish(),
  component: z.discriminatedUnion('type', [textInput.superRefine(checkValue), ...selects]),
})
/** The older way: a row with one text input that carries its own label. */
const row = z.looseObject({
  type: z.literal(ComponentType.ActionRow),
  components: z.array(textInput.extend({ label: labelText }).superRefine(checkValue)).length(1),
})
const text = z.looseObject({
  type: z.literal(ComponentType.TextDisplay),
  content: z.string().min(1).max(4000),
})

const modal = z
  .looseObject({
    custom_id: customIdText,
    title: z.string().min(1).max(45),
    components: z
      .array(z.discriminatedUnion('type', [row, label, text]))
      .min(1)
      .max(5),
  })
  .superRefine(({ components }, context) => checkCustomIds(components, context))

/** Reads the form that the bot answers with; throws Discord's 50035 with the bad fields. */
export function parseModal(data: unknown): APIModalInteractionResponseCallbackData {
  return parseBody(modal, data) as APIModalInteractionResponseCallbackData
}
