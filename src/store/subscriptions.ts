import type { Insertable, Selectable } from 'kysely'
import { allShards } from '../core/shards.js'
import type { Database } from './database.js'
import type { Schema } from './schema.js'
import { isServed } from './served.js'

export type Subscription = Selectable<Schema['subscriptions']>
/** What a moderator may change. */
export type SubscriptionChanges = Partial<
  Pick<
    Subscription,
    | 'channel_id'
    | 'cron'
    | 'time_zone'
    | 'next_run_at'
    | 'style'
    | 'max_posts'
    | 'quiet_hours'
    | 'mention_role'
    | 'mention_if'
    | 'template'
    | 'tags'
    | 'publish'
    | 'waits'
    | 'coverage'
    | 'paused_reason'
  >
>

export interface SubscriptionWithTopic extends Subscription {
  topicName: string
}

export interface DueOptions {
  limit: number
  perGuild: number
  /** What is being worked on already. */
  except: { subscriptions: readonly number[]; channels: readonly string[]; guilds: readonly string[] }
}

export function createSubscriptionStore(db: Database, shards = allShards) {
  const withTopic = () =>
    db
      .selectFrom('subscriptions')
      .innerJoin('topics', 'topics.id', 'subscriptions.topic_id')
      .selectAll('subscriptions')
      .select('topics.name as topicName')
      .where('subscriptions.removed_at', 'is', null)

  /** One in the bin makes room: who subscribes anew begins anew. */
  const makeRoom = (topicId: number, channelId: string) =>
    db
      .deleteFrom('subscriptions')
      .where('topic_id', '=', topicId)
      .where('channel_id', '=', channelId)
      .where('removed_at', 'is not', null)
      .execute()

  return {
    /** Subscribes a channel to a topic, or gives the existing subscription a new schedule and style and resumes it. */
    async put(
      subscription: Omit<Insertable<Schema['subscriptions']>, 'id' | 'paused_reason'>,
    ): Promise<Subscription> {
      const { topic_id, channel_id, guild_id, created_by, created_at, ...options } = subscription
      await makeRoom(topic_id, channel_id)
      return await db
        .insertInto('subscriptions')
        .values({ ...subscription, paused_reason: null })
        .onConflict((conflict) =>
          conflict
            .columns(['topic_id', 'channel_id'])
            .doUpdateSet({ ...options, paused: 0, paused_reason: null }),
        )
        .returningAll()
        .executeTakeFirstOrThrow()
    },

    async get(id: number): Promise<SubscriptionWithTopic | undefined> {
      return await withTopic().where('subscriptions.id', '=', id).executeTakeFirst()
    },

    /** Those of a person in a server, the oldest first. */
    async ofPerson(guildId: string, userId: string): Promise<SubscriptionWithTopic[]> {
      return await withTopic()
        .where('subscriptions.guild_id', '=', guildId)
        .where('subscriptions.user_id', '=', userId)
        .orderBy('subscriptions.id')
        .execute()
    },

    /** The server whose articles are sent to a channel of direct messages; the latest where there are several. */
    async guildOf(channelId: string): Promise<string | undefined> {
      const row = await db
        .selectFrom('subscriptions')
        .select('guild_id')
        .where('channel_id', '=', channelId)
        .where('removed_at', 'is', null)
        .orderBy('id', 'desc')
        .executeTakeFirst()
      return row?.guild_id
    },

    /** Where servers are posted to, up to `limit` places; not to single people. */
    async places(limit: number): Promise<{ guildId: string; channelId: string }[]> {
      return await db
        .selectFrom('subscriptions')
        .select(['guild_id as guildId', 'channel_id as channelId'])
        .distinct()
        .where('user_id', 'is', null)
        .where('removed_at', 'is', null)
        .orderBy('guild_id')
        .orderBy('channel_id')
        .limit(limit)
        .execute()
    },

    /** Those of a server, without those of single people. */
    async of(guildId: string): Promise<SubscriptionWithTopic[]> {
      return await withTopic()
        .where('subscriptions.guild_id', '=', guildId)
        .where('subscriptions.user_id', 'is', null)
        .orderBy('topics.name_key')
        .orderBy('subscriptions.id')
        .execute()
    },

    /** A channel's subscription to a topic. */
    async at(topicId: number, channelId: string): Promise<SubscriptionWithTopic | undefined> {
      return await withTopic()
        .where('subscriptions.topic_id', '=', topicId)
        .where('subscriptions.channel_id', '=', channelId)
        .executeTakeFirst()
    },

    /**
     * Subscriptions of served servers whose slot has come: of every server the longest waiting first, then of every server the next one,
     * up to `perGuild` of each, so that a server with thousands keeps nobody waiting.
     */
    async due(now: number, { limit, perGuild, except }: DueOptions): Promise<SubscriptionWithTopic[]> {
      const places = db
        .selectFrom('subscriptions as due')
        .select((eb) => [
          'due.id',
          eb.fn
            .agg<number>('row_number')
            .over((over) => over.partitionBy('due.guild_id').orderBy('due.next_run_at').orderBy('due.id'))
            .as('place'),
        ])
        .where('due.next_run_at', '<=', now)
        .where('due.paused', '=', 0)
        .where(isServed(shards, 'due.guild_id'))
        .where('due.removed_at', 'is', null)
        // A list in SQL cannot be empty.
        .where('due.id', 'not in', [...except.subscriptions, -1])
        .where('due.channel_id', 'not in', [...except.channels, 'none'])
        .where('due.guild_id', 'not in', [...except.guilds, 'none'])
      return await withTopic()
        .innerJoin(places.as('places'), 'places.id', 'subscriptions.id')
        .where('places.place', '<=', perGuild)
        .orderBy('places.place')
        .orderBy('subscriptions.next_run_at')
        .orderBy('subscriptions.id')
        .limit(limit)
        .execute()
    },

    /** When the slot of a served server that waits longest was due (ms); undefined when none is. */
    async oldestDue(now: number): Promise<number | undefined> {
      const row = await db
        .selectFrom('subscriptions')
        .select('next_run_at')
        .where('next_run_at', '<=', now)
        .where('paused', '=', 0)
        .where('removed_at', 'is', null)
        .where(isServed(shards, 'guild_id'))
        .orderBy('next_run_at')
        .limit(1)
        .executeTakeFirst()
      return row?.next_run_at
    },

    /** Those of served servers whose next slot is later than a time (ms). */
    async scheduledAfter(time: number): Promise<SubscriptionWithTopic[]> {
      return await withTopic()
        .where('next_run_at', '>', time)
        .where(isServed(shards, 'subscriptions.guild_id'))
        .execute()
    },

    /** Ends a slot: the next one is set, and why the subscription waits (null: it does not). */
    async endSlot(id: number, nextRunAt: number, pausedReason: string | null): Promise<void> {
      await db
        .updateTable('subscriptions')
        .set({ next_run_at: nextRunAt, paused_reason: pausedReason })
        .where('id', '=', id)
        .execute()
    },

    /** Stops it, or lets it go on; what has gathered is due at once. */
    async setPaused(id: number, paused: boolean): Promise<void> {
      await db
        .updateTable('subscriptions')
        .set({ paused: paused ? 1 : 0, ...(!paused && { paused_reason: null }) })
        .where('id', '=', id)
        .execute()
    },

    /** Its slot is now. */
    async runNow(id: number, now: number): Promise<void> {
      await db.updateTable('subscriptions').set({ next_run_at: now }).where('id', '=', id).execute()
    },

    async change(
      { id, topic_id }: Pick<Subscription, 'id' | 'topic_id'>,
      changes: SubscriptionChanges,
    ): Promise<void> {
      if (changes.channel_id !== undefined) await makeRoom(topic_id, changes.channel_id)
      await db.updateTable('subscriptions').set(changes).where('id', '=', id).execute()
    },

    async pause(id: number, reason: string): Promise<void> {
      await db.updateTable('subscriptions').set({ paused_reason: reason }).where('id', '=', id).execute()
    },
  }
}
