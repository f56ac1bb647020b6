import { html, LitElement, nothing, type TemplateResult } from 'lit'
import { icons } from './icons.js'
import type { SelectChoice } from './select-choices.js'

/** The list's largest height in the style sheet, with its distance. */
const listHeight = 264

/**
 * A select menu of a message, used with the pointer or the keyboard. (The menu of discord-components opens only by
 * pointer and picks only one.) Fires `pick` with the chosen values: at once for a single choice, on closing otherwise.
 * With a name it is a field of a form instead, which keeps what was picked.
 */
export class SelectMenu extends LitElement {
  static readonly formAssociated = true
  static override properties = {
    name: {},
    required: { type: Boolean },
    choices: { attribute: false },
    label: {},
    placeholder: {},
    min: { type: Number },
    max: { type: Number },
    disabled: { type: Boolean },
    open: { state: true },
    active: { state: true },
    picked: { state: true },
  }

  declare name: string
  declare required: boolean
  declare choices: SelectChoice[]
  /** What the menu is for, where the placeholder does not say it. */
  declare label: string
  declare placeholder: string
  declare min: number
  declare max: number
  declare disabled: boolean
  declare private open: boolean
  declare private active: number
  declare private picked: Set<string> | null

  private readonly internals: ElementInternals

  constructor() {
    super()
    this.internals = this.attachInternals()
    this.name = ''
    this.required = false
    this.choices = []
    this.label = ''
    this.placeholder = 'Make a selection'
    this.min = 1
    this.max = 1
    this.disabled = false
    this.open = false
    this.active = 0
    this.picked = null
  }

  /** The page's own style sheet applies. */
  protected override createRenderRoot(): HTMLElement {
    return this
  }

  override connectedCallback(): void {
    super.connectedCallback()
    this.addEventListener('focusout', this.onFocusOut)
  }

  override disconnectedCallback(): void {
    this.removeEventListener('focusout', this.onFocusOut)
    super.disconnectedCallback()
  }

  private readonly onFocusOut = (event: FocusEvent) => {
    if (this.open && !(event.relatedTarget instanceof Node && this.contains(event.relatedTarget))) this.shut()
  }

  private get chosen(): Set<string> {
    return this.picked ?? new Set(this.choices.filter((choice) => choice.default).map(({ value }) => value))
  }

  private get many(): boolean {
    return this.max > 1
  }

  override render(): TemplateResult {
    const labels = this.choices.filter(({ value }) => this.chosen.has(value)).map(({ label }) => label)
    return html`<div class="select" @keydown=${this.onKey}>
      <button
        type="button"
        class="select-button"
        aria-haspopup="listbox"
        aria-expanded=${this.open}
        aria-label=${[this.label || this.placeholder, ...labels].join(', ')}
        ?disabled=${this.disabled}
        @click=${() => (this.open ? this.shut() : this.show())}
      >
        <span class=${labels.length ? 'select-value' : 'select-placeholder'}>${labels.join(', ') || this.placeholder}</span>
        ${icons.down}
      </button>
      ${this.open ? this.renderList() : nothing}
    </div>`
  }

  private renderList(): TemplateResult {
    return html`<div class="select-list ${this.opensUp() ? 'up' : ''}" role="listbox" aria-multiselectable=${this.many} aria-label=${this.label || this.placeholder}>
      ${this.choices.map(
        (choice, i) => html`<div
          role="option"
          class="select-option ${i === this.active ? 'active' : ''}"
          aria-selected=${this.chosen.has(choice.value)}
          tabindex="-1"
          @mouseenter=${() => {
            this.active = i
          }}
          @click=${() => this.pick(i)}
        >
          <span class="select-text"
            ><span>${choice.label}</span>${choice.description ? html`<small>${choice.description}</small>` : nothing}</span
          >${this.chosen.has(choice.value) ? icons.check : nothing}
        </div>`,
      )}
    </div>`
  }

  /** Near the foot of the list of messages there is more room above. */
  private opensUp(): boolean {
    const frame = (this.closest('.scroll') ?? document.documentElement).getBoundingClientRect()
    const { top, bottom } = this.getBoundingClientRect()
    return frame.bottom - bottom < listHeight && top - frame.top > frame.bottom - bottom
  }

  protected override updated(): void {
    this.fillForm()
    this.querySelector('.select-option.active')?.scrollIntoView({ block: 'nearest' })
  }

  /** What the form that it is in sends, and what keeps that form from being sent. */
  private fillForm(): void {
    if (!this.name) return
    const values = new FormData()
    for (const value of this.chosen) values.append(this.name, value)
    this.internals.setFormValue(values)
    const { size } = this.chosen
    const missing = size < this.min && (size > 0 || this.required)
    const anchor = this.querySelector('button') ?? undefined
    if (missing) this.internals.setValidity({ valueMissing: true }, missingText(this.min), anchor)
    else this.internals.setValidity({})
  }

  private show(): void {
    this.open = true
    this.active = Math.max(
      0,
      this.choices.findIndex(({ value }) => this.chosen.has(value)),
    )
  }

  private shut(): void {
    this.open = false
    const enough = this.picked && this.picked.size >= this.min
    if (this.many && enough) this.send()
    if (!this.name) this.picked = null
  }

  private pick(index: number): void {
    const value = this.choices[index]?.value
    if (value === undefined) return
    const next = new Set(this.many || this.chosen.has(value) ? this.chosen : [])
    const mayLeave = this.many || (this.name && !this.required)
    if (mayLeave && next.has(value)) next.delete(value)
    else if (next.size < this.max) next.add(value)
    this.picked = next
    if (this.many) return
    this.send()
    this.open = false
    if (!this.name) this.picked = null
  }

  private send(): void {
    if (this.name) return
    const detail = [...this.chosen]
    this.dispatchEvent(new CustomEvent('pick', { detail }))
  }

  private readonly onKey = (event: KeyboardEvent) => {
    if (!this.open) {
      if (event.key === 'ArrowDown') this.show()
      else return
    } else if (event.key === 'Escape') this.shut()
    else if (event.key === 'ArrowDown') this.active = (this.active + 1) % this.choices.length
    else if (event.key === 'ArrowUp')
      this.active = (this.active - 1 + this.choices.length) % this.choices.length
    else if (event.key === 'Enter' || event.key === ' ') this.pick(this.active)
    else return
    event.preventDefault()
    event.stopPropagation()
  }
}

function missingText(min: number): string {
  return min > 1 ? `Choose at least ${min}.` : 'Choose one from the list.'
}

customElements.define('select-menu', SelectMenu)
