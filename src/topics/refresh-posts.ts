import { createHash } from 'node:crypto'
import { setImmediate as nextTurn } from 'node:timers/promises'
import type { Article } from '../core/article.js'
import { type Channels, PostError } from '../core/channels.js'
import type { Log } from '../core/log.js'
import type { Reply } from '../core/reply.js'
import { escapeMarkdown, truncate } from '../core/text.js'
import type { SentPost } from '../store/posts.js'
import type { Stores } from '../store/stores.js'
import type { SubscriptionWithTopic } from '../store/subscriptions.js'
import { dressPost } from './dress-post.js'
import { postTranslator } from './post-language.js'
import { renderSinglePost } from './render-post.js'

/** News is told again, and corrected, within days. */
const watchedMs = 3 * 86_400_000
const maxPerTick = 200
const maxNamed = 5
/** More sources than there will be. */
const everything = 1_000_000

/**
 * Keeps posts of single articles what their articles are: one whose title or beginning was changed is edited in place,
 * and so is one whose news other sources tell, where the subscription wants that. Each change is one edit; one that
 * failed is tried with the next tick.
 */
export function createRefreshing({
  stores,
  channels,
  log,
}: {
  stores: Stores
  channels: Channels
  log: Log
}) {
  async function refresh(post: SentPost, now: number): Promise<void> {
    const [article] = await stores.articles.byIds([post.articleId])
    const subscription = await stores.subscriptions.get(post.subscriptionId)
    if (!subscription || !article || !post.messageId || !post.nonce) return
    if (await channels.check(subscription.channel_id)) return
    const others = await tellersOf(article, subscription)
    const names = [...new Set(others.map(({ sourceTitle }) => escapeMarkdown(truncate(sourceTitle, 40))))]
    const t = await postTranslator(subscription, { settings: stores.settings, channels })
    const named = names.slice(0, maxNamed)
    const reply = renderSinglePost(article, subscription.topicName, post.nonce, t, named)
    const dressed = dressPost(reply, [article], subscription, article.addedAt)
    const looks = looksOf(dressed)
    if (looks !== post.looks) await channels.edit(subscription.channel_id, post.messageId, dressed)
    const covered = new Set(others.map(({ sourceId }) => sourceId)).size
    await stores.posts.markRefreshed(post.id, { covered, looks }, now)
  }

  /** Who else tells the news, for subscriptions whose posts say so. */
  async function tellersOf({ storyId, sourceId }: Article, { coverage, guild_id }: SubscriptionWithTopic) {
    if (coverage !== 1 || storyId == null) return []
    const visible = await stores.followers.idsFollowedBy(guild_id)
    const told = await stores.stories.tellers([storyId], visible)
    return told.filter((each) => each.sourceId !== sourceId)
  }

  async function refreshOrLeave(post: SentPost, now: number): Promise<void> {
    try {
      await refresh(post, now)
    } catch (error) {
      if (!(error instanceof PostError)) throw error
      log.debug({ err: error, delivery: post.id }, 'post not edited')
      // A message that was deleted, or that Discord will not change, is left as it is.
      if (error.outcome === 'refused' || error.reason === 'discord-10008')
        await stores.posts.markRefreshed(post.id, { covered: everything, looks: post.looks }, now)
    }
  }

  return {
    async tick(now: number): Promise<void> {
      const since = now - watchedMs
      const covered = await stores.posts.coverable(since, maxPerTick)
      const changed = await stores.posts.outdated(since, maxPerTick)
      const posts = new Map([...covered, ...changed].map((post) => [post.id, post]))
      for (const post of posts.values()) {
        await refreshOrLeave(post, now)
        await nextTurn()
      }
    },
  }
}

export type Refreshing = ReturnType<typeof createRefreshing>

/** The same for posts that look the same. */
export function looksOf({ content, embeds }: Reply): string {
  return createHash('sha256')
    .update(JSON.stringify([content, embeds]))
    .digest('base64url')
    .slice(0, 22)
}
