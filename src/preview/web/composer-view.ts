import { html, nothing, type TemplateResult } from 'lit'
import { live } from 'lit/directives/live.js'
import type { PreviewUser } from '../protocol.js'
import { botAvatar, userAvatar } from './avatars.js'
import type { Draft, OptionSpec } from './command-input.js'
import { hiddenOptions, shownOptions } from './command-input.js'
import type { Composer, Item } from './composer.js'
import { icons } from './icons.js'

/** The message box with the list above it. `replyBar` says which message the text answers. */
export function renderComposer(
  composer: Composer,
  channel: string,
  online: boolean,
  replyBar: unknown,
): TemplateResult {
  return html`<form
    class="composer"
    @submit=${(event: SubmitEvent) => {
      event.preventDefault()
      void composer.send()
    }}
  >
    ${renderPopup(composer)}
    <div class="composer-notice" role="status">
      ${composer.notice || (composer.draft && !online ? 'The bot is offline: it cannot answer now.' : nothing)}
    </div>
    ${
      // A command answers no message.
      composer.draft ? nothing : replyBar
    }
    <div class="composer-box ${composer.sending ? 'sending' : ''}">
      ${composer.draft ? renderDraft(composer, composer.draft) : renderText(composer, channel)}
      <button type="submit" class="icon-button" aria-label="Send">${icons.send}</button>
    </div>
  </form>`
}

function renderText(composer: Composer, channel: string): TemplateResult {
  return html`<textarea
    class="composer-text"
    rows="1"
    data-focus="text"
    maxlength="2000"
    aria-label="Message ${channel}"
    placeholder="Message ${channel} — type / for commands"
    role="combobox"
    aria-autocomplete="list"
    aria-controls="composer-list"
    aria-expanded=${composer.items.length > 0}
    aria-activedescendant=${markedId(composer)}
    .value=${live(composer.text)}
    @input=${(event: InputEvent) => composer.type(typedText(event))}
    @keydown=${(event: KeyboardEvent) => onTextKey(event, composer)}
  ></textarea>`
}

function renderDraft(composer: Composer, draft: Draft): TemplateResult {
  const hidden = hiddenOptions(draft).length
  const fieldless = draft.shown.length === 0
  return html`<div class="pills">
    <img class="pill-icon" src=${botAvatar} alt="" />
    <span
      class="pill-command"
      tabindex=${fieldless ? 0 : -1}
      data-focus=${fieldless ? 'command' : nothing}
      @keydown=${(event: KeyboardEvent) => onFieldKey(event, composer, '')}
      >/${draft.command.label}</span
    >
    ${shownOptions(draft).map((option) => renderPill(composer, draft, option))}
    ${
      hidden
        ? html`<button type="button" class="more" @click=${() => composer.chooseOption()}>+${hidden} more</button>`
        : nothing
    }
  </div>`
}

function renderPill(composer: Composer, draft: Draft, option: OptionSpec): TemplateResult {
  const { name } = option
  const text = draft.values[name]?.text ?? ''
  const active = composer.active === name
  const problem = composer.problems[name]
  // A list that is still being narrowed is not wrong yet.
  const marked = problem && (composer.showProblems || (text && !active))
  return html`<label class="pill ${active ? 'active' : ''} ${marked ? 'wrong' : ''}">
    <span class="pill-name">${option.label}</span>
    ${option.type === 11 ? renderFile(composer, option, text) : renderField(composer, option, text, Boolean(marked))}
    ${
      option.required
        ? nothing
        : html`<button
            type="button"
            class="pill-remove"
            tabindex="-1"
            aria-label="Remove ${option.label}"
            @click=${() => composer.remove(name)}
          >
            ${icons.close}
          </button>`
    }
  </label>`
}

