import type { InteractionRequest, PreviewMessage } from '../protocol.js'
import { sendThread } from './connection.js'
import type { AppEntry } from './message-menu.js'
import {
  closeMenu,
  draftThread,
  endReply,
  enterThread,
  openMenu,
  refuseThread,
  showApps,
  startReply,
} from './message-state.js'
import type { Point } from './place-box.js'
import { messageText, plainText, type TextNames } from './plain-text.js'
import type { PageState } from './state.js'
import { threadName } from './thread-name.js'

/** What a person can do with a message. */
export interface MessageActions {
  /** `opener` gets the focus back; by key, the menu's first line gets it now. */
  openMenu(message: PreviewMessage, at: Point, by: { opener: HTMLElement; byKey: boolean }): void
  /** Opens or closes the list of apps in the menu; `enter` moves the focus into it. */
  showApps(open: boolean, enter?: boolean): void
  /** `keepFocus`: the person went on elsewhere. */
  closeMenu(keepFocus?: boolean): void
  reply(message: PreviewMessage): void
  cancelReply(): void
  copyText(message: PreviewMessage): void
  /** Asks for the name of a thread. */
  startThread(message: PreviewMessage): void
  createThread(name: string): Promise<void>
  dropThread(): void
  /** Uses a command from the menu of a message. */
  runEntry(message: PreviewMessage, entry: AppEntry): void
  /** Brings a message into view. */
  showMessage(id: string): void
}

/** What these actions need of the page. */
export interface MessageActionsHost {
  state(): PageState
  change(next: PageState): void
  names(message: PreviewMessage): TextNames
  interact(action: InteractionRequest['action'], about: { command: string }): Promise<void>
  report(work: Promise<void>): void
  focusComposer(): void
}

export function createMessageActions(host: MessageActionsHost): MessageActions {
  let opener: HTMLElement | undefined

  function shut(keepFocus = false): void {
    if (!host.state().menu) return
    // Before the menu is gone: a button that is only shown with the menu could not take the focus later.
    if (!keepFocus) opener?.focus({ preventScroll: true })
    host.change(closeMenu(host.state()))
  }

  return {
    openMenu(message, at, by) {
      opener = by.opener
      host.change(openMenu(host.state(), message.id, at))
      focus(by.byKey ? '.menu > .menu-item' : '.menu')
    },
    showApps(open, enter = false) {
      // The line stays while its list goes, and only then it can take the focus from there.
      if (!open && document.activeElement?.closest('.submenu')) focus(appsLine)
      host.change(showApps(host.state(), open))
      if (open && enter) focus('.submenu > .menu-item')
    },
    closeMenu: shut,
    reply(message) {
      shut(true)
      host.change(startReply(host.state(), message.id))
      host.focusComposer()
    },
    cancelReply() {
      host.change(endReply(host.state()))
      host.focusComposer()
    },
    copyText(message) {
      shut()
      host.report(navigator.clipboard.writeText(messageText(message)))
    },
    startThread(message) {
      shut()
      // The form hands the focus back to it; the button of the menu is hidden by then.
      opener?.closest<HTMLElement>('.entry')?.focus({ preventScroll: true })
      const [title = ''] = messageText(message).split('\n', 1)
      const text = plainText(message.content || title, host.names(message))
      host.change(draftThread(host.state(), message.id, threadName(text)))
    },
    createThread: (name) => createThread(host, name),
    dropThread: () => host.change({ ...host.state(), threadDraft: null }),
    runEntry(message, { name, label }) {
      shut()
      const action = { kind: 'message-command' as const, name, messageId: message.id }
      host.report(host.interact(action, { command: label }))
    },
    showMessage(id) {
      const entry = document.querySelector<HTMLElement>(`.entry[data-id="${CSS.escape(id)}"]`)
      entry?.scrollIntoView({ block: 'center' })
      entry?.focus({ preventScroll: true })
    },
  }
}

const appsLine = '.menu-item[aria-haspopup]'

function focus(selector: string): void {
  document.querySelector<HTMLElement>(selector)?.focus({ preventScroll: true })
}

async function createThread(host: MessageActionsHost, name: string): Promise<void> {
  const { threadDraft, persona: as, activeChannel: channelId } = host.state()
  if (!threadDraft) return
  try {
    const id = await sendThread({ as, channelId, messageId: threadDraft.messageId, name })
    host.change(enterThread(host.state(), id))
    host.focusComposer()
  } catch (error) {
    host.change(refuseThread(host.state(), error instanceof Error ? error.message : String(error)))
  }
}
