import type { PreviewMessage } from '../protocol.js'
import { commandsHere } from './here.js'
import { localized } from './locale.js'
import { isEphemeral } from './message-facts.js'
import { messageText } from './plain-text.js'
import type { PageState } from './state.js'

/** A line in the menu of a message. */
export type MenuEntry =
  | { kind: 'reply' | 'thread' | 'copy'; label: string }
  | { kind: 'apps'; label: string; apps: AppEntry[] }

/** A command for messages: as it is sent, and as the person reads it. */
export interface AppEntry {
  name: string
  label: string
}

/** What can be done with a message of the open channel, in the order of Discord's own menu. */
export function menuEntries(message: PreviewMessage, state: PageState): MenuEntry[] {
  const apps = messageCommands(state)
  const here = isHere(message, state)
  const entries: (MenuEntry | false)[] = [
    mayReply(message, state) && { kind: 'reply', label: 'Reply' },
    mayOpenThread(message, state) && { kind: 'thread', label: 'Create Thread' },
    messageText(message) !== '' && { kind: 'copy', label: 'Copy Text' },
    here && apps.length > 0 && { kind: 'apps', label: 'Apps', apps },
  ]
  return entries.filter((entry) => entry !== false)
}

/** Whether it can be answered: Discord does not let anyone reply to what only one person sees. */
export function mayReply(message: PreviewMessage, state: Pick<PageState, 'activeChannel'>): boolean {
  return isHere(message, state) && !isEphemeral(message)
}

function mayOpenThread(message: PreviewMessage, state: PageState): boolean {
  const channel = state.channels.find(({ id }) => id === state.activeChannel)
  const has = state.channels.some(({ id }) => id === message.id)
  return mayReply(message, state) && !has && (channel?.type === 0 || channel?.type === 5)
}

/** The message that a thread was opened from is shown in the thread, but belongs to another channel. */
function isHere(message: PreviewMessage, { activeChannel }: Pick<PageState, 'activeChannel'>): boolean {
  return message.channel_id === activeChannel
}

function messageCommands(state: PageState): AppEntry[] {
  return commandsHere(state)
    .filter(({ type }) => type === 3)
    .map(({ name, name_localizations }) => ({
      name,
      label: localized(name, name_localizations, state.locale),
    }))
}

/**
 * Which line a key leads to in a menu with these labels; undefined when the key means nothing there. A letter leads to
 * the next line that begins with it. `current` is -1 while no line has the focus.
 */
export function menuStep(labels: readonly string[], current: number, key: string): number | undefined {
  const count = labels.length
  if (!count) return undefined
  if (key === 'ArrowDown') return (current + 1) % count
  if (key === 'ArrowUp') return (Math.max(current, 0) - 1 + count) % count
  if (key === 'Home') return 0
  if (key === 'End') return count - 1
  if ([...key].length !== 1 || key === ' ') return undefined
  const order = labels.map((_, i) => (current + 1 + i + count) % count)
  return order.find((i) => labels[i]?.toLowerCase().startsWith(key.toLowerCase()))
}
