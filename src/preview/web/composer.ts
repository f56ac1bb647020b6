import type { CommandOptionValue, PreviewUser } from '../protocol.js'
import {
  type Choice,
  type CommandSpec,
  type Draft,
  type Filled,
  fill,
  fillFrom,
  findProblems,
  hiddenOptions,
  localChoices,
  matchCommands,
  type Names,
  type OptionSpec,
  parseCommand,
  removeOption,
  showOption,
  startDraft,
  toOptions,
} from './command-input.js'
import { fileSize } from './media.js'
import { completeMention, matchMentions, typedName } from './mentions.js'

/**
 * The state of the message box: plain text, or a command with one field per option, and the list above it. It knows
 * nothing of the screen; `composer-view.ts` draws it and hands it keys.
 */

/** What the composer asks of the page. */
export interface ComposerHost {
  commands(): CommandSpec[]
  names(): Names
  suggest(command: string, options: CommandOptionValue[]): Promise<Choice[]>
  runCommand(draft: Draft, options: CommandOptionValue[]): Promise<void>
  sendText(text: string): Promise<void>
  /** Returns the id of the uploaded file. */
  upload(file: File): Promise<string>
  changed(): void
}

/** A line of the list above the box. */
export type Item =
  | { kind: 'command'; command: CommandSpec }
  | { kind: 'choice'; choice: Choice }
  | { kind: 'option'; option: OptionSpec }
  | { kind: 'person'; person: PreviewUser }

const debounce = 200
/** As at Discord, for people who pay nothing; the server refuses more. */
const maxFileBytes = 10 * 1024 * 1024

export class Composer {
  text = ''
  draft: Draft | null = null
  /** The option whose field has the focus. */
  active: string | null = null
  /** The marked line of the list; -1 for none. */
  marked = 0
  listOpen = true
  /** "+N more" was pressed: the list shows the options without a field. */
  choosingOption = false
  loading = false
  sending = false
  /** Marks on options are shown after the first attempt to send. */
  showProblems = false
  notice = ''
  private suggestions: Choice[] | null = null
  private request = 0
  private timer: ReturnType<typeof setTimeout> | undefined

  constructor(private readonly host: ComposerHost) {}

  /** The option whose field has the focus, or null. */
  get option(): OptionSpec | null {
    return this.draft?.command.options.find(({ name }) => name === this.active) ?? null
  }

  get problems(): Record<string, string> {
    return this.draft ? findProblems(this.draft, this.host.names()) : {}
  }

  /** Text in the plain box changed. A full command name and a space after it begin the command. */
  type(text: string): void {
    this.notice = ''
    this.text = text
    const draft = parseCommand(text, this.host.commands())
    if (draft) this.begin(draft)
    else this.openList(0)
  }

  /** Fills the box from an example or a command mention; an unfinished command is replaced. */
  use(text: string): void {
    this.reset()
    this.type(text.endsWith(' ') ? text : `${text} `)
  }

  private begin(draft: Draft): void {
    this.text = ''
    this.draft = draft
    this.showProblems = false
    const filled = draft.shown.filter((name) => draft.values[name])
    const empty = draft.shown.find((name) => !draft.values[name])
    this.focus(filled.length ? (filled.at(-1) ?? null) : (empty ?? draft.command.options[0]?.name ?? null))
  }

  /** Moves to an option's field, showing it. */
  focus(option: string | null): void {
    this.active = option
    this.choosingOption = false
    if (option && this.draft) this.draft = showOption(this.draft, option)
    this.refreshChoices()
  }

  /** Text in the active option's field changed. */
  typeValue(option: string, text: string): void {
    if (!this.draft) return
    this.notice = ''
    const before = this.draft.values
    this.draft = fillFrom(this.draft, option, text)
    const { shown, values } = this.draft
    // Typing "name:" of another option goes on in its field.
    const entered = shown.filter((name) => name !== option && values[name] !== before[name]).at(-1)
    this.active = entered ?? option
    this.choosingOption = false
    this.refreshChoices()
  }

