import type { APIModalInteractionResponseCallbackData } from 'discord-api-types/v10'

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
  choices: { label: string; value: string }[]
}

interface RawComponent {
  type: number
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
  options?: { label: string; value: string; default?: boolean }[]
  component?: RawComponent
  components?: RawComponent[]
}

const type = { row: 1, select: 3, input: 4, label: 18 }

/** The fields of a form, in order. https://docs.discord.com/developers/components/reference */
export function formFields(modal: APIModalInteractionResponseCallbackData): FormField[] {
  return (modal.components as RawComponent[]).flatMap((outer) => {
    if (outer.type === type.row) return (outer.components ?? []).flatMap((inner) => toField(inner, inner))
    return outer.type === type.label && outer.component ? toField(outer.component, outer) : []
  })
}

function toField(raw: RawComponent, labelled: RawComponent): FormField[] {
  if (raw.type !== type.input && raw.type !== type.select) return []
  const kind = raw.type === type.select ? 'select' : raw.style === 2 ? 'paragraph' : 'line'
  const chosen = raw.options?.find((option) => option.default)?.value
  return [
    {
      kind,
      id: raw.custom_id ?? '',
      label: labelled.label ?? '',
      description: labelled.description ?? '',
      placeholder: raw.placeholder ?? '',
      value: raw.value ?? chosen ?? '',
      required: raw.required ?? true,
      minLength: raw.min_length ?? 0,
      maxLength: raw.max_length ?? 4000,
      choices: raw.options ?? [],
    },
  ]
}
