import { randomBytes } from 'node:crypto'
import { setTimeout as sleep } from 'node:timers/promises'
import type { Article } from '../core/article.js'
import { type Channels, encodeProblem, PostError } from '../core/channels.js'
import type { Log } from '../core/log.js'
import { type Metrics, noMetrics } from '../core/metrics.js'
import type { Reply } from '../core/reply.js'
import type { ClaimedPost, Waiting } from '../store/deliveries.js'
import type { Stores } from '../store/stores.js'
import type { SubscriptionWithTopic } from '../store/subscriptions.js'
import { dressPost } from './dress-post.js'
import { planPosts } from './plan-posts.js'
import { postTranslator } from './post-language.js'
import { parseQuietHours, quietUntil } from './quiet-hours.js'
import { looksOf } from './refresh-posts.js'
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
/** A claim from the future: the clock was set back since. Its message may be as old as clocks are usually wrong. */
const clockSetBackMs = 65 * minute
/** While a channel is blocked, its claimed posts are looked at again this often; that costs no request. */
const blockedRetryMs = minute / 2
/** With the waits below, attempts without any answer go on for about a day. */
const maxAttempts = 30
/** Waiting articles that one slot takes; what is left follows in the next tick, before the slot ends. */
const maxPerSlot = 500
/**
 * Slots worked on at the same time. Discord takes fifty requests per second, so that a message waits for its turn four
 * seconds at most: far less than a lease. A few dozen slow channels leave room for all others.
 */
const maxConcurrentSlots = 200
const maxSlotsPerGuild = 50
/** A slot that runs later than this was missed: the program was down, or Discord. */
const lateMs = 5 * minute
/** People who talk pause for less. */
const silenceMs = 2 * minute
/** However much they talk. */
const longestPatienceMs = 30 * minute
/** Five messages at most are sent meanwhile. */
const lookEveryMs = 100
/** Earlier slots that say what is usual. */
const slotsCompared = 6

export interface DeliveryDeps {
  stores: Stores
  channels: Channels
  log: Log
  now(): number
  metrics?: Metrics
}

/** A piece of work under way. */
interface Work {
  done: Promise<void>
  /** Set for slots, not for what is recovered. */
  slot?: SubscriptionWithTopic
}

/**
 * Posts what subscriptions have waiting. `tick` starts whatever is due and returns; as slots end, others take their
 * place. Every channel works on its own, so a slow one delays nobody, and every server has its share, however much
 * another one has to post. `stop` lets the sends under way finish and starts no more.
 */