function renderField(
  composer: Composer,
  { name, label }: OptionSpec,
  text: string,
  wrong: boolean,
): TemplateResult {
  const active = composer.active === name
  return html`<input
    data-focus=${name}
    size=${Math.max(2, Math.min(text.length + 1, 48))}
    autocomplete="off"
    spellcheck="false"
    aria-label=${label}
    aria-describedby="composer-hint"
    aria-invalid=${wrong ? 'true' : 'false'}
    role="combobox"
    aria-autocomplete="list"
    aria-controls="composer-list"
    aria-expanded=${active && composer.items.length > 0}
    aria-activedescendant=${active ? markedId(composer) : nothing}
    .value=${live(text)}
    @focus=${() => composer.active !== name && composer.focus(name)}
    @input=${(event: InputEvent) => composer.typeValue(name, typedText(event))}
    @keydown=${(event: KeyboardEvent) => onFieldKey(event, composer, text)}
  />`
}

function renderFile(composer: Composer, { name, label }: OptionSpec, chosen: string): TemplateResult {
  const choose = ({ target }: Event) => {
    if (!(target instanceof HTMLInputElement)) return
    const [file] = target.files ?? []
    if (file) void composer.attach(name, file)
    // Or the same file could not be chosen again after it was changed.
    target.value = ''
  }
  return html`<span class="pill-file">${chosen || 'Choose a file…'}</span
    ><input
      class="visually-hidden"
      type="file"
      data-focus=${name}
      aria-label=${chosen ? `${label}: ${chosen}` : label}
      aria-describedby="composer-hint"
      @focus=${() => composer.active !== name && composer.focus(name)}
      @change=${choose}
      @keydown=${(event: KeyboardEvent) => onFileKey(event, composer, name, chosen)}
    />`
}

function renderPopup(composer: Composer): unknown {
  const { option, items } = composer
  const searching = option?.autocomplete && composer.listOpen && !composer.choosingOption
  if (!items.length && !option) return nothing
  if (composer.draft && !composer.listOpen) return nothing
  return html`<div class="popup">
    ${option && !composer.choosingOption ? renderHint(composer, option) : nothing}
    ${searching ? renderSearchState(composer) : nothing}
    ${items.length ? html`<div class="popup-title">${titleOf(composer, items)}</div>` : nothing}
    <div id="composer-list" role="listbox" aria-label=${items.length ? titleOf(composer, items) : 'Suggestions'} class="popup-list">
      ${items.map((item, i) => renderItem(composer, item, i))}
    </div>
  </div>`
}

function titleOf(composer: Composer, items: Item[]): string {
  const kind = items[0]?.kind
  if (kind === 'command') return composer.text.length > 1 ? `Commands matching ${composer.text}` : 'Commands'
  if (kind === 'person') return 'Members'
  return kind === 'option' ? 'Optional — Tab to add' : 'Choices'
}

function renderHint(composer: Composer, option: OptionSpec): TemplateResult {
  const problem = composer.problems[option.name]
  const typed = composer.draft?.values[option.name]?.text
  const wrong = problem && (composer.showProblems || (typed && composer.choices === null))
  return html`<div class="hint" id="composer-hint">
    <strong>${option.label}</strong>
    <span class="muted">${option.description}</span>
    ${option.required ? html`<span class="tag">required</span>` : nothing}
    ${wrong ? html`<span class="hint-problem" role="alert">${problem}</span>` : nothing}
  </div>`
}

function renderSearchState(composer: Composer): unknown {
  if (composer.loading)
    return html`<div class="popup-note"><span class="spinner"></span> Loading options…</div>`
  const filled = composer.draft?.values[composer.active ?? '']
  if (composer.items.length || filled?.value !== undefined) return nothing
  const text = filled?.text
    ? 'No options match your search. What you typed is sent as it is.'
    : 'No suggestions.'
  return html`<div class="popup-note">${text}</div>`
}

function renderItem(composer: Composer, item: Item, index: number): TemplateResult {
  const marked = index === composer.marked
  return html`<div
    role="option"
    id="composer-item-${index}"
    class="popup-item ${marked ? 'marked' : ''}"
    aria-selected=${marked}
    @mousedown=${(event: MouseEvent) => event.preventDefault()}
    @click=${() => composer.pick(item)}
  >
    ${itemContent(item)}
  </div>`
}

