import { html, nothing, type TemplateResult } from 'lit'
import type { PreviewChannel } from '../protocol.js'
import type { Actions } from './actions.js'
import { botAvatar, userAvatar } from './avatars.js'
import { orderChannels } from './channel-order.js'
import { channelIcon } from './icons.js'
import { countUnread, type PageState } from './state.js'

/** The narrow column with the server, as in Discord's own window. */
export function renderServerRail(state: PageState): TemplateResult {
  return html`<nav class="rail" aria-label="Servers">
    <div class="server active" title=${state.guild.name}><img src=${botAvatar} alt=${state.guild.name} /></div>
  </nav>`
}

/** Channels of the server with their unread marks, and who one is. */
export function renderChannelList(state: PageState, actions: Actions): TemplateResult {
  const plain = orderChannels(state.channels.filter(({ type }) => type !== 1))
  const direct = state.channels.filter(({ type }) => type === 1)
  return html`<aside class="sidebar" aria-label="Channels">
    <h1 class="guild-name">${state.guild.name}</h1>
    <nav class="channels" aria-label="Channels of ${state.guild.name}">
      <h2>Channels</h2>
      ${plain.map((channel) => renderChannel(channel, state, actions))}
      ${direct.length ? html`<h2>Direct messages</h2>` : nothing}
      ${direct.map((channel) => renderChannel(channel, state, actions))}
    </nav>
    <div class="user-panel">
      <img src=${userAvatar(state.user.id, state.user.name)} alt="" />
      <span><strong>${state.user.name}</strong><small>${state.persona === 'moderator' ? 'Moderator' : 'Member'}</small></span>
    </div>
  </aside>`
}

function renderChannel(channel: PreviewChannel, state: PageState, actions: Actions): TemplateResult {
  const active = channel.id === state.activeChannel
  const unread = active ? 0 : countUnread(state, channel.id)
  return html`<button
    type="button"
    class="channel ${active ? 'active' : ''} ${unread ? 'unread' : ''} ${channel.type === 11 ? 'in-thread' : ''}"
    aria-current=${active ? 'page' : 'false'}
    @click=${() => actions.openChannel(channel.id)}
  >
    ${channelIcon(channel.type)}<span class="channel-name">${channel.name}</span>
    ${unread ? html`<span class="badge" aria-label="${unread} unread">${unread > 99 ? '99+' : unread}</span>` : nothing}
  </button>`
}

/** The column with the people here, and whether the bot is online. */
export function renderMembers(state: PageState): TemplateResult {
  const { bot, user } = state
  return html`<aside class="members" aria-label="Members">
    <h2>Online — ${bot.online ? 2 : 1}</h2>
    ${bot.online ? member(bot.name, botAvatar, true, true) : nothing}
    ${member(user.name, userAvatar(user.id, user.name), true, false)}
    ${bot.online ? nothing : html`<h2>Offline — 1</h2>${member(bot.name, botAvatar, false, true)}`}
  </aside>`
}

function member(name: string, avatar: string, online: boolean, app: boolean): TemplateResult {
  return html`<div class="member ${online ? '' : 'offline'}">
    <span class="avatar-box"><img src=${avatar} alt="" /><i class="status" title=${online ? 'Online' : 'Offline'}></i></span>
    <span>${name}</span>${app ? html`<span class="app-tag">APP</span>` : nothing}
  </div>`
}
