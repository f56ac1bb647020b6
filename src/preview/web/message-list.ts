import { html, nothing, type TemplateResult } from 'lit'
import { guard } from 'lit/directives/guard.js'
import { repeat } from 'lit/directives/repeat.js'
import type { PreviewMessage } from '../protocol.js'
import type { Actions } from './actions.js'
import { type CommandSpec, parseCommand } from './command-input.js'
import { dayName, snowflakeTime } from './dates.js'
import { channelIcon, icons } from './icons.js'
import { groupMessages, type MessageEntry } from './message-groups.js'
import { type MessageContext, renderMessage, renderPending } from './message-view.js'
import { compareIds, countUnread, type PageState, type PendingInteraction } from './state.js'

/** Messages of the open channel, or the welcome when there are none. `minute` lets relative times move on. */
export function renderMessages(
  state: PageState,
  commands: CommandSpec[],
  actions: Actions,
  minute: number,
): TemplateResult {
  const visible = visibleMessages(state)
  const context = messageContext(state, actions)
  const messages = groupMessages(visible, state.newAfter).map((entry) => ({
    id: entry.message.id,
    draw: () => guard(guardedBy(entry, state, minute), () => renderEntry(entry, context)) as unknown,
  }))
  const unanswered = unansweredCommands(state).map((pending) => ({
    id: pending.id,
    draw: () => renderUnanswered(pending, state, actions),
  }))
  return html`<div class="messages" role="log" aria-label="Messages" aria-live="polite">
    ${renderWelcome(state, commands, actions, visible.length > 0)}
    ${repeat(
      [...messages, ...unanswered].sort((a, b) => compareIds(a.id, b.id)),
      ({ id }) => id,
      ({ draw }) => draw(),
    )}
  </div>`
}

/** Commands of this channel without an answer: still sent, or failed. */
function unansweredCommands(state: PageState): PendingInteraction[] {
  return state.interactions.filter(
    ({ channelId, messageId, command, state: status }) =>
      channelId === state.activeChannel && messageId === null && (command !== null || status === 'failed'),
  )
}

function renderUnanswered(pending: PendingInteraction, state: PageState, actions: Actions): TemplateResult {
  const dismiss = () => actions.dismiss(pending.id)
  return html`<div class="entry">${renderPending(pending, state.user, state.bot, dismiss)}</div>`
}

/** What the open channel shows: everything not dismissed. */
function visibleMessages(state: PageState): PreviewMessage[] {
  const all = state.messages[state.activeChannel] ?? []
  return all.filter(({ id }) => !state.dismissed.has(id))
}

function guardedBy(entry: MessageEntry, state: PageState, minute: number): unknown[] {
  const { message, continues, newDay, firstNew } = entry
  return [
    message,
    continues,
    newDay,
    firstNew,
    pendingOn(state, message.id),
    state.channels,
    state.user,
    minute,
  ]
}

function pendingOn(state: PageState, messageId: string) {
  return state.interactions.find((pending) => pending.messageId === messageId)
}

function messageContext(state: PageState, actions: Actions) {
  const users = [state.user, state.bot]
  return (message: PreviewMessage): MessageContext => ({
    now: Date.now(),
    actions,
    users,
    channels: state.channels,
    botId: state.bot.id,
    pending: pendingOn(state, message.id),
    userName: (id) =>
      [...users, ...message.mentions.map(named)].find((user) => user.id === id)?.name ?? 'unknown-user',
    channelName: (id) => state.channels.find((channel) => channel.id === id)?.name ?? null,
    openChannel: actions.openChannel,
    useCommand: (name) => actions.useCommand(`/${name} `),
  })
}

function named({ id, username, global_name }: PreviewMessage['mentions'][number]) {
  return { id, name: global_name ?? username }
}

function renderEntry(
  entry: MessageEntry,
  context: (message: PreviewMessage) => MessageContext,
): TemplateResult {
  const { message, newDay, firstNew, continues } = entry
  const date = newDay ? dayName(snowflakeTime(message.id)) : null
  return html`${date || firstNew ? renderDivider(date, firstNew) : nothing}
    <div class="entry ${continues ? 'continues' : ''}" data-id=${message.id}>${renderMessage(entry, context(message))}</div>`
}

function renderDivider(date: string | null, firstNew: boolean): TemplateResult {
  return html`<div class="divider ${firstNew ? 'new' : ''}" role="separator">
    <span>${date}</span>${firstNew ? html`<b>NEW</b>` : nothing}
  </div>`
}

/** Tried in this order; those the person may use are shown. Read from the sample articles, so they find something. */
const examples = ['/search harbour bridge', '/latest ', '/summary ', '/ask ', '/help ']

function renderWelcome(state: PageState, commands: CommandSpec[], actions: Actions, begun: boolean): unknown {
  const channel = state.channels.find(({ id }) => id === state.activeChannel)
  if (!channel) return nothing
  return html`<div class="welcome">
    <div class="welcome-icon">${channelIcon(channel.type)}</div>
    <h2>Welcome to #${channel.name}!</h2>
    <p>${channel.topic || `This is the start of the #${channel.name} channel.`}</p>
    ${begun ? nothing : renderExamples(state, commands, actions)}
  </div>`
}

function renderExamples(state: PageState, commands: CommandSpec[], actions: Actions): TemplateResult {
  const usable = examples.filter((text) => parseCommand(`${text} `, commands))
  const shown = (usable.length ? usable : commands.map(({ name }) => `/${name} `)).slice(0, 3)
  if (!shown.length)
    return html`<p class="muted">${state.bot.online ? `${state.bot.name} is registering its commands…` : `${state.bot.name} is offline.`}</p>`
  return html`<p>Try ${state.bot.name} here, as you would in Discord. Type <kbd>/</kbd> or start with one of these:</p>
    <div class="examples">
      ${shown.map(
        (text) => html`<button type="button" @click=${() => actions.useCommand(text)}>
          <code class="example-text">${text.trim()}</code><small>${describe(text, commands)}</small>
        </button>`,
      )}
    </div>`
}

function describe(text: string, commands: CommandSpec[]): string {
  return parseCommand(`${text} `, commands)?.command.description ?? ''
}

/** The bar over the end of the list while the reader is further up. */
export function renderJump(state: PageState, atEnd: boolean, jump: () => void): unknown {
  if (atEnd) return nothing
  const unread = countUnread(state, state.activeChannel)
  const text = unread ? `${unread} new message${unread === 1 ? '' : 's'}` : 'You are viewing older messages'
  return html`<button type="button" class="jump ${unread ? 'unread' : ''}" @click=${jump}>
    <span>${text}</span><span>Jump to present ${icons.down}</span>
  </button>`
}