export function createDelivery({ stores, channels, log, now, metrics = noMetrics }: DeliveryDeps) {
  /** What is under way, by subscription. */
  const busy = new Map<number, Work>()
  /** What failed since the last tick: the next one tries again. */
  const resting = new Set<number>()
  let filling: Promise<void> | undefined
  let lookedAt = Number.NEGATIVE_INFINITY
  /** Whether more may be due than was started. */
  let more = false
  let stopping = false

  /** One piece of work per subscription at a time; a fault is logged and the next tick tries again. */
  function start(subscription: number, work: () => Promise<void>, slot?: SubscriptionWithTopic): void {
    if (stopping || busy.has(subscription)) return
    const done = work()
      .catch((error: unknown) => {
        resting.add(subscription)
        log.error({ err: error, subscription }, 'delivery failed')
      })
      .finally(() => {
        busy.delete(subscription)
        metrics.slotEnded()
        if (more) void startDue(lookedAt + lookEveryMs - performance.now())
      })
    busy.set(subscription, { done, ...(slot && { slot }) })
  }

  /**
   * Starts due slots while there is room. One look at a time: what it finds due must not have run meanwhile. With
   * thousands due a look is not for nothing, so that it is not taken for every single slot that has ended.
   */
  function startDue(waitMs = 0): Promise<void> {
    filling ??= sleep(Math.max(0, waitMs))
      .then(fill)
      .catch((error: unknown) => log.error({ err: error }, 'due subscriptions not read'))
      .finally(() => {
        filling = undefined
      })
    return filling
  }

  async function fill(): Promise<void> {
    const limit = maxConcurrentSlots - busy.size
    if (stopping || limit <= 0) return
    const taken = countPlaces([...busy.values()].flatMap(({ slot }) => slot ?? []))
    const due = await stores.subscriptions.due(now(), {
      limit,
      perGuild: maxSlotsPerGuild,
      except: {
        subscriptions: [...busy.keys(), ...resting],
        channels: [...taken.channels],
        guilds: [...taken.guilds.keys()].filter((guild) => !taken.hasRoom(guild)),
      },
    })
    lookedAt = performance.now()
    // What shares a channel or a server with what is under way was not asked for.
    more = due.length === limit || taken.channels.size > 0
    tellLate(due)
    for (const subscription of due)
      if (taken.add(subscription)) start(subscription.id, () => runSlot(subscription), subscription)
      else more = true
    more ||= [...taken.guilds.keys()].some((guild) => !taken.hasRoom(guild))
  }

  /** After downtime the operator sees how late things are. */
  function tellLate(due: readonly SubscriptionWithTopic[]): void {
    const late = due.filter(({ next_run_at, waits }) => waits === 0 && now() - next_run_at > lateMs)
    if (late.length === 0) return
    const longest = Math.max(...late.map(({ next_run_at }) => now() - next_run_at))
    log.info({ slots: late.length, longestMinutes: Math.round(longest / minute) }, 'slots run late')
  }

  async function problemOf(channelId: string): Promise<string | null> {
    const problem = await channels.check(channelId)
    return problem && encodeProblem(problem)
  }

  async function tick(): Promise<void> {
    resting.clear()
    // More than the largest digest: one that fills the page would be taken for one that is cut through.
    const expired = await stores.deliveries.expired(now(), 2 * maxPerSlot)
    for (const id of new Set(expired.map((post) => post.subscriptionId)))
      start(id, async () => {
        for (const post of expired) if (post.subscriptionId === id && !stopping) await recover(post)
      })
    await startDue()
  }

  async function runSlot(subscription: SubscriptionWithTopic): Promise<void> {
    const quiet = quietEnd(subscription)
    if (quiet !== null)
      return await stores.subscriptions.endSlot(subscription.id, quiet, subscription.paused_reason)
    // It stays due, and is looked at again with the next tick.
    if (isTalkedIn(subscription)) return void resting.add(subscription.id)
    const blocked = await problemOf(subscription.channel_id)
    const result = blocked ? { problem: blocked, finished: true } : await postWaiting(subscription)
    if (result.problem !== subscription.paused_reason)
      log.info({ subscription: subscription.id, problem: result.problem }, 'subscription changed state')
    // An unfinished slot stays due: the next tick, or the next start of the program, goes on with it.
    if (!result.finished) return
    const next = nextRun({ cron: subscription.cron, timeZone: subscription.time_zone }, now())
    await stores.subscriptions.endSlot(subscription.id, next, result.problem)
  }

  /** When the quiet hours end that it is in; null outside of them. */
  function quietEnd({ quiet_hours: hours, time_zone: timeZone }: SubscriptionWithTopic): number | null {
    return hours === null ? null : quietUntil(parseQuietHours(hours), timeZone, now())
  }

  /** Whether people talk in the channel, and the slot has not waited for long. */
  function isTalkedIn({ waits, channel_id, next_run_at }: SubscriptionWithTopic): boolean {
    return (
      waits === 1 && channels.silentFor(channel_id) < silenceMs && now() - next_run_at < longestPatienceMs
    )
  }

  /** What waits, without news that the channel has had from another source where it is told in the post of that. */
  async function waitingFor({ id, coverage, style }: SubscriptionWithTopic): Promise<Waiting[]> {
    if (coverage === 1 && style !== 'digest') await stores.deliveries.skipTold(id, now())
    return await stores.deliveries.pending(id, maxPerSlot)
  }

  async function postWaiting(
    subscription: SubscriptionWithTopic,
  ): Promise<{ problem: string | null; finished: boolean }> {
    const waiting = await waitingFor(subscription)
    const { style, max_posts } = subscription
    const isListed = ({ listed }: Waiting) => listed || style === 'list'
    const posts =
      style === 'digest'
        ? [waiting].filter(({ length }) => length > 0)
        : planPosts(waiting, { max: max_posts ?? undefined, isListed })
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
  async function recover(expired: ClaimedPost): Promise<void> {
    const post = { ...expired, attempts: expired.attempts + 1 }
    const subscription = await stores.subscriptions.get(post.subscriptionId)
    if (!subscription || !(await stores.deliveries.takeOver(post.nonce, now(), now() + leaseMs))) return
    const channelId = subscription.channel_id
    try {
      const problem = await problemOf(channelId)
      if (problem) throw new PostError('blocked', problem)
      const age = now() - post.claimedAt
      if (age < 0 || age >= nonceWindowMs || !channels.knowsNonces(channelId)) {
        const since = age < 0 ? now() - clockSetBackMs : post.claimedAt - clockSkewMs
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
    const t = await postTranslator(subscription, { settings: stores.settings, channels })
    const dress = (reply: Reply) => dressPost(reply, articles, subscription, claimedAt)
    if (style !== 'digest') return dress(renderPost(articles, topic, nonce, t))
    const earlier = await earlierCounts(subscription, claimedAt)
    return dress(await renderDigestPost(articles, { topic, nonce, now: claimedAt, earlier, t }))
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
      await stores.deliveries.markSent(post.nonce, messageId, now(), looksOf(reply))
      metrics.postEnded('sent')
      for (const article of articles) metrics.articlePosted(agesOf(article, now()))
      const what = { delivery: post.nonce, subscription: subscription.id, articles: post.articleIds }
      log.info({ ...what, message: messageId }, 'posted')
      return null
    } catch (error) {
      return await settleError(post, error)
    }
  }

  /** Puts the ledger right after a failed send. Returns why the channel is blocked, if that is what it was. */
  async function settleError(post: ClaimedPost, error: unknown): Promise<string | null> {
    if (!(error instanceof PostError)) throw error
    metrics.postEnded(error.outcome)
    const { nonce: delivery, subscriptionId: subscription, attempts } = post
    log.warn({ delivery, subscription, attempts, err: error }, 'post not accepted')
    if (error.outcome === 'blocked') return await waitForChannel(post, error.reason)
    if (error.outcome === 'refused' && post.articleIds.length > 1) {
      // One article may be what Discord objects to: the others are not given up with it.
      const half = post.articleIds.slice(0, Math.floor(post.articleIds.length / 2))
      await stores.deliveries.split(post.nonce, half, [newNonce(), newNonce()], now())
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

  /**
   * Slots that lie later than their schedule says, after a clock that was wrong for a moment, are set right. Not by a
   * single one: when a clock is set back by an hour, the slot of that hour has run, and runs once.
   */
  async function repairSlots(): Promise<void> {
    for (const {
      id,
      cron,
      time_zone,
      next_run_at,
      paused_reason,
    } of await stores.subscriptions.scheduledAfter(now())) {
      const schedule = { cron, timeZone: time_zone }
      const next = nextRun(schedule, now())
      if (nextRun(schedule, next) < next_run_at) await stores.subscriptions.endSlot(id, next, paused_reason)
    }
  }

  async function ended(): Promise<void> {
    await filling
    await Promise.all([...busy.values()].map(({ done }) => done))
  }

  return {
    tick,
    repairSlots,
    /** Resolves when nothing is being sent any more. */
    async idle(): Promise<void> {
      while (busy.size > 0 || filling) await ended()
    },
    async stop(): Promise<void> {
      stopping = true
      await ended()
    },
  }
}

export type Delivery = ReturnType<typeof createDelivery>

/** Where slots are worked on: one at a time in a channel, a share of all for a server. */
function countPlaces(slots: readonly SubscriptionWithTopic[]) {
  const channels = new Set<string>()
  const guilds = new Map<string, number>()
  const hasRoom = (guild: string) => (guilds.get(guild) ?? 0) < maxSlotsPerGuild
  /** Returns false when there is no room: two posts in one channel would be in each other's way. */
  function add({ channel_id, guild_id }: SubscriptionWithTopic): boolean {
    if (channels.has(channel_id) || !hasRoom(guild_id)) return false
    channels.add(channel_id)
    guilds.set(guild_id, (guilds.get(guild_id) ?? 0) + 1)
    return true
  }
  for (const slot of slots) add(slot)
  return { channels, guilds, hasRoom, add }
}

/** How old an article is (ms), as `articlePosted` wants it. */
function agesOf({ publishedAt, addedAt }: Article, now: number) {
  return { published: publishedAt === null ? null : now - publishedAt, stored: now - addedAt }
}

/** At most 25 characters, Discord's limit. */
function newNonce(): string {
  return randomBytes(12).toString('hex')
}

/** 15 s, 30 s, 1 min … up to an hour. */
function retryWait(attempts: number): number {
  return Math.min(15_000 * 2 ** Math.max(0, attempts - 1), 60 * minute)
}
