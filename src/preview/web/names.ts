import type { PreviewMessage } from '../protocol.js'
import { guildHere, usersHere } from './here.js'
import { displayName } from './message-facts.js'
import type { TextNames } from './plain-text.js'
import type { PageState } from './state.js'

/** The names that a message may mention, as far as they are known here. */
export function messageNames(message: PreviewMessage, state: PageState): TextNames {
  const users = [
    state.user,
    state.bot,
    ...usersHere(state),
    ...message.mentions.map((user) => ({ id: user.id, name: displayName(user) })),
  ]
  const { roles } = guildHere(state)
  return {
    now: Date.now(),
    locale: state.locale,
    userName: (id) => users.find((user) => user.id === id)?.name ?? 'unknown-user',
    roleName: (id) => roles.find((role) => role.id === id)?.name ?? 'unknown-role',
    channelName: (id) => state.channels.find((channel) => channel.id === id)?.name ?? null,
  }
}
