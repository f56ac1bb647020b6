import { html, nothing } from 'lit'
import type { PreviewChannel } from '../protocol.js'
import type { Actions } from './actions.js'
import { isForum } from './channel-order.js'
import { type CommandSpec, parseCommand } from './command-input.js'
import { botIsHere, channelHere } from './here.js'
import { channelIcon } from './icons.js'
import type { PageState } from './state.js'
import { renderThreadBox } from './thread-box.js'

/** Tried in this order; those the person may use are shown. Read from the sample articles, so they find something. */
const examples = [
  '/search harbour bridge',
  '/ask When will the harbour bridge close?',
  '/latest ',
  '/summary article ',
  '/help ',
]

/** What stands above the first message. `begun`: there are messages already. */
export function renderWelcome(
  state: PageState,
  commands: CommandSpec[],
  actions: Actions,
  begun: boolean,
): unknown {
  const channel = channelHere(state)
  if (!channel) return nothing
  const plain = channel.parentId !== null || channel.guildId === null
  return html`<div class="welcome">
    <div class="welcome-icon">${channelIcon(channel.type)}</div>
    <h2>${plain ? channel.name : `Welcome to #${channel.name}!`}</h2>
    <p>${channel.topic || `This is the start of ${startOf(channel)}.`}</p>
    ${isForum(channel) ? renderPosts(channel.id, state, actions) : nothing}
    ${begun || isForum(channel) || !botIsHere(state) ? nothing : renderExamples(state, commands, actions)}
  </div>`
}

function startOf({ name, parentId, guildId }: PreviewChannel): string {
  if (guildId === null) return `your direct messages with ${name}`
  return parentId ? 'the thread' : `the #${name} channel`
}

/** The posts of a forum, the newest first. */
function renderPosts(forumId: string, state: PageState, actions: Actions): unknown {
  const posts = state.channels.filter(({ parentId }) => parentId === forumId).reverse()
  if (!posts.length) return html`<p class="muted">There are no posts yet.</p>`
  return html`<div class="posts">
    ${posts.map(({ id, name }) => renderThreadBox({ id, name, messages: state.messages[id]?.length ?? 0 }, actions.openChannel))}
  </div>`
}

function renderExamples(state: PageState, commands: CommandSpec[], actions: Actions): unknown {
  const usable = examples.filter((text) => parseCommand(`${text} `, commands))
  const shown = (usable.length ? usable : commands.map(({ name }) => `/${name} `)).slice(0, 3)
  if (!shown.length && channelHere(state)?.guildId === null) return nothing
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
