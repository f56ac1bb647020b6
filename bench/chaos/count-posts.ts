import type { APIMessage } from 'discord-api-types/v10'

/** An article that has to be in a channel. */
export interface Expected {
  channelId: string
  /** A word that no other article has. */
  token: string
}

export interface Counts {
  posted: number
  lost: number
  duplicated: number
  /** More than one message, but Discord's history could not tell: the first was deleted by somebody. */
  ambiguous: number
}

/** How often each expected article was posted. `deleted`: the texts of messages that somebody took away. */
export function countPosts(
  expected: readonly Expected[],
  messages: (channelId: string) => readonly APIMessage[],
  deleted: readonly string[],
): Counts & { wrong: string[] } {
  const counts: Counts & { wrong: string[] } = { posted: 0, lost: 0, duplicated: 0, ambiguous: 0, wrong: [] }
  const texts = new Map<string, string[]>()
  for (const { channelId } of expected)
    if (!texts.has(channelId)) texts.set(channelId, messages(channelId).map(textOf))
  for (const { channelId, token } of expected) {
    const visible = texts.get(channelId)?.filter((text) => text.includes(token)).length ?? 0
    const gone = deleted.filter((text) => text.includes(token)).length
    if (visible + gone === 1) counts.posted++
    else if (visible + gone === 0) counts.lost++
    else if (gone > 0) counts.ambiguous++
    else counts.duplicated++
    if (visible + gone !== 1 && gone === 0) counts.wrong.push(token)
  }
  return counts
}

/** What a message says. */
export function textOf(message: APIMessage): string {
  return JSON.stringify([message.content, message.embeds])
}
