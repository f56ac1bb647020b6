import { html, nothing, type TemplateResult } from 'lit'
import type { PreviewMessage } from '../protocol.js'
import { icons } from './icons.js'
import type { MessageActions } from './message-actions.js'

interface ToolbarFacts {
  actions: MessageActions
  mayReply: boolean
  menuOpen: boolean
}

/** The buttons at the corner of a message while the pointer or the focus is on it. */
export function renderToolbar(
  message: PreviewMessage,
  { actions, mayReply, menuOpen }: ToolbarFacts,
): TemplateResult {
  const more = ({ currentTarget, detail }: MouseEvent) => {
    if (!(currentTarget instanceof HTMLElement)) return
    const { left, bottom } = currentTarget.getBoundingClientRect()
    if (menuOpen) actions.closeMenu()
    // A press by key has no count of clicks.
    else actions.openMenu(message, { x: left, y: bottom + 4 }, { opener: currentTarget, byKey: detail === 0 })
  }
  return html`<div class="toolbar" role="group" aria-label="Message actions">
    ${
      mayReply
        ? html`<button type="button" aria-label="Reply" title="Reply" @click=${() => actions.reply(message)}>
            ${icons.reply}
          </button>`
        : nothing
    }
    <button
      type="button"
      class="more-actions"
      aria-label="More"
      title="More"
      aria-haspopup="menu"
      aria-expanded=${menuOpen}
      @click=${more}
    >
      ${icons.more}
    </button>
  </div>`
}
