import { type APIModalInteractionResponseCallbackData, ComponentType, TextInputStyle } from 'discord.js'
import { z } from 'zod'
import type { Form } from '../core/command.js'
import type { MessageKey, Translate } from '../core/i18n.js'
import type { OpenForm } from '../core/reply.js'
import { truncate } from '../core/text.js'

/** What `z.toJSONSchema` says of one field of a form, as `textField` makes it. */
export interface FieldSchema {
  label: MessageKey
  placeholder?: string
  minLength?: number
  maxLength: number
}

/** Discord's limits for forms (UTF-16 units). */
const limits = { title: 45, label: 45, placeholder: 100 }

/** Field name → what its schema says of it. */
export function fieldsOf<Deps>(form: Form<Deps>): Record<string, FieldSchema> {
  return (z.toJSONSchema(form.fields, { io: 'input' }).properties ?? {}) as unknown as Record<
    string,
    FieldSchema
  >
}

/** The form as Discord shows it. A value that is longer than its field allows is left out: half of it would mislead. */
export function renderForm<Deps>(
  form: Form<Deps>,
  { id, values = {} }: OpenForm,
  t: Translate,
): APIModalInteractionResponseCallbackData {
  const { required = [] } = z.toJSONSchema(form.fields, { io: 'input' })
  return {
    custom_id: id,
    title: truncate(t(form.title), limits.title),
    components: Object.entries(fieldsOf(form)).map(([name, { label, placeholder, minLength, maxLength }]) => {
      const value = values[name]
      return {
        type: ComponentType.Label,
        label: truncate(t(label), limits.label),
        component: {
          type: ComponentType.TextInput,
          custom_id: name,
          style: TextInputStyle.Short,
          required: required.includes(name),
          max_length: maxLength,
          ...(minLength !== undefined && { min_length: minLength }),
          ...(placeholder !== undefined && { placeholder: truncate(placeholder, limits.placeholder) }),
          ...(value !== undefined && value.length <= maxLength && { value }),
        },
      }
    }),
  }
}
