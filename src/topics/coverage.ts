import { setImmediate as nextTurn } from 'node:timers/promises'
import { type Channels, PostError } from '../core/channels.js'
import { translator } from '../core/i18n.js'
import type { Log } from '../core/log.js'
import { escapeMarkdown, truncate } from '../core/text.js'
import type { CoverablePost } from '../store/deliveries.js'
import type { Stores } from '../store/stores.js'
import { dressPost } from './dress-post.js'
import { renderSinglePost } from './render-post.js'

/** News is told again within days. */
const watchedMs = 3 * 86_400_000
const maxPerTick = 200
const maxNamed = 5
/** More sources than there will be. */
const everything = 1_000_000

/**
 * Edits posts in place as other sources tell the same news, where the subscription wants it. What a post says is noted,
 * so each change is one edit, and one that failed is tried with the next tick.
 */
export function createCoverage({ stores, channels, log }: { stores: Stores; channels: Channels; log: Log }) {
  async function cover(post: CoverablePost): Promise<void> {
    const [article] = await stores.articles.byIds([post.articleId])
    const subscription = await stores.subscriptions.get(post.subscriptionId)
    if (!subscription || !article?.storyId || !post.messageId || !post.nonce) return
    const { topicName, channel_id: channelId } = subscription
    if (await channels.check(channelId)) return
    const visible = await stores.followers.idsFollowedBy(subscription.guild_id)
    const told = await stores.stories.tellers([article.storyId], visible)
    const others = told.filter(({ sourceId }) => sourceId !== article.sourceId)
    const names = [...new Set(others.map(({ sourceTitle }) => escapeMarkdown(truncate(sourceTitle, 40))))]
    const t = translator('en')
    const reply = renderSinglePost(article, topicName, post.nonce, t, names.slice(0, maxNamed))
    const dressed = dressPost(reply, [article], subscription, article.addedAt)
    await channels.edit(channelId, post.messageId, dressed)
    await stores.deliveries.markCovered(post.id, new Set(others.map(({ sourceId }) => sourceId)).size)
  }

  return {
    async tick(now: number): Promise<void> {
      for (const post of await stores.deliveries.coverable(now - watchedMs, maxPerTick))
        try {
          await cover(post)
          await nextTurn()
        } catch (error) {
          if (!(error instanceof PostError)) throw error
          log.debug({ err: error, delivery: post.id }, 'later coverage not added')
          // A message that was deleted, or that Discord will not change, is left as it is.
          if (error.outcome === 'refused' || error.reason === 'discord-10008')
            await stores.deliveries.markCovered(post.id, everything)
        }
    },
  }
}

export type Coverage = ReturnType<typeof createCoverage>
