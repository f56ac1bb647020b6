import { type Channels, PostError } from '../core/channels.js'
import type { Log } from '../core/log.js'
import type { Stores } from '../store/stores.js'

/** What is older is no news any more for those who follow the channel. */
const worthMs = 86_400_000
const maxPerTick = 100
export const published = 1
const unpublishable = 2

/**
 * Publishes posts of announcement channels to the servers that follow them, the oldest first: ten an hour for each
 * channel is what Discord takes, and the others wait their turn.
 */
export function createPublishing({
  stores,
  channels,
  log,
}: {
  stores: Stores
  channels: Channels
  log: Log
}) {
  return {
    async tick(now: number): Promise<void> {
      const full = new Set<string>()
      for (const { id, channelId, messageId } of await stores.posts.publishable(now - worthMs, maxPerTick)) {
        if (full.has(channelId) || messageId === null) continue
        try {
          await channels.publish(channelId, messageId)
          await stores.posts.markPublished(messageId, published)
        } catch (error) {
          if (!(error instanceof PostError)) throw error
          if (error.outcome === 'unknown') full.add(channelId)
          // Published already, deleted, or no longer allowed: there is nothing to try again.
          else await stores.posts.markPublished(messageId, unpublishable)
          log.debug({ err: error, delivery: id }, 'post not published')
        }
      }
    },
  }
}

export type Publishing = ReturnType<typeof createPublishing>
