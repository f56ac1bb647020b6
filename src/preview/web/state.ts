import type { APIApplicationCommand, APIModalInteractionResponseCallbackData } from 'discord-api-types/v10'
import type {
  Persona,
  PreviewChannel,
  PreviewEvent,
  PreviewGuild,
  PreviewLocale,
  PreviewMessage,
  Snapshot,
} from '../protocol.js'
import type { Point } from './place-box.js'

/**
 * Everything the page shows, except what is being typed. Changed only by the functions of this file and of
 * `message-state.ts`, which copy.
 */
export interface PageState {
  persona: Persona
  connection: 'connecting' | 'open' | 'lost'
  /** The first snapshot has arrived. */
  ready: boolean
  user: { id: string; name: string }
  bot: { id: string; name: string; online: boolean }
  /** The person's language. */
  locale: PreviewLocale
  guilds: PreviewGuild[]
  channels: PreviewChannel[]
  directCommands: APIApplicationCommand[]
  /** By channel, oldest first. */
  messages: Record<string, PreviewMessage[]>
  activeChannel: string
  activeGuild: string
  /** By server: the channel that was open there last. */
  lastChannel: Record<string, string>
  /** By channel: the last message the person has seen; what is newer is unread. */
  lastRead: Record<string, string>
  /** Where the line "new" is drawn in the open channel: after this message. */
  newAfter: string | null
  /** Ephemeral messages that the person dismissed; the server does not need to know. */
  dismissed: ReadonlySet<string>
  interactions: PendingInteraction[]
  modal: OpenModal | null
  /** The last form of an interaction that this page does not know: of another page, or of one that is just being sent. */
  early: OpenModal | null
  menu: MessageMenu | null
  /** The message that is being answered. */
  replyTo: string | null
  threadDraft: ThreadDraft | null
  /** A thread that opens once the server has told of it. */
  expected: string | null
}

export interface OpenModal {
  interactionId: string
  modal: APIModalInteractionResponseCallbackData
}

/** The open menu of a message. */
export interface MessageMenu {
  messageId: string
  at: Point
  /** The list of its apps is open as well. */
  apps: boolean
}

/** A thread that is being given its name. */
export interface ThreadDraft {
  messageId: string
  /** What is offered. */
  name: string
  error: string
}

/** Something the person did and the bot has not answered yet, or will not. */
export interface PendingInteraction {
  id: string
  channelId: string
  /** `/search`, or `Summarise` from the menu of a message; null for a button, select menu or form. */
  command: string | null
  /** The message whose button or menu was used. */
  messageId: string | null
  customId: string | null
  state: 'waiting' | 'failed'
  reason: string
}

/** Nothing of what a person can begin with a message: its menu, an answer, a thread. */
export const nothingBegun = { menu: null, replyTo: null, threadDraft: null, expected: null } as const

export const emptyState: PageState = {
  persona: 'member',
  connection: 'connecting',
  ready: false,
  user: { id: '0', name: 'You' },
  bot: { id: '0', name: 'Courant', online: false },
  locale: 'en-US',
  guilds: [],
  channels: [],
  directCommands: [],
  messages: {},
  activeChannel: '',
  activeGuild: '',
  lastChannel: {},
  lastRead: {},
  newAfter: null,
  dismissed: new Set(),
  interactions: [],
  modal: null,
  early: null,
  ...nothingBegun,
}

/** The state after an event of the server. `watching`: the person sees the end of the open channel now. */
export function applyEvent(state: PageState, event: PreviewEvent, watching: boolean): PageState {
  switch (event.type) {
    case 'snapshot':
      return applySnapshot(state, event)
    case 'message':
      return applyMessage(state, event.message, watching)
    case 'message-deleted':
      return deleteMessage(state, event.channelId, event.id)
    case 'guilds':
      return { ...state, guilds: event.guilds, directCommands: event.directCommands }
    case 'bot':
      return { ...state, bot: { ...state.bot, online: event.online } }
    case 'modal': {
      const opened = { interactionId: event.interactionId, modal: event.modal }
      // Somebody may have the page open twice: the form belongs to the one that asked, which may not know its id yet.
      const isOurs = state.interactions.some(({ id }) => id === event.interactionId)
      return isOurs ? { ...settle(state, event.interactionId), modal: opened } : { ...state, early: opened }
    }
    case 'interaction-failed':
      return fail(state, event.interactionId, event.channelId, event.reason)
  }
}

function applySnapshot(state: PageState, snapshot: Snapshot): PageState {
  const { user, bot, guilds, channels, directCommands, persona } = snapshot
  const messages: Record<string, PreviewMessage[]> = {}
  for (const { id } of channels)
    messages[id] = snapshot.messages.filter((message) => message.channel_id === id)
  const sameView = state.ready && state.persona === persona
  const kept = channels.find(({ id }) => id === state.activeChannel)
  const activeGuild = guilds.find(({ id }) => id === state.activeGuild)?.id ?? guilds[0]?.id ?? ''
  const activeChannel = kept?.id ?? firstChannel(channels, activeGuild)
  // What came while the connection was lost is unread; for a person who just arrived nothing is.
  const lastRead = sameView
    ? state.lastRead
    : Object.fromEntries(channels.map(({ id }) => [id, lastId(messages[id])]))
  const known = { persona, user, bot, guilds, channels, directCommands, messages, lastRead }
  const now = { ...known, activeChannel, activeGuild }
  const interactions = sameView ? state.interactions.filter(({ state }) => state === 'failed') : []
  const modal = sameView ? state.modal : null
  const next = { ...state, ...now, interactions, modal, newAfter: null }
  return enterExpected({ ...next, ready: true, connection: 'open' })
}

