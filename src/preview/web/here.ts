import type { APIApplicationCommand } from 'discord-api-types/v10'
import type { PreviewChannel, PreviewGuild, PreviewUser } from '../protocol.js'
import type { Names } from './command-input.js'
import type { PageState } from './state.js'

/** What is at hand where the person is: the open server, its channels, people and commands. */

const nowhere: PreviewGuild = {
  id: '0',
  name: 'Courant preview',
  hasBot: true,
  mayManage: false,
  members: [],
  roles: [],
  commands: [],
}

/** The open server; direct messages are read beside the server that was open before. */
export function guildHere({ guilds, activeGuild }: Pick<PageState, 'guilds' | 'activeGuild'>): PreviewGuild {
  return guilds.find(({ id }) => id === activeGuild) ?? guilds[0] ?? nowhere
}

/** The channel that is open. */
export function channelHere({ channels, activeChannel }: PageState): PreviewChannel | undefined {
  return channels.find(({ id }) => id === activeChannel)
}

/** The channels of the open server, and direct messages. */
export function channelsHere(state: PageState): PreviewChannel[] {
  const { id } = guildHere(state)
  return state.channels.filter(({ guildId }) => guildId === id || guildId === null)
}

/** The channels of the open server that a command or a menu can name. */
export function namedChannels(state: PageState): PreviewChannel[] {
  return channelsHere(state).filter(({ guildId }) => guildId !== null)
}

/** Everybody who can be named: in a server its members, in direct messages the two who talk. */
export function usersHere(state: PageState): PreviewUser[] {
  const direct = channelHere(state)?.guildId === null
  return direct ? [{ ...state.bot, app: true }, state.user] : guildHere(state).members
}

/** What options and menus can name. */
export function listsHere(state: PageState): Names {
  return { channels: namedChannels(state), users: usersHere(state), roles: guildHere(state).roles }
}

/** The commands that can be used in the open channel. */
export function commandsHere(state: PageState): APIApplicationCommand[] {
  return channelHere(state)?.guildId === null ? state.directCommands : guildHere(state).commands
}

/** Whether the bot is in the open server, or the person talks with it directly. */
export function botIsHere(state: PageState): boolean {
  return channelHere(state)?.guildId === null || guildHere(state).hasBot
}
