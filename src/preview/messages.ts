import {
  type APIAttachment,
  type APIEmbed,
  type APIMessage,
  type APIMessageTopLevelComponent,
  type APIUser,
  EmbedType,
  MessageFlags,
  MessageReferenceType,
  MessageType,
  PermissionFlagsBits,
} from 'discord-api-types/v10'
import { invalidField, refusals } from './api-error.js'
import { everyComponent } from './component-rules.js'
import type { MessageBody } from './message-rules.js'
import type { LocalFile } from './objects.js'
import type { State } from './state.js'

/** Which mentions count when the sender does not say: everything for plain messages, users for interactions. */
type MentionKind = 'users' | 'roles' | 'everyone'
export const plainMentions: MentionKind[] = ['users', 'roles', 'everyone']
export const interactionMentions: MentionKind[] = ['users']

/** What Discord takes for one file, from people who pay nothing and from bots. */
export const maxFileBytes = 10 * 1024 * 1024

interface Draft {
  channelId: string
  author: APIUser
  body: MessageBody
  files: LocalFile[]
  /** Mentions that count when `allowed_mentions` is absent. */
  mentions: MentionKind[]
  /** Where uploaded files can be fetched, such as `http://127.0.0.1:8080`. */
  baseUrl: string
  more?: Partial<APIMessage>
}

/** The message that Discord would show for what was sent; it is not stored yet. */
export function drawMessage(state: State, draft: Draft): APIMessage {
  const { body, author, channelId } = draft
  const flags = (body.flags ?? 0) | (draft.more?.flags ?? 0)
  return {
    id: state.newId(),
    channel_id: channelId,
    author,
    content: body.content?.trim() ?? '',
    timestamp: new Date(state.now()).toISOString(),
    edited_timestamp: null,
    tts: body.tts ?? false,
    pinned: false,
    type: MessageType.Default,
    ...mentionsIn(state, draft),
    embeds: drawEmbeds(body.embeds),
    components: drawComponents(body.components),
    attachments: storeFiles(state, draft),
    ...(body.nonce != null && { nonce: body.nonce }),
    ...reference(state, draft),
    ...draft.more,
    flags,
  }
}

/** The message after an edit: what the body leaves out stays, `null` and `[]` empty a field. */
export function editMessage(
  state: State,
  before: APIMessage,
  draft: Omit<Draft, 'channelId' | 'author'>,
): APIMessage {
  const { body } = draft
  const full = { ...draft, channelId: before.channel_id, author: before.author }
  const kept = before.attachments.filter(
    ({ id }) => !body.attachments || body.attachments.some((listed) => String(listed.id) === id),
  )
  const edited = {
    ...before,
    ...(body.content !== undefined && { content: body.content?.trim() ?? '', ...mentionsIn(state, full) }),
    ...(body.embeds !== undefined && { embeds: drawEmbeds(body.embeds) }),
    ...(body.components !== undefined && { components: drawComponents(body.components) }),
    attachments: [...kept, ...storeFiles(state, full)],
    flags: editedFlags(before.flags ?? 0, body.flags),
    // The first content of a deferred answer is not an edit.
    edited_timestamp: isLoading(before) ? null : new Date(state.now()).toISOString(),
  }
  const { content, embeds, components, attachments } = edited
  if (!content && !embeds.length && !components?.length && !attachments.length) throw refusals.emptyMessage()
  return edited
}

function isLoading(message: APIMessage): boolean {
  return ((message.flags ?? 0) & MessageFlags.Loading) !== 0
}

/** An edit may toggle SUPPRESS_EMBEDS and set IS_COMPONENTS_V2; every other flag stays. */
function editedFlags(before: number, wanted: number | null | undefined): number {
  if (wanted == null) return before
  const { SuppressEmbeds, IsComponentsV2 } = MessageFlags
  return (before & ~SuppressEmbeds) | (wanted & (SuppressEmbeds | IsComponentsV2))
}

