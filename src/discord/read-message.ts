import { type Client, type Embed, type Message, MessageType } from 'discord.js'
import type { Addressed, PickedMessage } from '../core/command.js'

/** Addresses in a text: what chat programs link. A full stop or bracket after one is not part of it. */
const address = /https?:\/\/[^\s<>"'|\\^`{}[\]]*[^\s<>"'|\\^`{}[\].,;:!?()。，、）]/g
/** More are a list of links, not a message about something. */
const maxLinks = 10

/** The text and the addresses of a message and of its embeds. */
export function pickMessage({ id, content, embeds }: Message): PickedMessage {
  const texts = [content, ...embeds.flatMap(textsOf)].filter((text) => text.trim() !== '')
  const inEmbeds = embeds.flatMap(({ url }) => url ?? [])
  const links = [...(content.match(address) ?? []), ...inEmbeds, ...(texts.join('\n').match(address) ?? [])]
  return { id, text: texts.map(withoutMarkup).join('\n'), links: [...new Set(links)].slice(0, maxLinks) }
}

function textsOf({ title, description, fields }: Embed): string[] {
  return [title ?? '', description ?? '', ...fields.flatMap(({ name, value }) => [name, value])]
}

/** The words that Discord shows: labels instead of links, no signs of bold or quotation, no mentions or timestamps. */
function withoutMarkup(text: string): string {
  return text
    .replace(/\[((?:\\.|[^\]\\])*)\]\([^)\s]*\)/g, '$1')
    .replace(/<(?:[@#][!&]?\d+|t:\d+(?::\w)?|a?:\w+:\d+|\/[^:>]+:\d+)>/g, '')
    .replace(/^(?:>>> |> |#{1,3} |-# )/gm, '')
    .replace(/(?<!\\)(?:\*\*|__|~~|\|\||`+)/g, '')
    .replace(/\\([^\p{L}\p{N}\s])/gu, '$1')
    .trim()
}

/** What a person wrote to the bot in a server; undefined for all other messages. */
export function readAddressed(message: Message, { user }: Client): Addressed | undefined {
  const { author, type, mentions, webhookId, reference } = message
  const isPerson = !author.bot && webhookId === null
  const isMessage = type === MessageType.Default || type === MessageType.Reply
  if (!isPerson || !isMessage || !user || !message.inGuild()) return undefined
  if (!mentions.has(user, { ignoreRoles: true, ignoreEveryone: true })) return undefined
  const isReply = mentions.repliedUser?.id === user.id && reference?.messageId !== undefined
  const name = new RegExp(`<@!?${user.id}>`, 'g')
  return {
    text: message.content.replaceAll(name, ' ').replaceAll('\0', '').trim(),
    named: name.test(message.content),
    ...(isReply && { repliedTo: reference.messageId }),
  }
}
