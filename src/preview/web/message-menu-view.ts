import { html, nothing, type TemplateResult } from 'lit'
import type { PreviewMessage } from '../protocol.js'
import { icons } from './icons.js'
import type { MessageActions } from './message-actions.js'
import { type AppEntry, type MenuEntry, menuEntries, menuStep } from './message-menu.js'
import { shownMessage } from './message-state.js'
import type { MessageMenu, PageState } from './state.js'

interface MenuContext {
  menu: MessageMenu
  message: PreviewMessage
  actions: MessageActions
}

/** The menu of a message. Keys move the focus itself, so that only what is open has to be remembered. */
export function renderMessageMenu(state: PageState, actions: MessageActions): unknown {
  const { menu } = state
  const message = menu && shownMessage(state, menu.messageId)
  if (!message) return nothing
  const context = { menu, message, actions }
  return html`<div
    class="menu"
    role="menu"
    tabindex="-1"
    aria-label="Message actions"
    @keydown=${(event: KeyboardEvent) => onMenuKey(event, context)}
    @contextmenu=${(event: Event) => event.preventDefault()}
  >
    ${menuEntries(message, state).map((entry) =>
      entry.kind === 'apps' ? renderApps(entry, context) : renderEntry(entry, context),
    )}
  </div>`
}

const signs = { reply: icons.reply, thread: icons.thread, copy: icons.copy }

function renderEntry(entry: Exclude<MenuEntry, { kind: 'apps' }>, context: MenuContext): TemplateResult {
  const { menu, message, actions } = context
  const run = {
    reply: () => actions.reply(message),
    thread: () => actions.startThread(message),
    copy: () => actions.copyText(message),
  }
  const enter = (event: MouseEvent) => {
    focusTarget(event)
    if (menu.apps) actions.showApps(false)
  }
  return renderItem(entry.label, run[entry.kind], enter, signs[entry.kind])
}

function renderApps({ label, apps }: Extract<MenuEntry, { kind: 'apps' }>, context: MenuContext): unknown {
  const { menu, actions } = context
  const open = (event: MouseEvent) => {
    focusTarget(event)
    if (!menu.apps) actions.showApps(true)
  }
  return html`<button
      type="button"
      role="menuitem"
      class="menu-item"
      tabindex="-1"
      aria-haspopup="menu"
      aria-expanded=${menu.apps}
      @mouseenter=${open}
      @click=${({ detail }: MouseEvent) => actions.showApps(true, detail === 0)}
    >
      <span>${label}</span>${icons.right}
    </button>
    ${menu.apps ? renderSubmenu(label, apps, context) : nothing}`
}

function renderSubmenu(label: string, apps: AppEntry[], { message, actions }: MenuContext): TemplateResult {
  return html`<div class="menu submenu" role="menu" aria-label=${label}>
    ${apps.map((app) => renderItem(app.label, () => actions.runEntry(message, app), focusTarget, icons.apps))}
  </div>`
}

function renderItem(
  label: string,
  run: () => void,
  enter: (event: MouseEvent) => void,
  sign: TemplateResult,
): TemplateResult {
  return html`<button
    type="button"
    role="menuitem"
    class="menu-item"
    tabindex="-1"
    @mouseenter=${enter}
    @click=${run}
  >
    <span>${label}</span>${sign}
  </button>`
}

function focusTarget({ currentTarget }: Event): void {
  if (currentTarget instanceof HTMLElement) currentTarget.focus({ preventScroll: true })
}

function onMenuKey(event: KeyboardEvent, context: MenuContext): void {
  event.stopPropagation()
  if (takesMenuKey(event, context)) event.preventDefault()
}

function takesMenuKey(
  { key, target, ctrlKey, metaKey, altKey }: KeyboardEvent,
  context: MenuContext,
): boolean {
  const { menu, actions } = context
  if (!(target instanceof HTMLElement) || ctrlKey || metaKey || altKey) return false
  const inApps = target.closest('.submenu') !== null
  if (key === 'Tab') actions.closeMenu()
  else if (key === 'Escape') menu.apps ? actions.showApps(false) : actions.closeMenu()
  else if (key === 'ArrowLeft') inApps && actions.showApps(false)
  else if (key === 'ArrowRight') target.ariaHasPopup && actions.showApps(true, true)
  else return moveFocus(target, key)
  return true
}

function moveFocus(target: HTMLElement, key: string): boolean {
  const list = target.closest('.menu')
  const items = [...(list?.querySelectorAll<HTMLElement>(':scope > .menu-item') ?? [])]
  const labels = items.map(({ textContent }) => textContent.trim())
  const next = menuStep(labels, items.indexOf(target), key)
  if (next === undefined) return false
  items[next]?.focus()
  return true
}