function drawEmbeds(embeds: APIEmbed[] | null | undefined): APIEmbed[] {
  const urls = new Set<string>()
  return (embeds ?? []).flatMap((embed) => {
    if (embed.url && urls.has(embed.url)) return []
    if (embed.url) urls.add(embed.url)
    const filled = Object.entries(embed).filter(([, value]) => value !== null && value !== '')
    return [{ ...Object.fromEntries(filled), type: EmbedType.Rich }]
  })
}

/** Discord numbers the components that the sender left without an id. */
function drawComponents(
  components: APIMessageTopLevelComponent[] | null | undefined,
): APIMessageTopLevelComponent[] {
  const drawn = structuredClone(components ?? [])
  const all = everyComponent(drawn)
  const taken = new Set(all.map(({ id }) => id))
  let next = 1
  for (const part of all) {
    if (part.id) continue
    while (taken.has(next)) next++
    part.id = next++
  }
  return drawn
}

function storeFiles(state: State, { files, body, channelId, baseUrl }: Draft): APIAttachment[] {
  if (files.some(({ data }) => data.byteLength > maxFileBytes)) throw refusals.tooLarge()
  return files.map((file, i) => {
    const listed = body.attachments?.find(({ id }) => String(id) === String(i))
    return storeFile(
      state,
      { ...file, name: listed?.filename ?? file.name },
      channelId,
      baseUrl,
      listed?.description,
    )
  })
}

/** Keeps a file and returns the attachment that points to it. */
export function storeFile(
  state: State,
  file: LocalFile,
  channelId: string,
  baseUrl: string,
  description?: string | null,
): APIAttachment {
  const id = state.newId()
  const path = `attachments/${channelId}/${id}/${encodeURIComponent(file.name)}`
  state.files.set(id, file)
  return {
    id,
    filename: file.name,
    size: file.data.byteLength,
    url: `${baseUrl}/${path}`,
    proxy_url: `${baseUrl}/${path}`,
    content_type: file.type,
    ...(description && { description }),
  }
}

type Mentions = Pick<APIMessage, 'mentions' | 'mention_roles' | 'mention_everyone'>

/** Who is pinged: mentioned in the text, allowed by the sender, and permitted. */
function mentionsIn(state: State, { body, author, channelId, mentions }: Draft): Mentions {
  const allowed = body.allowed_mentions
  const parse = allowed ? (allowed.parse ?? []) : mentions
  const text = body.content ?? ''
  const ids = (pattern: RegExp) => [...new Set([...text.matchAll(pattern)].map((match) => match[1] ?? ''))]
  const counts = (kind: 'users' | 'roles', id: string) =>
    parse.includes(kind) || allowed?.[kind]?.includes(id)
  const guild = state.guildOf(channelId)
  const loud = Boolean(state.permissionsIn(author.id, channelId) & PermissionFlagsBits.MentionEveryone)
  return {
    mentions: ids(/<@!?(\d+)>/g)
      .filter((id) => counts('users', id))
      .flatMap((id) => (guild ? guild.members.get(id)?.user : state.users.get(id)) ?? []),
    mention_roles: ids(/<@&(\d+)>/g).filter(
      (id) =>
        counts('roles', id) && guild?.roles.some((role) => role.id === id && (role.mentionable || loud)),
    ),
    mention_everyone: loud && parse.includes('everyone') && /@(everyone|here)\b/.test(text),
  }
}

/** The field that names a message's server; direct messages have none. */
export function guildIdOf(state: State, channelId: string): { guild_id?: string } {
  const guild = state.guildOf(channelId)
  return guild ? { guild_id: guild.id } : {}
}

function reference(state: State, { body, channelId }: Draft): Partial<APIMessage> {
  const target = body.message_reference
  if (!target) return {}
  const found = state.entriesOf(channelId).find(({ message }) => message.id === target.message_id)
  if (found)
    return {
      type: MessageType.Reply,
      message_reference: {
        type: MessageReferenceType.Default,
        channel_id: channelId,
        message_id: found.message.id,
        ...guildIdOf(state, channelId),
      },
      referenced_message: found.message,
    }
  if (target.fail_if_not_exists === false) return {}
  throw invalidField(['message_reference'], 'MESSAGE_REFERENCE_UNKNOWN_MESSAGE', 'Unknown message')
}
