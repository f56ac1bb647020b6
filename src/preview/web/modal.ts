import type { APIModalInteractionResponseCallbackData } from 'discord-api-types/v10'
import { html, nothing, type TemplateResult } from 'lit'
import type { FormValues } from '../protocol.js'
import type { Actions } from './actions.js'
import { botAvatar } from './avatars.js'
import type { Names } from './command-input.js'
import { type FormField, formFields } from './form-fields.js'
import { icons } from './icons.js'

/** The form as a dialog. The browser's own validation holds it open until it is complete. */
export function renderModal(
  modal: APIModalInteractionResponseCallbackData,
  names: Names,
  actions: Pick<Actions, 'submitModal' | 'closeModal'>,
): TemplateResult {
  const fields = formFields(modal, names)
  const submit = (event: SubmitEvent) => {
    event.preventDefault()
    if (event.currentTarget instanceof HTMLFormElement)
      actions.submitModal(readForm(event.currentTarget, fields))
  }
  return html`<dialog class="modal" aria-labelledby="modal-title" @close=${actions.closeModal}>
    <form @submit=${submit}>
      <header>
        <img src=${botAvatar} alt="" />
        <h2 id="modal-title">${modal.title}</h2>
        <button type="button" class="icon-button" aria-label="Close" @click=${actions.closeModal}>${icons.close}</button>
      </header>
      <div class="modal-fields">${fields.map((field, i) => renderField(field, i === 0))}</div>
      <footer>
        <button type="button" class="button secondary" @click=${actions.closeModal}>Cancel</button>
        <button type="submit" class="button primary">Submit</button>
      </footer>
    </form>
  </dialog>`
}

function readForm(form: HTMLFormElement, fields: readonly FormField[]): FormValues {
  const data = new FormData(form)
  return Object.fromEntries(
    fields.map(({ kind, id }) => [
      id,
      kind === 'select' ? data.getAll(id).map(String) : String(data.get(id) ?? ''),
    ]),
  )
}

function renderField(field: FormField, first: boolean): TemplateResult {
  // A label around a menu would press its button at every click inside.
  if (field.kind === 'select')
    return html`<div class="field">${renderTexts(field)} ${renderControl(field, first)}</div>`
  return html`<label class="field">${renderTexts(field)} ${renderControl(field, first)}</label>`
}

function renderTexts(field: FormField): TemplateResult {
  return html`<span
      >${field.label}${field.required ? html`<b class="required" title="Required" aria-hidden="true"> *</b>` : nothing}</span
    >
    ${field.description ? html`<small>${field.description}</small>` : nothing}`
}

function renderControl(field: FormField, first: boolean): TemplateResult {
  if (field.kind === 'select')
    return html`<select-menu
      .name=${field.id}
      .choices=${field.choices}
      label=${field.label}
      placeholder=${field.placeholder || 'Make a selection'}
      .min=${field.min}
      .max=${field.max}
      ?required=${field.required}
    ></select-menu>`
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
