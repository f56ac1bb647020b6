import { randomBytes } from 'node:crypto'
import type { Article } from '../core/article.js'
import { type Channels, encodeProblem, PostError } from '../core/channels.js'
import { translator } from '../core/i18n.js'
import type { Log } from '../core/log.js'
import type { Reply } from '../core/reply.js'
import type { ClaimedPost } from '../store/deliveries.js'
import type { Stores } from '../store/stores.js'
import type { SubscriptionWithTopic } from '../store/subscriptions.js'
import { planPosts } from './plan-posts.js'
import { renderDigestPost } from './render-digest.js'
import { isPostOf, renderPost } from './render-post.js'
import { nextRun } from './schedule.js'

const minute = 60_000
/** Longer than one send can take: 15 s time-out, one retry, and waiting for the channel's rate limit. */
const leaseMs = 2 * minute
/** Discord checks a nonce "for uniqueness in the past few minutes"; two are safely inside. */
const nonceWindowMs = 2 * minute
/** Clocks differ: a message may look this much older than its claim. */
const clockSkewMs = minute
/** While a channel is blocked, its claimed posts are looked at again this often; that costs no request. */
const blockedRetryMs = minute / 2
/** With the waits below, attempts without any answer go on for about a day. */
const maxAttempts = 30
/** Waiting articles that one slot takes; what is left follows in the next tick, before the slot ends. */
const maxPerSlot = 500
const maxConcurrentSlots = 50
/** Earlier slots that say what is usual. */
const slotsCompared = 6

export interface DeliveryDeps {
  stores: Stores
  channels: Channels
  log: Log
  now(): number
}

/**
 * Posts what subscriptions have waiting. `tick` starts whatever is due and returns; every subscription works on its
 * own, so a slow channel delays nobody. `stop` lets the sends under way finish and starts no more.
 */
