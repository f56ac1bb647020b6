import { html, type TemplateResult } from 'lit'
import { icons } from './icons.js'

export interface ThreadFacts {
  id: string
  name: string
  messages: number
}

/** The thread of a message, below it. */
export function renderThreadBox(thread: ThreadFacts, open: (id: string) => void): TemplateResult {
  const { id, name, messages } = thread
  const count = messages ? `${messages} Message${messages === 1 ? '' : 's'}` : 'See Thread'
  return html`<button type="button" class="thread-box" @click=${() => open(id)}>
    <strong>${name}</strong><span>${count} ${icons.right}</span>
    <small>${messages ? '' : 'There are no recent messages in this thread.'}</small>
  </button>`
}