  /** The lines of the list above the box; empty when it is closed or has nothing to offer. */
  get items(): Item[] {
    if (!this.listOpen) return []
    if (!this.draft) return this.text.startsWith('/') ? this.commandItems() : this.personItems()
    if (this.choosingOption) return this.optionItems()
    return this.choices?.map((choice) => ({ kind: 'choice', choice })) ?? this.optionItems()
  }

  private commandItems(): Item[] {
    if (this.text.includes('\n')) return []
    return matchCommands(this.host.commands(), this.text.slice(1)).map((command) => ({
      kind: 'command',
      command,
    }))
  }

  private personItems(): Item[] {
    return matchMentions(this.text, this.host.names().users).map((person) => ({ kind: 'person', person }))
  }

  private optionItems(): Item[] {
    return this.draft ? hiddenOptions(this.draft).map((option) => ({ kind: 'option', option })) : []
  }

  /** What can be picked for the active option; null when it takes free text. */
  get choices(): Choice[] | null {
    const { option, draft } = this
    if (!option || !draft) return null
    if (option.autocomplete) return this.suggestions ?? []
    const filled = draft.values[option.name]
    // A value that was picked does not narrow the list: the others can still be chosen.
    return localChoices(option, filled?.value === undefined ? (filled?.text ?? '') : '', this.host.names())
  }

  mark(step: number): void {
    const count = this.items.length
    if (!count) return
    this.marked = this.marked < 0 ? (step > 0 ? 0 : count - 1) : (this.marked + step + count) % count
    this.host.changed()
  }

  /** Takes a line of the list. */
  pick(item: Item): void {
    if (item.kind === 'command') this.begin(startDraft(item.command))
    else if (item.kind === 'option') this.focus(item.option.name)
    else if (item.kind === 'person') this.type(completeMention(this.text, item.person))
    else this.choose(item.choice)
  }

  private choose({ name, value }: Choice): void {
    if (!this.draft || !this.active) return
    this.draft = fill(this.draft, this.active, { text: name, value })
    if (!this.step(1)) this.closeList()
  }

  /** Goes to the next (1) or previous (-1) field; false when there is none. */
  step(direction: 1 | -1): boolean {
    const next = this.neighbour(direction)
    if (next === undefined) return false
    this.focus(next)
    return true
  }

  private neighbour(direction: 1 | -1): string | undefined {
    const at = this.draft?.shown.indexOf(this.active ?? '') ?? -1
    return at < 0 ? undefined : this.draft?.shown[at + direction]
  }

  /** Enter: takes the marked line, else sends. */
  async enter(): Promise<void> {
    const item = this.items[this.marked]
    if (item?.kind === 'command') {
      // A command without options that is written in full needs no second Enter.
      const { options, name, label } = item.command
      const whole = options.length === 0 && [`/${name}`, `/${label}`].includes(this.text.trim())
      this.pick(item)
      return whole ? this.send() : undefined
    }
    if (item && !this.isChosen(item)) return this.pick(item)
    return this.send()
  }

  private isChosen(item: Item): boolean {
    if (item.kind === 'person') return typedName(this.text)?.toLowerCase() === item.person.name.toLowerCase()
    if (item.kind !== 'choice') return false
    const { text = '', value } = this.activeValue ?? {}
    return value === undefined
      ? text.trim().toLowerCase() === item.choice.name.toLowerCase()
      : value === item.choice.value
  }

  private get activeValue(): Filled | undefined {
    return this.active ? this.draft?.values[this.active] : undefined
  }

  /** Tab: takes the marked line, else goes on; false leaves the key to the browser. */
  tab(direction: 1 | -1): boolean {
    const item = direction === 1 ? this.items[Math.max(this.marked, 0)] : undefined
    const takes = item && (this.marked >= 0 || item.kind === 'option') && !this.isChosen(item)
    const last = this.neighbour(1) === undefined
    if (takes && (item.kind !== 'option' || last)) {
      this.pick(item)
      return true
    }
    return this.step(direction)
  }

  /** Escape: closes the list, then leaves the command; false when there is nothing to leave. */
  escape(): boolean {
    // The list of a command shows hints also when it has nothing to pick.
    if (this.listOpen && (this.items.length > 0 || this.option)) this.closeList()
    else if (this.draft) this.reset()
    else return false
    return true
  }