export function createDelivery({ stores, channels, log, now }: DeliveryDeps) {
  /** What is under way, by subscription. */
  const busy = new Map<number, Promise<void>>()
  let stopping = false

  /** One piece of work per subscription at a time; a fault is logged and the next tick tries again. */
  function start(subscription: number, work: () => Promise<void>): void {
    if (stopping || busy.has(subscription)) return
    const done = work()
      .catch((error: unknown) => log.error({ err: error, subscription }, 'delivery failed'))
      .finally(() => busy.delete(subscription))
    busy.set(subscription, done)
  }

  async function problemOf(channelId: string): Promise<string | null> {
    const problem = await channels.check(channelId)
    return problem && encodeProblem(problem)
  }

  async function tick(): Promise<void> {
    const expired = await stores.deliveries.expired(now(), maxPerSlot)
    for (const id of new Set(expired.map((post) => post.subscriptionId)))
      start(id, async () => {
        for (const post of expired) if (post.subscriptionId === id && !stopping) await recover(post)
      })
    for (const subscription of await stores.subscriptions.due(now(), maxConcurrentSlots, [...busy.keys()]))
      start(subscription.id, () => runSlot(subscription))
  }

  async function runSlot(subscription: SubscriptionWithTopic): Promise<void> {
    const blocked = await problemOf(subscription.channel_id)
    const result = blocked ? { problem: blocked, finished: true } : await postWaiting(subscription)
    if (result.problem !== subscription.paused_reason)
      log.info({ subscription: subscription.id, problem: result.problem }, 'subscription changed state')
    // An unfinished slot stays due: the next tick, or the next start of the program, goes on with it.
    if (!result.finished) return
    const next = nextRun({ cron: subscription.cron, timeZone: subscription.time_zone }, now())
    await stores.subscriptions.endSlot(subscription.id, next, result.problem)
  }

  async function postWaiting(
    subscription: SubscriptionWithTopic,
  ): Promise<{ problem: string | null; finished: boolean }> {
    const waiting = await stores.deliveries.pending(subscription.id, maxPerSlot)
    const posts =
      subscription.style === 'digest'
        ? [waiting].filter(({ length }) => length > 0)
        : planPosts(waiting, ({ listed }) => listed)
    for (const rows of posts) {
      if (stopping) return { problem: null, finished: false }
      const nonce = newNonce()
      const claimedAt = now()
      const ids = rows.map((row) => row.id)
      // Another process may have taken some of the rows meanwhile; what this claim got is sent.
      const claimed = await stores.deliveries.claim(ids, nonce, claimedAt, claimedAt + leaseMs)
      const articleIds = rows.map((row) => row.articleId).filter((id) => claimed.has(id))
      if (articleIds.length === 0) continue
      const post = { subscriptionId: subscription.id, nonce, claimedAt, attempts: 1, articleIds }
      const problem = await send(post, subscription)
      if (problem) return { problem, finished: true }
    }
    return { problem: null, finished: waiting.length < maxPerSlot }
  }

  /** A claim whose process died, or whose answer was lost: the message may exist. */
  async function recover(post: ClaimedPost): Promise<void> {
    const subscription = await stores.subscriptions.get(post.subscriptionId)
    if (!subscription || !(await stores.deliveries.takeOver(post.nonce, now(), now() + leaseMs))) return
    const channelId = subscription.channel_id
    try {
      const problem = await problemOf(channelId)
      if (problem) throw new PostError('blocked', problem)
      if (now() - post.claimedAt >= nonceWindowMs || !channels.knowsNonces(channelId)) {
        const since = post.claimedAt - clockSkewMs
        const messageId = await channels.find(channelId, since, (ids) => isPostOf(post.nonce, ids))
        if (messageId) return await stores.deliveries.markSent(post.nonce, messageId, now())
      }
    } catch (error) {
      await settleError(post, error)
      return
    }
    await send(post, subscription)
  }

  async function render(
    articles: readonly Article[],
    { nonce, claimedAt }: ClaimedPost,
    subscription: SubscriptionWithTopic,
  ): Promise<Reply> {
    const { topicName: topic, style } = subscription
    const t = translator('en')
    if (style !== 'digest') return renderPost(articles, topic, nonce, t)
    const earlier = await earlierCounts(subscription, claimedAt)
    return await renderDigestPost(articles, { topic, nonce, now: claimedAt, earlier, t })
  }

  /** How many articles came in each of the slots before this one, oldest first. */
  async function earlierCounts(
    { id, cron, time_zone: timeZone }: SubscriptionWithTopic,
    now: number,
  ): Promise<number[]> {
    const next = nextRun({ cron, timeZone }, now)
    const length = nextRun({ cron, timeZone }, next) - next
    const created = await stores.deliveries.createdSince(id, now - (slotsCompared + 1) * length)
    return Array.from({ length: slotsCompared }, (_, i) => {
      const to = now - (slotsCompared - i) * length
      return created.filter((at) => at >= to - length && at < to).length
    })
  }

  async function send(post: ClaimedPost, subscription: SubscriptionWithTopic): Promise<string | null> {
    const articles = await stores.articles.byIds(post.articleIds)
    if (articles.length === 0) {
      await stores.deliveries.markFailed(post.nonce, 'article-gone', now())
      return null
    }
    const reply = await render(articles, post, subscription)
    try {
      const messageId = await channels.post(subscription.channel_id, reply, post.nonce)
      await stores.deliveries.markSent(post.nonce, messageId, now())
      log.info({ subscription: subscription.id, articles: post.articleIds, message: messageId }, 'posted')
      return null
    } catch (error) {
      return await settleError(post, error)
    }
  }

  /** Puts the ledger right after a failed send. Returns why the channel is blocked, if that is what it was. */
  async function settleError(post: ClaimedPost, error: unknown): Promise<string | null> {
    if (!(error instanceof PostError)) throw error
    log.warn({ subscription: post.subscriptionId, attempts: post.attempts, err: error }, 'post not accepted')
    if (error.outcome === 'blocked') return await waitForChannel(post, error.reason)
    if (error.outcome === 'refused' && post.articleIds.length > 1) {
      // One article may be what Discord objects to: the others are not given up with it.
      await stores.deliveries.split(post.nonce, newNonce, now())
    } else if (error.outcome === 'refused' || post.attempts >= maxAttempts) {
      await stores.deliveries.markFailed(post.nonce, error.reason, now())
    } else {
      const leaseUntil = now() + retryWait(post.attempts)
      await stores.deliveries.postpone(
        post.nonce,
        { reason: error.reason, attempts: post.attempts, leaseUntil },
        now(),
      )
    }
    return null
  }

  async function waitForChannel(post: ClaimedPost, reason: string): Promise<string> {
    const leaseUntil = now() + blockedRetryMs
    await stores.deliveries.postpone(post.nonce, { reason, attempts: 0, leaseUntil }, now())
    await stores.subscriptions.pause(post.subscriptionId, reason)
    return reason
  }

  /** Slots that lie later than their schedule says, after a clock that was wrong for a moment, are set right. */
  async function repairSlots(): Promise<void> {
    for (const {
      id,
      cron,
      time_zone,
      next_run_at,
      paused_reason,
    } of await stores.subscriptions.scheduledAfter(now())) {
      const next = nextRun({ cron, timeZone: time_zone }, now())
      if (next < next_run_at) await stores.subscriptions.endSlot(id, next, paused_reason)
    }
  }

  return {
    tick,
    repairSlots,
    /** Resolves when nothing is being sent any more. */
    async idle(): Promise<void> {
      while (busy.size > 0) await Promise.all(busy.values())
    },
    async stop(): Promise<void> {
      stopping = true
      await Promise.all(busy.values())
    },
  }
}

export type Delivery = ReturnType<typeof createDelivery>

/** At most 25 characters, Discord's limit. */
function newNonce(): string {
  return randomBytes(12).toString('hex')
}

/** 15 s, 30 s, 1 min … up to an hour. */
function retryWait(attempts: number): number {
  return Math.min(15_000 * 2 ** Math.max(0, attempts - 1), 60 * minute)
}