function enterExpected(state: PageState): PageState {
  const { expected } = state
  const known = expected !== null && state.channels.some(({ id }) => id === expected)
  return known ? openChannel({ ...state, expected: null }, expected) : state
}

function firstChannel(channels: readonly PreviewChannel[], guildId: string): string {
  const texts = channels.filter((channel) => channel.guildId === guildId && [0, 5].includes(channel.type))
  return texts[0]?.id ?? ''
}

/** Opens a server where the person was there last. */
export function openGuild(state: PageState, guildId: string): PageState {
  const last = state.channels.find(({ id }) => id === state.lastChannel[guildId])?.id
  return openChannel(state, last ?? firstChannel(state.channels, guildId))
}

function applyMessage(state: PageState, message: PreviewMessage, watching: boolean): PageState {
  const channel = message.channel_id
  const list = state.messages[channel] ?? []
  const known = list.some(({ id }) => id === message.id)
  const next = known
    ? list.map((old) => (old.id === message.id ? message : old))
    : [...list, message].sort(byId)
  const origin = message.interaction_metadata?.id
  const settled = settleByMessage(origin ? settle(state, origin) : state, message.id)
  const changed = { ...settled, messages: { ...state.messages, [channel]: next } }
  if (known) return changed
  const own = message.author.id === state.user.id || message.interaction_metadata?.user.id === state.user.id
  if (channel === state.activeChannel && (watching || own)) return markRead(changed, channel)
  const before = list.at(-1)?.id ?? null
  return channel === state.activeChannel ? { ...changed, newAfter: state.newAfter ?? before } : changed
}

function deleteMessage(state: PageState, channelId: string, id: string): PageState {
  const list = (state.messages[channelId] ?? []).filter((message) => message.id !== id)
  return { ...state, messages: { ...state.messages, [channelId]: list } }
}

/** Opens a channel; the line "new" stands before its first unread message. */
export function openChannel(state: PageState, channelId: string): PageState {
  const channel = state.channels.find(({ id }) => id === channelId)
  if (!channel) return state
  const activeGuild = channel.guildId ?? state.activeGuild
  const unread = countUnread(state, channelId) > 0
  const newAfter = unread ? (state.lastRead[channelId] ?? null) : null
  const lastChannel = channel.guildId
    ? { ...state.lastChannel, [channel.guildId]: channelId }
    : state.lastChannel
  const opened = { ...state, activeChannel: channelId, activeGuild, lastChannel, newAfter }
  // What was open belonged to a message of the other channel.
  const left = channelId === state.activeChannel ? opened : { ...opened, menu: null, threadDraft: null }
  return markRead(left, channelId)
}

/** Everything in the channel counts as seen. */
export function markRead(state: PageState, channelId: string): PageState {
  return { ...state, lastRead: { ...state.lastRead, [channelId]: lastId(state.messages[channelId]) } }
}

/** How many messages of others in the channel are newer than the last one seen. */
export function countUnread(state: PageState, channelId: string): number {
  const last = state.lastRead[channelId] ?? '0'
  const fresh = (state.messages[channelId] ?? []).filter(({ id }) => compareIds(id, last) > 0)
  return fresh.filter(({ author }) => author.id !== state.user.id).length
}

/** Hides an ephemeral message, or the notice of a failed command. */
export function dismiss(state: PageState, id: string): PageState {
  const interactions = state.interactions.filter((pending) => pending.id !== id)
  return { ...state, interactions, dismissed: new Set([...state.dismissed, id]) }
}

/** Remembers what the person did. Its answer may have come before its id was known: then nothing waits. */
export function startInteraction(
  state: PageState,
  started: Omit<PendingInteraction, 'state' | 'reason'>,
): PageState {
  const early = state.interactions.find(({ id }) => id === started.id)
  const answered = Object.values(state.messages).some((list) =>
    list.some((message) => message.interaction_metadata?.id === started.id),
  )
  if (state.early?.interactionId === started.id) return { ...state, modal: state.early, early: null }
  if (answered) return state
  const others = state.interactions.filter(
    ({ id, messageId }) => id !== started.id && !sameSpot(messageId, started),
  )
  const pending = { ...started, state: early?.state ?? ('waiting' as const), reason: early?.reason ?? '' }
  return { ...state, interactions: [...others, pending] }
}

/** A second press on a message's buttons replaces the notice of the first. */
function sameSpot(messageId: string | null, started: { messageId: string | null }): boolean {
  return messageId !== null && messageId === started.messageId
}

/** The interaction has its answer. */
export function settle(state: PageState, interactionId: string): PageState {
  return { ...state, interactions: state.interactions.filter(({ id }) => id !== interactionId) }
}

function settleByMessage(state: PageState, messageId: string): PageState {
  return { ...state, interactions: state.interactions.filter((pending) => pending.messageId !== messageId) }
}

function fail(state: PageState, id: string, channelId: string, reason: string): PageState {
  const failed = { state: 'failed' as const, reason }
  if (state.interactions.some((pending) => pending.id === id)) {
    const interactions = state.interactions.map((old) => (old.id === id ? { ...old, ...failed } : old))
    return { ...state, interactions }
  }
  const unknown = { id, channelId, command: null, messageId: null, customId: null, ...failed }
  return { ...state, interactions: [...state.interactions, unknown] }
}

/** Snowflakes in order of time: they are numbers too large for `number`. */
export function compareIds(a: string, b: string): number {
  return a.length - b.length || (a < b ? -1 : a > b ? 1 : 0)
}

const byId = (a: PreviewMessage, b: PreviewMessage) => compareIds(a.id, b.id)

function lastId(list: PreviewMessage[] | undefined): string {
  return list?.at(-1)?.id ?? '0'
}
