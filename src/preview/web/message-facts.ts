import type { PreviewMessage } from '../protocol.js'

/** Message flags: https://docs.discord.com/developers/resources/message#message-object-message-flags */
const ephemeral = 1 << 6
const loading = 1 << 7

/** Only the person who asked sees it. */
export function isEphemeral(message: PreviewMessage): boolean {
  return ((message.flags ?? 0) & ephemeral) !== 0
}

/** The bot has deferred its answer: "is thinking…". */
export function isThinking(message: PreviewMessage): boolean {
  return ((message.flags ?? 0) & loading) !== 0
}

/** It answers a command or a message, and so has a line above it that says what it answers. */
export function isReply(message: PreviewMessage): boolean {
  return commandOf(message) !== null || message.type === 19
}

/**
 * The command it answers as it is shown, `/topic create` or an entry of a message's menu such as `Summarise`, or null.
 * Pressed buttons are not named.
 */
export function commandOf(message: PreviewMessage): string | null {
  const metadata = message.interaction_metadata
  if (message.type !== 20 && message.type !== 23) return null
  const named = metadata as { name?: unknown } | undefined
  const name = message.interaction?.name ?? named?.name
  if (typeof name !== 'string' || !name) return null
  return message.type === 23 ? name : `/${name}`
}

/** Who ran the command that it answers. */
export function commandUser(message: PreviewMessage): { id: string; name: string } | null {
  const user = message.interaction_metadata?.user ?? message.interaction?.user
  return user ? { id: user.id, name: displayName(user) } : null
}

/** The name shown for a user. */
export function displayName(user: { username: string; global_name?: string | null }): string {
  return user.global_name ?? user.username
}
