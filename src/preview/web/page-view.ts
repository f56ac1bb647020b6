import { html, nothing, type TemplateResult } from 'lit'
import { keyed } from 'lit/directives/keyed.js'
import type { Persona } from '../protocol.js'
import type { Actions } from './actions.js'
import { renderChannelList, renderMembers, renderServerRail } from './channel-list.js'
import { channelLabel } from './channel-order.js'
import type { CommandSpec } from './command-input.js'
import type { Composer } from './composer.js'
import { renderComposer } from './composer-view.js'
import { botIsHere, channelHere, guildHere, listsHere } from './here.js'
import { channelIcon, icons } from './icons.js'
import { displayName } from './message-facts.js'
import { renderJump, renderMessages } from './message-list.js'
import { renderMessageMenu } from './message-menu-view.js'
import { repliedMessage } from './message-state.js'
import { renderModal } from './modal.js'
import { renderReplyBar } from './reply-bar.js'
import type { PageState } from './state.js'
import { renderThreadDialog } from './thread-dialog.js'

export interface PageParts {
  state: PageState
  commands: CommandSpec[]
  composer: Composer
  actions: Actions
  /** The channel list is open on a narrow screen. */
  channelsOpen: boolean
  atEnd: boolean
  toEnd(): void
  /** Changes when relative times have to be written again. */
  tick: number
}

/** The whole page. */
export function renderPage(parts: PageParts): TemplateResult {
  const { state, actions, channelsOpen } = parts
  if (!state.ready) return renderLoading(state, actions)
  return html`<div class="app ${channelsOpen ? 'channels-open' : ''}">
    <div class="side" id="side">${renderServerRail(state, actions)}${renderChannelList(state, actions)}</div>
    <div class="shade" @click=${() => actions.toggleChannels(false)}></div>
    <main>
      ${renderHeader(parts)} ${renderBanner(state, actions)}
      <div class="columns">
        <section class="chat" aria-label="Conversation">${renderChat(parts)}</section>
        ${renderMembers(state)}
      </div>
    </main>
    ${state.modal ? keyed(state.modal.interactionId, renderModal(state.modal.modal, listsHere(state), actions)) : nothing}
    ${state.threadDraft ? renderThreadDialog(state.threadDraft, actions) : nothing} ${renderMessageMenu(state, actions)}
  </div>`
}

function renderLoading(state: PageState, actions: Actions): TemplateResult {
  const lost = state.connection === 'lost'
  return html`<div class="loading" role="status">
    <span class="spinner"></span>
    <p>${lost ? 'The preview server does not answer. Trying again…' : 'Connecting…'}</p>
    ${lost ? html`<button type="button" class="button primary" @click=${actions.retryNow}>Try now</button>` : nothing}
  </div>`
}

function renderHeader({ state, actions, channelsOpen }: PageParts): TemplateResult {
  const channel = channelHere(state)
  return html`<header class="top">
    <button
      type="button"
      class="icon-button only-narrow"
      aria-label="Channels"
      aria-expanded=${channelsOpen}
      aria-controls="side"
      @click=${() => actions.toggleChannels()}
    >
      ${icons.menu}
    </button>
    ${channel ? channelIcon(channel.type) : nothing}
    <h2 class="channel-title">${channel?.name ?? 'No channel'}</h2>
    ${channel?.topic ? html`<span class="topic" title=${channel.topic}>${channel.topic}</span>` : nothing}
    ${renderPersonaSwitch(state.persona, actions)}
  </header>`
}

const personas: [Persona, string][] = [
  ['member', 'Member'],
  ['moderator', 'Moderator'],
]

function renderPersonaSwitch(current: Persona, actions: Actions): TemplateResult {
  return html`<div class="personas" role="group" aria-label="View as">
    <span class="personas-label">View as</span>
    ${personas.map(
      ([persona, label]) => html`<button
        type="button"
        aria-pressed=${persona === current}
        @click=${() => actions.switchPersona(persona)}
      >
        ${label}
      </button>`,
    )}
  </div>`
}

function renderBanner(state: PageState, actions: Actions): unknown {
  if (state.connection === 'lost')
    return html`<div class="banner bad" role="alert">
      Connection lost. Trying again…
      <button type="button" @click=${actions.retryNow}>Try now</button>
    </div>`
  if (!state.bot.online)
    return html`<div class="banner" role="status">${state.bot.name} is offline. Commands work again when it is back.</div>`
  if (!botIsHere(state)) return renderInvitation(state, actions)
  return nothing
}

/** In a server without the bot: whoever runs it can add it. */
function renderInvitation(state: PageState, actions: Actions): TemplateResult {
  const { id, mayManage } = guildHere(state)
  const add = () => actions.moveBot(id, true)
  return html`<div class="banner" role="status">
    ${state.bot.name} is not in this server.
    ${
      mayManage
        ? html`<button type="button" @click=${add}>Add ${state.bot.name}</button>`
        : 'A moderator can add it.'
    }
  </div>`
}

function renderChat(parts: PageParts): TemplateResult {
  const { state, commands, actions, composer, tick } = parts
  const channel = channelHere(state)
  const replied = repliedMessage(state)
  const replyBar = replied ? renderReplyBar(displayName(replied.author), actions.cancelReply) : nothing
  return html`<div class="scroll" tabindex="-1">${renderMessages(state, commands, actions, tick)}</div>
    <div class="bottom">
      ${renderJump(state, parts.atEnd, parts.toEnd)}
      ${channel ? renderComposer(composer, channelLabel(channel), state.bot.online, replyBar) : nothing}
    </div>`
}
