import { html, nothing, type TemplateResult } from 'lit'
import { icons } from './icons.js'
import type { MessageActions } from './message-actions.js'
import type { ThreadDraft } from './state.js'

/** Asks for the name of a new thread; left empty, it gets the one that is offered. */
export function renderThreadDialog(draft: ThreadDraft, actions: MessageActions): TemplateResult {
  const submit = (event: SubmitEvent) => {
    event.preventDefault()
    if (!(event.currentTarget instanceof HTMLFormElement)) return
    const name = String(new FormData(event.currentTarget).get('name') ?? '').trim()
    void actions.createThread(name || draft.name)
  }
  return html`<dialog class="modal" aria-labelledby="thread-title" @close=${actions.dropThread}>
    <form @submit=${submit}>
      <header>
        ${icons.thread}
        <h2 id="thread-title">Create Thread</h2>
        <button type="button" class="icon-button" aria-label="Close" @click=${close}>${icons.close}</button>
      </header>
      <div class="modal-fields">${renderName(draft)}</div>
      <footer>
        <button type="button" class="button secondary" @click=${close}>Cancel</button>
        <button type="submit" class="button primary">Create Thread</button>
      </footer>
    </form>
  </dialog>`
}

function renderName({ name, error }: ThreadDraft): TemplateResult {
  return html`<label class="field">
    <span>Thread Name</span>
    <input
      name="name"
      autofocus
      maxlength="100"
      autocomplete="off"
      placeholder=${name}
      .defaultValue=${name}
      aria-invalid=${error ? 'true' : 'false'}
      @focus=${({ target }: FocusEvent) => target instanceof HTMLInputElement && target.select()}
    />
    ${error ? html`<small class="field-error" role="alert">${error}</small>` : nothing}
  </label>`
}

/** Closed by the browser, the dialog hands the focus back to where it was. */
function close({ currentTarget }: Event): void {
  if (currentTarget instanceof Element) currentTarget.closest('dialog')?.close()
}
