import type { PreviewMessage } from '../protocol.js'
import { displayName } from './message-facts.js'
import type { TextNames } from './plain-text.js'
import type { PageState } from './state.js'

/** The names that a message may mention, as far as they are known here. */
export function messageNames(message: PreviewMessage, state: PageState): TextNames {
  const users = [
    state.user,
    state.bot,
    ...message.mentions.map((user) => ({ id: user.id, name: displayName(user) })),
  ]
  return {
    now: Date.now(),
    userName: (id) => users.find((user) => user.id === id)?.name ?? 'unknown-user',
    channelName: (id) => state.channels.find((channel) => channel.id === id)?.name ?? null,
  }
}
