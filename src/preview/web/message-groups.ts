import type { PreviewMessage } from '../protocol.js'
import { sameDay, snowflakeTime } from './dates.js'
import { isEphemeral, isReply } from './message-facts.js'

/** A message and how it stands in the list. */
export interface MessageEntry {
  message: PreviewMessage
  /** Drawn without avatar and name, below the message before it. */
  continues: boolean
  /** The first of its day: a line with the date stands above it. */
  newDay: boolean
  /** The line "new" stands above it. */
  firstNew: boolean
}

const groupWindow = 7 * 60_000

/**
 * How the messages of a channel (oldest first) are laid out. Discord groups messages of one author that are at most
 * seven minutes apart; an answer to a command or to a message starts anew. `newAfter` is the last message already seen.
 */
export function groupMessages(messages: PreviewMessage[], newAfter: string | null): MessageEntry[] {
  return messages.map((message, i) => {
    const previous = messages[i - 1]
    const newDay = !previous || !sameDay(snowflakeTime(previous.id), snowflakeTime(message.id))
    const firstNew = newAfter !== null && (previous?.id ?? '0') === newAfter
    const continues = !!previous && !newDay && !firstNew && joins(previous, message)
    return { message, continues, newDay, firstNew }
  })
}

function joins(previous: PreviewMessage, message: PreviewMessage): boolean {
  const near = snowflakeTime(message.id) - snowflakeTime(previous.id) <= groupWindow
  const alike = previous.author.id === message.author.id && isEphemeral(previous) === isEphemeral(message)
  // A thread begins with a message of the channel above it.
  const together = previous.channel_id === message.channel_id
  return near && alike && together && !isReply(message) && !isReply(previous)
}
