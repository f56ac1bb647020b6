import { html, nothing, type TemplateResult } from 'lit'
import { guard } from 'lit/directives/guard.js'
import { repeat } from 'lit/directives/repeat.js'
import type { PreviewMessage } from '../protocol.js'
import type { Actions } from './actions.js'
import { type CommandSpec, parseCommand } from './command-input.js'
import { dayName, snowflakeTime } from './dates.js'
import { listsHere } from './here.js'
import { channelIcon, icons } from './icons.js'
import { messageEvents, rememberSelection } from './message-events.js'
import { displayName } from './message-facts.js'
import { groupMessages, type MessageEntry } from './message-groups.js'
import { mayReply } from './message-menu.js'
import { threadStarter } from './message-state.js'
import { renderToolbar } from './message-toolbar.js'
import { type MessageContext, renderMessage, renderPending } from './message-view.js'
import { messageNames } from './names.js'
import { compareIds, countUnread, type PageState, type PendingInteraction } from './state.js'

/** Messages of the open channel, or the welcome when there are none. `tick` lets relative times move on. */
export function renderMessages(
  state: PageState,
  commands: CommandSpec[],
  actions: Actions,
  tick: number,
): TemplateResult {
  const visible = visibleMessages(state)
  const last = visible.at(-1)
  const messages = groupMessages(visible, state.newAfter).map((entry) => ({
    id: entry.message.id,
    draw: () => drawGuarded(entry, standingOf(entry.message, state, last), { state, actions, tick }),
  }))
  const unanswered = unansweredCommands(state).map((pending) => ({
    id: pending.id,
    draw: () => renderUnanswered(pending, state, actions),
  }))
  return html`<div
    class="messages"
    role="log"
    aria-label="Messages"
    aria-live="polite"
    @pointerdown=${rememberSelection}
  >
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

/** What the open channel shows: everything not dismissed; a thread begins with the message it was opened from. */
function visibleMessages(state: PageState): PreviewMessage[] {
  const starter = threadStarter(state)
  const all = state.messages[state.activeChannel] ?? []
  return [...(starter ? [starter] : []), ...all].filter(({ id }) => !state.dismissed.has(id))
}

interface Drawing {
  state: PageState
  actions: Actions
  tick: number
}

/** What else than the message itself decides how it is drawn. */
interface Standing {
  pending: PendingInteraction | undefined
  menuOpen: boolean
  answered: boolean
  mayReply: boolean
  /** The Tab key stops at the last message; arrows go on from there. */
  last: boolean
  threadMessages: number
}

function standingOf(message: PreviewMessage, state: PageState, last: PreviewMessage | undefined): Standing {
  return {
    pending: pendingOn(state, message.id),
    menuOpen: state.menu?.messageId === message.id,
    answered: state.replyTo === message.id,
    mayReply: mayReply(message, state),
    last: message === last,
    threadMessages: state.messages[message.id]?.length ?? 0,
  }
}

/** A message is drawn again only when something that it shows has changed. */
function drawGuarded(entry: MessageEntry, standing: Standing, drawing: Drawing): unknown {
  const { state, tick } = drawing
  const here = [state.channels, state.guilds, state.user, state.locale]
  const seen = [...Object.values(entry), ...Object.values(standing), ...here, tick]
  return guard(seen, () => renderEntry(entry, standing, drawing))
}

function pendingOn(state: PageState, messageId: string) {
  return state.interactions.find((pending) => pending.messageId === messageId)
}

function messageContext(message: PreviewMessage, standing: Standing, drawing: Drawing): MessageContext {
  const { state, actions } = drawing
  const thread = state.channels.find(({ id }) => id === message.id && id !== state.activeChannel)
  return {
    ...messageNames(message, state),
    actions,
    lists: listsHere(state),
    botId: state.bot.id,
    pending: standing.pending,
    thread: thread && { ...thread, messages: standing.threadMessages },
    openChannel: actions.openChannel,
    useCommand: (name) => actions.useCommand(`/${name} `),
  }
}

function renderEntry(entry: MessageEntry, standing: Standing, drawing: Drawing): TemplateResult {
  const { message, newDay, firstNew, continues } = entry
  const { menuOpen, answered, last } = standing
  const { onContextMenu, onKey } = messageEvents(message, drawing.actions)
  const date = newDay ? dayName(snowflakeTime(message.id), drawing.state.locale) : null
  return html`${date || firstNew ? renderDivider(date, firstNew) : nothing}
    <div
      class="entry ${continues ? 'continues' : ''} ${menuOpen ? 'menu-open' : ''} ${answered ? 'answered' : ''}"
      role="article"
      aria-label="Message of ${displayName(message.author)}"
      data-id=${message.id}
      tabindex=${last ? 0 : -1}
      @contextmenu=${onContextMenu}
      @keydown=${onKey}
    >
      ${renderMessage(entry, messageContext(message, standing, drawing))}
      ${renderToolbar(message, { ...standing, actions: drawing.actions })}
    </div>`
}

function renderDivider(date: string | null, firstNew: boolean): TemplateResult {
  return html`<div class="divider ${firstNew ? 'new' : ''}" role="separator">
    <span>${date}</span>${firstNew ? html`<b>NEW</b>` : nothing}
  </div>`
}

/** Tried in this order; those the person may use are shown. Read from the sample articles, so they find something. */
const examples = [
  '/search harbour bridge',
  '/ask When will the harbour bridge close?',
  '/latest ',
  '/summary article ',
  '/help ',
]

function renderWelcome(state: PageState, commands: CommandSpec[], actions: Actions, begun: boolean): unknown {
  const channel = state.channels.find(({ id }) => id === state.activeChannel)
  if (!channel) return nothing
  return html`<div class="welcome">
    <div class="welcome-icon">${channelIcon(channel.type)}</div>
    <h2>${channel.parentId ? channel.name : `Welcome to #${channel.name}!`}</h2>
    <p>${channel.topic || `This is the start of the ${channel.parentId ? 'thread' : `#${channel.name} channel`}.`}</p>
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
