import type { APIModalInteractionResponseCallbackData } from 'discord-api-types/v10'
import { html, nothing, type TemplateResult } from 'lit'
import type { Actions } from './actions.js'
import { botAvatar } from './avatars.js'
import { type FormField, formFields } from './form-fields.js'
import { icons } from './icons.js'

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
        ({ label, value }) =>
          html`<option value=${value} ?selected=${value === field.value}>${label}</option>`,
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