function itemContent(item: Item): TemplateResult {
  if (item.kind === 'choice') return html`<span class="item-name">${item.choice.name}</span>`
  if (item.kind === 'option')
    return html`<span class="item-name">${item.option.label}</span><small>${item.option.description}</small>`
  if (item.kind === 'person') return personContent(item.person)
  const { command } = item
  const required = command.options.filter((option) => option.required)
  return html`<img src=${botAvatar} alt="" />
    <span class="item-text"
      ><span class="item-name">/${command.label}</span>${required.map(({ label }) => html`<span class="item-option">${label}</span>`)}<small
        >${command.description}</small
      ></span
    >
    <small class="item-source">Courant</small>`
}

function personContent({ id, name, app }: PreviewUser): TemplateResult {
  return html`<img class="small" src=${app ? botAvatar : userAvatar(id, name)} alt="" />
    <span class="item-name">${name}</span>${app ? html`<span class="app-tag">APP</span>` : nothing}`
}

function markedId(composer: Composer): unknown {
  return composer.items[composer.marked] ? `composer-item-${composer.marked}` : nothing
}

function onTextKey(event: KeyboardEvent, composer: Composer): void {
  if (!event.isComposing && takesTextKey(event, composer)) event.preventDefault()
}

function takesTextKey(event: KeyboardEvent, composer: Composer): boolean {
  const { key, shiftKey } = event
  const item = composer.items[composer.marked]
  if (key === 'Enter' && !shiftKey) {
    void composer.enter()
    return true
  }
  if (composer.items.length > 0 && moveMark(key, composer)) return true
  if (key !== 'Tab' || !item || shiftKey) return key === 'Escape' && composer.escape()
  composer.pick(item)
  return true
}

function onFieldKey(event: KeyboardEvent, composer: Composer, text: string): void {
  if (!event.isComposing && takesFieldKey(event, composer, text)) event.preventDefault()
}

/** Space, and Enter while there is no file yet, are the browser's: they open its dialog. */
function onFileKey(event: KeyboardEvent, composer: Composer, name: string, chosen: string): void {
  if (event.key === 'Backspace' && chosen) composer.typeValue(name, '')
  else if (event.key !== 'Enter' || chosen) onFieldKey(event, composer, chosen)
}

function takesFieldKey(event: KeyboardEvent, composer: Composer, text: string): boolean {
  const { key, target } = event
  const input = target instanceof HTMLInputElement && target.type === 'text' ? target : null
  const atStart = !input || (input.selectionStart === 0 && input.selectionEnd === 0)
  const atEnd = !input || input.selectionStart === text.length
  if (moveMark(key, composer)) return true
  if (key === 'Tab') return composer.tab(event.shiftKey ? -1 : 1)
  if (key === 'Escape') return composer.escape()
  if (key === 'ArrowLeft') return atStart && composer.step(-1)
  if (key === 'ArrowRight') return atEnd && composer.step(1)
  if (key === 'Enter') void composer.enter()
  else if (key === 'Backspace' && text === '') composer.eraseField()
  else return false
  return true
}

function moveMark(key: string, composer: Composer): boolean {
  if (key !== 'ArrowDown' && key !== 'ArrowUp') return false
  composer.mark(key === 'ArrowDown' ? 1 : -1)
  return true
}

function typedText(event: InputEvent): string {
  const { target } = event
  return target instanceof HTMLInputElement || target instanceof HTMLTextAreaElement ? target.value : ''
}

/** Puts the cursor into the field the composer is at; asked for after each change of it. */
export function focusComposer(root: ParentNode, composer: Composer): void {
  const wanted = composer.draft ? (composer.active ?? 'command') : 'text'
  const field = root.querySelector<HTMLElement>(`[data-focus="${CSS.escape(wanted)}"]`)
  if (!field || field === document.activeElement) return
  field.focus()
  if (field instanceof HTMLTextAreaElement || (field instanceof HTMLInputElement && field.type === 'text'))
    field.setSelectionRange(field.value.length, field.value.length)
}
