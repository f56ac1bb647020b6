import { ChannelType, ThreadAutoArchiveDuration } from 'discord-api-types/v10'
import { ApiError } from './api-error.js'
import type { LocalChannel, State } from './state.js'

/** Opens a public thread; one that is opened from a message has the message's id. Permissions are the caller's to check. */
export function openThread(
  state: State,
  parent: LocalChannel,
  { name, ownerId, id }: { name: string; ownerId: string; id?: string | undefined },
): LocalChannel {
  if (parent.type !== ChannelType.GuildText && parent.type !== ChannelType.GuildAnnouncement)
    throw new ApiError(400, 50024, 'Cannot execute action on this channel type')
  if (id !== undefined && state.channels.has(id))
    throw new ApiError(400, 160004, 'A thread has already been created for this message')
  const now = new Date(state.now()).toISOString()
  const channel = state.addChannel({
    ...(id !== undefined && { id }),
    name,
    type: ChannelType.PublicThread,
    parent_id: parent.id,
    owner_id: ownerId,
    message_count: 0,
    member_count: 1,
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
