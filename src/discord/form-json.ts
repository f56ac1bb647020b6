import {
  type APIModalInteractionResponseCallbackData,
  type APIStringSelectComponent,
  type APITextInputComponent,
  ComponentType,
  TextInputStyle,
} from 'discord.js'
import { z } from 'zod'
import type { Form } from '../core/command.js'
import type { MessageKey, Translate } from '../core/i18n.js'
import type { OpenForm } from '../core/reply.js'
import { truncate } from '../core/text.js'

/** What `z.toJSONSchema` says of one field of a form, as `textField` and `paragraphField` make it. */
interface TextSchema {
  label: MessageKey
  paragraph?: boolean
  placeholder?: string
  maxLength: number
}

/** The same of `choiceField`. */
interface ChoiceSchema {
  label: MessageKey
  /** Value → the text that stands for it. */
  choices: Record<string, MessageKey>
}

export type FieldSchema = TextSchema | ChoiceSchema

/** Discord's limits for forms (UTF-16 units). */
const limits = { title: 45, label: 45, placeholder: 100, choice: 100 }

/** Field name → what its schema says of it. */
export function fieldsOf<Deps>(form: Form<Deps>): Record<string, FieldSchema> {
  return (z.toJSONSchema(form.fields, { io: 'input' }).properties ?? {}) as unknown as Record<
    string,
    FieldSchema
  >
}

/**
 * The form as Discord shows it. A value that is longer than its field allows is left out: half of it would mislead. So
 * is an empty one, which Discord refuses of some fields.
 */
export function renderForm<Deps>(
  form: Form<Deps>,
  { id, values = {} }: OpenForm,
  t: Translate,
): APIModalInteractionResponseCallbackData {
  const { required = [] } = z.toJSONSchema(form.fields, { io: 'input' })
  return {
    custom_id: id,
    title: truncate(t(form.title), limits.title),
    components: Object.entries(fieldsOf(form)).map(([name, field]) => {
      const common = { custom_id: name, required: required.includes(name) }
      const value = values[name]
      return {
        type: ComponentType.Label,
        label: truncate(t(field.label), limits.label),
        component:
          'choices' in field
            ? { ...common, ...renderChoice(field, value, t) }
            : { ...common, ...renderText(field, value) },
      }
    }),
  }
}

/** With no least length: what is required has a character anyway, and what is not could not be left empty. */
function renderText(
  { paragraph, placeholder, maxLength }: TextSchema,
  value: string | undefined,
): Omit<APITextInputComponent, 'custom_id'> {
  return {
    type: ComponentType.TextInput,
    style: paragraph ? TextInputStyle.Paragraph : TextInputStyle.Short,
    max_length: maxLength,
    ...(placeholder !== undefined && { placeholder: truncate(placeholder, limits.placeholder) }),
    ...(value && value.length <= maxLength && { value }),
  }
}

function renderChoice(
  { choices }: ChoiceSchema,
  chosen: string | undefined,
  t: Translate,
): Omit<APIStringSelectComponent, 'custom_id'> {
  return {
    type: ComponentType.StringSelect,
    options: Object.entries(choices).map(([value, key]) => ({
      label: truncate(t(key), limits.choice),
      value,
      ...(value === chosen && { default: true }),
    })),
  }
}
