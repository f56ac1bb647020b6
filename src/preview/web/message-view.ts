import { html, nothing, type TemplateResult } from 'lit'
import type { PreviewMessage } from '../protocol.js'
import { botAvatar, userAvatar } from './avatars.js'
import { type ComponentContext, renderComponents } from './component-view.js'
import { messageTime, shortTime, snowflakeTime } from './dates.js'
import { renderEmbed } from './embed-view.js'
import { icons } from './icons.js'
import { type MarkdownContext, renderMarkdown } from './markdown-view.js'
import { fileSize, localMedia } from './media.js'
import { commandOf, commandUser, displayName, isEphemeral, isThinking } from './message-facts.js'
import type { MessageEntry } from './message-groups.js'
import { avatarOf, renderQuote } from './quote-view.js'
import type { PendingInteraction } from './state.js'
import { renderThreadBox, type ThreadFacts } from './thread-box.js'

export interface MessageContext extends MarkdownContext, ComponentContext {
  botId: string
  /** The thread that was opened from this message. */
  thread: ThreadFacts | undefined
}

/** One message as Discord draws it. */
export function renderMessage(entry: MessageEntry, context: MessageContext): TemplateResult {
  const { message, continues } = entry
  const sent = snowflakeTime(message.id)
  const time = continues ? shortTime(sent, context.locale) : messageTime(sent, context.now, context.locale)
  return html`<discord-message
    class=${isEphemeral(message) ? 'ephemeral' : ''}
    .author=${displayName(message.author)}
    .avatar=${avatarOf(message.author, context.botId)}
    ?bot=${message.author.bot ?? false}
    ?edited=${message.edited_timestamp !== null && !isThinking(message)}
    ?message-body-only=${continues}
    .timestamp=${time}
    >${renderHeader(message, context)}${isThinking(message) ? waiting(`${displayName(message.author)} is thinking…`) : renderText(message, context)}
    ${message.embeds.map((embed) => renderEmbed(embed, context))}
    ${message.attachments.length ? renderAttachments(message) : nothing} ${renderComponents(message, context)}
    ${renderNotes(message, context)}</discord-message
  >`
}

const dots = html`<span class="dots" aria-hidden="true"><i></i><i></i><i></i></span>`
const waiting = (text: string) => html`<span class="thinking">${dots} ${text}</span>`

function renderHeader(message: PreviewMessage, context: MessageContext): unknown {
  const command = commandOf(message)
  const user = commandUser(message)
  if (command && user) return commandHeader(user, command)
  return message.type === 19 ? renderQuote(message.referenced_message ?? null, context) : nothing
}

/** "X used /search" above an answer, or "X used Summarise" for an entry of a message's menu. */
export function commandHeader(user: { id: string; name: string }, command: string): TemplateResult {
  if (!command.startsWith('/'))
    return html`<div slot="reply" class="reply">
      <img src=${userAvatar(user.id, user.name)} alt="" /><strong>${user.name}</strong>
      <span>used <b class="used-entry">${command}</b></span>
    </div>`
  return html`<discord-command
    slot="reply"
    .author=${user.name}
    .avatar=${userAvatar(user.id, user.name)}
    .command=${command}
  ></discord-command>`
}

function renderText(message: PreviewMessage, context: MessageContext): unknown {
  if (message.content) return renderMarkdown(message.content, context)
  const other = ![0, 19, 20, 23].includes(message.type)
  return other ? html`<em class="muted">A message of a kind that the preview does not show.</em>` : nothing
}

function renderAttachments(message: PreviewMessage): TemplateResult {
  return html`<div slot="attachments" class="attachments">
    ${message.attachments.map(({ url, filename, size, content_type: type, description }) => {
      const source = localMedia(url, location.origin)
      const picture = type?.startsWith('image/') || /\.(?:png|jpe?g|gif|webp)$/i.test(filename)
      if (source && picture)
        return html`<img class="attachment-image" src=${source} alt=${description ?? filename} />`
      return html`<div class="attachment-file">
        ${icons.file}
        <span>${source ? html`<a href=${source} download=${filename}>${filename}</a>` : filename}<small>${fileSize(size)}</small></span>
      </div>`
    })}
  </div>`
}

/** The lines below a message: a press that failed, who can see it, and its thread. */
function renderNotes(message: PreviewMessage, { actions, pending, thread }: MessageContext): TemplateResult {
  const failed = pending?.state === 'failed'
  return html`<div slot="thread" class="notes">
    ${failed ? html`<div class="failed" role="alert" title=${pending.reason}>${icons.warning} This interaction failed</div>` : nothing}
    ${isEphemeral(message) ? ephemeralNote(() => actions.dismiss(message.id)) : nothing}
    ${thread ? renderThreadBox(thread, actions.openChannel) : nothing}
  </div>`
}

function ephemeralNote(dismiss: () => void): TemplateResult {
  return html`<div class="only-you">
    ${icons.eye} Only you can see this •
    <button type="button" class="link" @click=${dismiss}>Dismiss message</button>
  </div>`
}

/** A command that has no answer yet, or got none. */
export function renderPending(
  pending: PendingInteraction,
  user: { id: string; name: string },
  bot: { id: string; name: string },
  dismiss: () => void,
): TemplateResult {
  const failed = pending.state === 'failed'
  const note = html`<span class="failed" role="alert">${icons.warning} The application did not respond</span>`
  return html`<discord-message
    class=${failed ? 'ephemeral' : ''}
    .author=${bot.name}
    .avatar=${botAvatar}
    bot
    .timestamp=${failed ? '' : 'now'}
    >${pending.command ? commandHeader(user, pending.command) : nothing}${failed ? note : waiting('Sending command…')}
    <div slot="thread" class="notes">
      ${failed && pending.reason ? html`<div class="muted">${pending.reason}</div>` : nothing}
      ${failed ? ephemeralNote(dismiss) : nothing}
    </div></discord-message
  >`
}
