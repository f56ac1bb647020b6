import { html, type TemplateResult } from 'lit'
import type { PreviewMessage } from '../protocol.js'
import { botAvatar, userAvatar } from './avatars.js'
import { icons } from './icons.js'
import { displayName } from './message-facts.js'
import { plainText, type TextNames } from './plain-text.js'

export interface QuoteContext extends TextNames {
  botId: string
  actions: { showMessage(id: string): void }
}

/** The message that another one answers, in one line above it; a press goes to it. */
export function renderQuote(quoted: PreviewMessage | null, context: QuoteContext): TemplateResult {
  if (!quoted)
    return html`<div slot="reply" class="reply"><em class="muted">Original message was deleted</em></div>`
  return html`<div slot="reply" class="reply">
    <img src=${avatarOf(quoted.author, context.botId)} alt="" /><strong>${displayName(quoted.author)}</strong>
    <button type="button" class="quoted" @click=${() => context.actions.showMessage(quoted.id)}>
      ${quoted.content ? plainText(quoted.content, context) : attachmentHint}
    </button>
  </div>`
}

/** Discord calls everything without text an attachment, embeds too. */
const attachmentHint = html`<em>Click to see attachment</em> ${icons.picture}`

export function avatarOf(author: PreviewMessage['author'], botId: string): string {
  return author.id === botId || author.bot ? botAvatar : userAvatar(author.id, displayName(author))
}