  /** Backspace in an empty field: takes it away, or goes back to the command's name. */
  eraseField(): void {
    const { draft, option } = this
    const previous = draft?.shown[draft.shown.indexOf(this.active ?? '') - 1]
    if (draft && option && !option.required) this.draft = removeOption(draft, option.name)
    const next = previous ?? (option?.required ? undefined : this.draft?.shown[0])
    if (next) this.focus(next)
    else this.backToText()
  }

  /** Takes an optional option's field away. */
  remove(option: string): void {
    if (!this.draft) return
    this.draft = removeOption(this.draft, option)
    this.focus(this.draft.shown.at(-1) ?? null)
  }

  /** A file was chosen for an option. */
  async attach(option: string, file: File): Promise<void> {
    const { draft } = this
    this.notice = ''
    try {
      if (file.size > maxFileBytes)
        throw new Error(`${file.name} has ${fileSize(file.size)}; choose a file of at most 10 MB.`)
      const value = await this.host.upload(file)
      const text = `${file.name} · ${fileSize(file.size)}`
      // Another command may have been begun meanwhile.
      if (this.draft && this.draft.command === draft?.command)
        this.draft = fill(this.draft, option, { text, value })
    } catch (error) {
      this.notice = error instanceof Error ? error.message : String(error)
    }
    this.host.changed()
  }

  /** "+N more". */
  chooseOption(): void {
    this.choosingOption = true
    this.openList(0)
  }

  private backToText(): void {
    const name = this.draft?.command.label ?? ''
    this.reset()
    this.text = `/${name}`
    this.openList(0)
  }

  /** Sends what is in the box, or marks what is missing. */
  async send(): Promise<void> {
    if (this.sending) return
    if (this.draft) return this.sendCommand(this.draft)
    const text = this.text.trim()
    if (!text) return
    if (/^\/[\p{L}\p{N}_-]+(\s|$)/u.test(text)) {
      this.notice = `There is no command ${text.split(/\s/, 1)[0]} for you here.`
      return this.host.changed()
    }
    await this.attempt(() => this.host.sendText(text))
  }

  private async sendCommand(draft: Draft): Promise<void> {
    const wrong = Object.keys(this.problems)[0]
    if (wrong) {
      this.showProblems = true
      return this.focus(wrong)
    }
    await this.attempt(() => this.host.runCommand(draft, toOptions(draft, this.host.names())))
  }

  /** What could not be sent stays in the box, with the reason. */
  private async attempt(send: () => Promise<void>): Promise<void> {
    this.sending = true
    this.closeList()
    try {
      await send()
      this.reset()
    } catch (error) {
      this.notice = error instanceof Error ? error.message : String(error)
    }
    this.sending = false
    this.host.changed()
  }

  reset(): void {
    clearTimeout(this.timer)
    this.request++
    Object.assign(this, {
      text: '',
      draft: null,
      active: null,
      showProblems: false,
      notice: '',
      loading: false,
    })
    this.suggestions = null
    this.choosingOption = false
    this.openList(0)
  }

  closeList(): void {
    this.listOpen = false
    this.host.changed()
  }

  private openList(marked: number): void {
    this.listOpen = true
    this.marked = marked
    this.host.changed()
  }

  private refreshChoices(): void {
    const { option } = this
    clearTimeout(this.timer)
    this.request++
    this.loading = false
    if (option?.autocomplete && this.activeValue?.value === undefined) this.askForSuggestions()
    else this.suggestions = null
    // Free text must not turn into a suggestion by Enter; a closed list of choices has its best match marked.
    const closed = option !== null && !option.autocomplete && this.choices !== null
    this.openList(closed ? Math.max(0, this.chosenIndex()) : -1)
  }

  private chosenIndex(): number {
    return this.choices?.findIndex(({ value }) => value === this.activeValue?.value) ?? -1
  }

  private askForSuggestions(): void {
    const { draft, active, request } = this
    if (!draft || !active) return
    this.loading = true
    this.timer = setTimeout(async () => {
      const options = toOptions(draft, this.host.names(), active)
      const found = await this.host.suggest(draft.command.path[0] ?? '', options).catch(() => [])
      if (request !== this.request) return
      this.suggestions = found
      this.loading = false
      this.host.changed()
    }, debounce)
  }
}
