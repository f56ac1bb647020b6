import type { APIModalInteractionResponseCallbackData } from 'discord-api-types/v10'
import { html, nothing, type TemplateResult } from 'lit'
import type { Actions } from './actions.js'
import { botAvatar } from './avatars.js'
import { icons } from './icons.js'

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

/** The form as a dialog. The browser's own validation holds it open until it is complete. */
export function renderModal(
  modal: APIModalInteractionResponseCallbackData,
  actions: Pick<Actions, 'submitModal' | 'closeModal'>,
): TemplateResult {
  const submit = (event: SubmitEvent) => {
    event.preventDefault()
    if (event.currentTarget instanceof HTMLFormElement) actions.submitModal(readForm(event.currentTarget))
  }
  return html`<dialog class="modal" aria-labelledby="modal-title" @close=${actions.closeModal}>
    <form @submit=${submit}>
      <header>
        <img src=${botAvatar} alt="" />
        <h2 id="modal-title">${modal.title}</h2>
        <button type="button" class="icon-button" aria-label="Close" @click=${actions.closeModal}>${icons.close}</button>
      </header>
      <div class="modal-fields">${formFields(modal).map((field, i) => renderField(field, i === 0))}</div>
      <footer>
        <button type="button" class="button secondary" @click=${actions.closeModal}>Cancel</button>
        <button type="submit" class="button primary">Submit</button>
      </footer>
    </form>
  </dialog>`
}

function readForm(form: HTMLFormElement): Record<string, string> {
  const entries = [...new FormData(form)]
  return Object.fromEntries(entries.map(([name, value]) => [name, String(value)]))
}

function renderField(field: FormField, first: boolean): TemplateResult {
  return html`<label class="field">
    <span
      >${field.label}${field.required ? html`<b class="required" title="Required" aria-hidden="true"> *</b>` : nothing}</span
    >
    ${field.description ? html`<small>${field.description}</small>` : nothing} ${renderControl(field, first)}
  </label>`
}

function renderControl(field: FormField, first: boolean): TemplateResult {
  if (field.kind === 'select')
    return html`<select name=${field.id} ?autofocus=${first} ?required=${field.required}>
      <option value="">${field.placeholder || 'Make a selection'}</option>
      ${field.choices.map(
        ({ label, value }) => html`<option value=${value} ?selected=${value === field.value}>${label}</option>`,
      )}
    </select>`
  if (field.kind === 'paragraph')
    return html`<textarea
      name=${field.id}
      rows="4"
      ?autofocus=${first}
      placeholder=${field.placeholder}
      minlength=${field.minLength}
      maxlength=${field.maxLength}
      ?required=${field.required}
      .value=${field.value}
    ></textarea>`
  return html`<input
    name=${field.id}
    ?autofocus=${first}
    placeholder=${field.placeholder}
    minlength=${field.minLength}
    maxlength=${field.maxLength}
    ?required=${field.required}
    .value=${field.value}
    autocomplete="off"
  />`
}
