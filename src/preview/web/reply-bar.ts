import { html, type TemplateResult } from 'lit'
import { icons } from './icons.js'

/** The line above the message box while what is written there answers a message. */
export function renderReplyBar(name: string, cancel: () => void): TemplateResult {
  return html`<div class="reply-bar" role="status">
    <span>Replying to <strong>${name}</strong></span>
    <button type="button" class="icon-button" aria-label="Cancel reply" title="Cancel reply" @click=${cancel}>
      ${icons.close}
    </button>
  </div>`
}
