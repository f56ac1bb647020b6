import type { PreviewMessage } from '../protocol.js'
import type { Point } from './place-box.js'
import { openChannel, type PageState } from './state.js'

/** Changes of the state by what a person does with a message: its menu, an answer, a thread. */

export function openMenu(state: PageState, messageId: string, at: Point): PageState {
  return { ...state, menu: { messageId, at, apps: false } }
}

export function showApps(state: PageState, apps: boolean): PageState {
  return state.menu ? { ...state, menu: { ...state.menu, apps } } : state
}

export function closeMenu(state: PageState): PageState {
  return { ...state, menu: null }
}

/** What is sent next answers this message. */
export function startReply(state: PageState, messageId: string): PageState {
  return { ...state, replyTo: messageId }
}

/** `messageId`: only if it is still that message which is being answered. */
export function endReply(state: PageState, messageId = state.replyTo): PageState {
  return messageId === state.replyTo ? { ...state, replyTo: null } : state
}

/** The message being answered. One in another channel waits for its channel; one that was deleted cannot be answered. */
export function repliedMessage(state: PageState): PreviewMessage | null {
  return state.messages[state.activeChannel]?.find(({ id }) => id === state.replyTo) ?? null
}

/** The message that the open channel, a thread, was opened from. */
export function threadStarter(state: PageState): PreviewMessage | null {
  const thread = state.channels.find(({ id }) => id === state.activeChannel)
  if (!thread?.parentId) return null
  return state.messages[thread.parentId]?.find(({ id }) => id === thread.id) ?? null
}

/** A message that is drawn now. */
export function shownMessage(state: PageState, messageId: string): PreviewMessage | null {
  const starter = threadStarter(state)
  if (starter?.id === messageId) return starter
  return state.messages[state.activeChannel]?.find(({ id }) => id === messageId) ?? null
}

export function draftThread(state: PageState, messageId: string, name: string): PageState {
  return { ...state, threadDraft: { messageId, name, error: '' } }
}

/** The thread could not be opened: the form says why. */
export function refuseThread(state: PageState, error: string): PageState {
  return state.threadDraft ? { ...state, threadDraft: { ...state.threadDraft, error } } : state
}

/** Opens the new thread, at once or when the server has told of it. */
export function enterThread(state: PageState, id: string): PageState {
  const closed = { ...state, threadDraft: null }
  const known = state.channels.some((channel) => channel.id === id)
  return known ? openChannel(closed, id) : { ...closed, expected: id }
}
