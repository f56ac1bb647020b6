import { html, nothing, type TemplateResult } from 'lit'
import type { PreviewChannel, PreviewGuild, PreviewLocale, PreviewUser } from '../protocol.js'
import type { Actions } from './actions.js'
import { botAvatar, userAvatar } from './avatars.js'
import { orderChannels } from './channel-order.js'
import { guildHere, namedChannels, usersHere } from './here.js'
import { channelIcon, icons } from './icons.js'
import { languages, toLocale } from './locale.js'
import { countUnread, type PageState } from './state.js'

/** The narrow column with the server, as in Discord's own window. */
export function renderServerRail(state: PageState, actions: Actions): TemplateResult {
  return html`<nav class="rail" aria-label="Servers">
    ${state.guilds.map((guild) => renderServer(guild, state, actions))}
  </nav>`
}

function renderServer(guild: PreviewGuild, state: PageState, actions: Actions): TemplateResult {
  const active = guild.id === state.activeGuild
  const unread = state.channels.some(
    (channel) => channel.guildId === guild.id && !active && countUnread(state, channel.id) > 0,
  )
  const note = guild.hasBot ? '' : ` (${state.bot.name} is not here yet)`
  return html`<button
    type="button"
    class="server ${active ? 'active' : ''} ${unread ? 'unread' : ''} ${guild.hasBot ? '' : 'without-bot'}"
    title="${guild.name}${note}"
    aria-label="${guild.name}${unread ? ', unread' : ''}${note}"
    aria-current=${active ? 'true' : 'false'}
    @click=${() => actions.openGuild(guild.id)}
  >
    <img class="server-icon" src=${guild === state.guilds[0] ? botAvatar : userAvatar(guild.id, guild.name)} alt="" />
  </button>`
}

/** Channels of the server with their unread marks, and who one is. */
export function renderChannelList(state: PageState, actions: Actions): TemplateResult {
  const guild = guildHere(state)
  const plain = orderChannels(namedChannels(state))
  const direct = state.channels.filter(({ type }) => type === 1)
  return html`<aside class="sidebar" aria-label="Channels">
    <div class="guild-head"><h1 class="guild-name">${guild.name}</h1>${renderBotSwitch(guild, state, actions)}</div>
    <nav class="channels" aria-label="Channels of ${guild.name}">
      <h2>Channels</h2>
      ${plain.map((channel) => renderChannel(channel, state, actions))}
      ${direct.length ? html`<h2>Direct messages</h2>` : nothing}
      ${direct.map((channel) => renderChannel(channel, state, actions))}
    </nav>
    <div class="user-panel">
      <img src=${userAvatar(state.user.id, state.user.name)} alt="" />
      <span><strong>${state.user.name}</strong><small>${state.persona === 'moderator' ? 'Moderator' : 'Member'}</small></span>
      ${renderLanguages(state.locale, actions)}
    </div>
  </aside>`
}

/** For those who run the server: adds the bot, or removes it. */
function renderBotSwitch(
  { id, hasBot, mayManage }: PreviewGuild,
  state: PageState,
  actions: Actions,
): unknown {
  if (!mayManage) return nothing
  const label = hasBot ? `Remove ${state.bot.name} from this server` : `Add ${state.bot.name} to this server`
  return html`<button
    type="button"
    class="icon-button"
    title=${label}
    aria-label=${label}
    @click=${() => actions.moveBot(id, !hasBot)}
  >
    ${hasBot ? icons.leave : icons.add}
  </button>`
}

function renderLanguages(current: PreviewLocale, actions: Actions): TemplateResult {
  const choose = ({ target }: Event) =>
    target instanceof HTMLSelectElement && actions.switchLocale(toLocale(target.value))
  return html`<select class="languages" aria-label="Language" title="Language" @change=${choose}>
    ${languages.map(
      ({ locale, name }) =>
        html`<option value=${locale} lang=${locale} ?selected=${locale === current}>${name}</option>`,
    )}
  </select>`
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
  const isOnline = ({ app }: PreviewUser) => !app || state.bot.online
  const users = [...usersHere(state)].sort((a, b) => Number(b.app ?? false) - Number(a.app ?? false))
  const [online, offline] = [users.filter(isOnline), users.filter((user) => !isOnline(user))]
  return html`<aside class="members" aria-label="Members">
    <h2>Online — ${online.length}</h2>
    ${online.map((user) => renderMember(user, true))}
    ${offline.length ? html`<h2>Offline — ${offline.length}</h2>` : nothing}
    ${offline.map((user) => renderMember(user, false))}
  </aside>`
}

function renderMember({ id, name, app = false }: PreviewUser, online: boolean): TemplateResult {
  const avatar = app ? botAvatar : userAvatar(id, name)
  return html`<div class="member ${online ? '' : 'offline'}">
    <span class="avatar-box"><img src=${avatar} alt="" /><i class="status" title=${online ? 'Online' : 'Offline'}></i></span>
    <span>${name}</span>${app ? html`<span class="app-tag">APP</span>` : nothing}
  </div>`
}
