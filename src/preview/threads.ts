import { type APIMessage, ChannelFlags, ChannelType, ThreadAutoArchiveDuration } from 'discord-api-types/v10'
import { ApiError } from './api-error.js'
import type { LocalChannel } from './objects.js'
import type { State } from './state.js'

export interface ThreadDraft {
  name: string
  ownerId: string
  /** Of the message that it is opened from. */
  id?: string | undefined
  /** Of a post in a forum. */
  tags?: string[]
}

/** Opens a public thread; one that is opened from a message has the message's id. Permissions are the caller's to check. */
export function openThread(state: State, parent: LocalChannel, draft: ThreadDraft): LocalChannel {
  if (parent.type !== ChannelType.GuildText && parent.type !== ChannelType.GuildAnnouncement)
    throw new ApiError(400, 50024, 'Cannot execute action on this channel type')
  if (draft.id !== undefined && state.channels.has(draft.id))
    throw new ApiError(400, 160004, 'A thread has already been created for this message')
  return addThread(state, parent, draft)
}

/**
 * Opens a post in a forum: a thread whose first message has the thread's id. `draw` makes that message, which is the
 * caller's to store.
 */
export function openPost(
  state: State,
  forum: LocalChannel,
  draft: ThreadDraft,
  draw: (threadId: string) => APIMessage,
): { thread: LocalChannel; message: APIMessage } {
  const tags = draft.tags ?? []
  const known = new Set(forum.available_tags?.map(({ id }) => id))
  if (tags.length > 5 || tags.some((tag) => !known.has(tag)))
    throw new ApiError(400, 50035, 'Invalid Form Body')
  if (forum.flags & ChannelFlags.RequireTag && tags.length === 0)
    throw new ApiError(400, 40067, 'A tag is required to create a forum post in this channel')
  const thread = addThread(state, forum, draft)
  return { thread, message: { ...draw(thread.id), id: thread.id } }
}

function addThread(
  state: State,
  parent: LocalChannel,
  { name, ownerId, id, tags }: ThreadDraft,
): LocalChannel {
  const now = new Date(state.now()).toISOString()
  const channel = state.addChannel({
    ...(id !== undefined && { id }),
    name,
    type: ChannelType.PublicThread,
    parent_id: parent.id,
    owner_id: ownerId,
    message_count: 0,
    member_count: 1,
    ...(tags && { applied_tags: tags }),
    thread_metadata: {
      archived: false,
      locked: false,
      auto_archive_duration: ThreadAutoArchiveDuration.ThreeDays,
      archive_timestamp: now,
      create_timestamp: now,
    },
  })
  state.emit({ kind: 'thread-create', channel })
  return channel
}

/** What sending a message to a thread does first: an archived one is opened again, a locked one refuses. */
export function reopenThread(state: State, thread: LocalChannel): void {
  const metadata = thread.thread_metadata
  if (!metadata?.archived) return
  if (metadata.locked) throw new ApiError(400, 160005, 'Thread is locked')
  state.changeChannel(thread.id, { thread_metadata: { ...metadata, archived: false } })
}
