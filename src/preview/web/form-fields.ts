import type { APIModalInteractionResponseCallbackData } from 'discord-api-types/v10'
import type { Names } from './command-input.js'
import { type RawSelect, type SelectChoice, selectChoices } from './select-choices.js'

/** A field of a form, whichever way it is wrapped: in an action row (older) or in a label (newer). */
export interface FormField {
  kind: 'line' | 'paragraph' | 'select'
  id: string
  label: string
  description: string
  placeholder: string
  value: string
  required: boolean
  minLength: number
  maxLength: number
  choices: SelectChoice[]
  /** How many choices may be picked. */
  min: number
  max: number
}

interface RawComponent extends RawSelect {
  custom_id?: string
  label?: string
  description?: string
  content?: string
  style?: number
  placeholder?: string
  value?: string
  required?: boolean
  min_length?: number
  max_length?: number
  min_values?: number
  max_values?: number
  component?: RawComponent
  components?: RawComponent[]
}

const type = { row: 1, input: 4, label: 18 }
/** Of text, users, roles, users and roles, channels. */
const selects = [3, 5, 6, 7, 8]

/** The fields of a form, in order. https://docs.discord.com/developers/components/reference */
export function formFields(modal: APIModalInteractionResponseCallbackData, names: Names): FormField[] {
  return (modal.components as RawComponent[]).flatMap((outer) => {
    if (outer.type === type.row)
      return (outer.components ?? []).flatMap((inner) => toField(inner, inner, names))
    return outer.type === type.label && outer.component ? toField(outer.component, outer, names) : []
  })
}

function toField(raw: RawComponent, labelled: RawComponent, names: Names): FormField[] {
  const isSelect = selects.includes(raw.type)
  if (raw.type !== type.input && !isSelect) return []
  const kind = isSelect ? 'select' : raw.style === 2 ? 'paragraph' : 'line'
  return [
    {
      kind,
      id: raw.custom_id ?? '',
      label: labelled.label ?? '',
      description: labelled.description ?? '',
      placeholder: raw.placeholder ?? '',
      value: raw.value ?? '',
      required: raw.required ?? true,
      minLength: raw.min_length ?? 0,
      maxLength: raw.max_length ?? 4000,
      choices: isSelect ? selectChoices(raw, names) : [],
      min: raw.min_values ?? 1,
      max: raw.max_values ?? 1,
    },
  ]
}
