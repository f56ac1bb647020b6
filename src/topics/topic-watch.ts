import { type Matchable, parseWidth, prepareArticle, type Width } from '../search/match-topic.js'
import { createTopicMatcher, type TopicMatcherOptions } from '../search/matching/topic-matcher.js'
import type { Stores } from '../store/stores.js'
import type { Following, WatchedTopic } from '../store/watches.js'

/** What articles of one source are for. */
export interface Incoming {
  article: Omit<Matchable, 'source'>
  source: Matchable['source'] & { id: number }
  now: number
  /** Only of this server. */
  guildId?: string
}

/** What is read of the store. */
export interface WatchReader {
  watches: Pick<Stores['watches'], 'version' | 'changedSince' | 'topics' | 'following'>
}

/**
 * The subscribed topics of all servers, in memory, so that an article costs what it fulfils and not what there is.
 *
 * Reading the topics of a source's followers for every few articles would read ten thousand rows for a popular one. So
 * they are read once; before each batch one number is read from the database, and when it has grown, the servers that
 * changed since are read again, whoever changed them. Equal queries of several servers are stored once. An article is
 * matched against all of them, which costs less than to keep those of each source apart, and what it fulfils is
 * narrowed to the servers that follow its source.
 */
export function createTopicWatch(options: TopicMatcherOptions = {}) {
  const matcher = createTopicMatcher<string>(options)
  /** By stored query: who is told, by server. */
  const subscribers = new Map<string, Map<string, number[]>>()
  /** By server that has a topic: its stored queries, and what it follows. */
  const servers = new Map<string, { keys: Set<string>; sources: number[] }>()
  /** By source: the servers with topics that follow it. */
  const followers = new Map<number, Set<string>>()
  let known: number | undefined

  function forget(guildId: string): void {
    const server = servers.get(guildId)
    if (!server) return
    servers.delete(guildId)
    for (const key of server.keys) {
      const told = subscribers.get(key)
      told?.delete(guildId)
      if (told?.size !== 0) continue
      subscribers.delete(key)
      matcher.remove(key)
    }
    for (const source of server.sources) {
      const following = followers.get(source)
      following?.delete(guildId)
      if (following?.size === 0) followers.delete(source)
    }
  }

  function addTopic({ guildId, subscriptionId, query, width }: WatchedTopic): void {
    const key = keyOf(query, parseWidth(width))
    let told = subscribers.get(key)
    if (!told) {
      told = new Map()
      subscribers.set(key, told)
      matcher.add(key, query, parseWidth(width))
    }
    told.set(guildId, [...(told.get(guildId) ?? []), subscriptionId])
    const server = servers.get(guildId) ?? { keys: new Set(), sources: [] }
    server.keys.add(key)
    servers.set(guildId, server)
  }

  function addFollowing({ guildId, sourceId }: Following): void {
    const server = servers.get(guildId)
    if (!server) return
    server.sources.push(sourceId)
    const following = followers.get(sourceId) ?? new Set()
    followers.set(sourceId, following.add(guildId))
  }

  return {
    /** Takes in what has changed in the database. */
    async refresh(stores: WatchReader): Promise<void> {
      for (;;) {
        const version = await stores.watches.version()
        const since = known
        if (version === since) return
        const changed = since === undefined ? undefined : await stores.watches.changedSince(since)
        const topics = await stores.watches.topics(changed)
        const following = await stores.watches.following(changed)
        // Another call was quicker, perhaps with what is newer: look again.
        if (known !== since) continue
        for (const guildId of changed ?? [...servers.keys()]) forget(guildId)
        for (const topic of topics) addTopic(topic)
        for (const each of following) addFollowing(each)
        // What changed while it was read has a higher number, and is read again the next time.
        known = version
        return
      }
    },

    /** Makes ready for articles of these languages, with a turn for others every few milliseconds. */
    async prepare(languages: Iterable<string | null>, nextTurn: () => Promise<unknown>): Promise<void> {
      for (const _ of matcher.upkeep(new Set(languages))) await nextTurn()
    },

    /** Whether any topic could be told of an article of this source. */
    isWatched(sourceId: number): boolean {
      return followers.has(sourceId)
    },

    /** The subscriptions whose topics an article fulfils, among those of the servers that follow its source. */
    subscriptionsFor({ article, source, now, guildId }: Incoming): number[] {
      const following = followers.get(source.id)
      if (!following || (guildId !== undefined && !following.has(guildId))) return []
      const keys = matcher.match(prepareArticle({ ...article, source }), { now })
      return keys.flatMap((key) => {
        const told = subscribers.get(key) ?? new Map<string, number[]>()
        if (guildId !== undefined) return told.get(guildId) ?? []
        return told.size < following.size
          ? [...told].flatMap(([guild, subscriptions]) => (following.has(guild) ? subscriptions : []))
          : [...following].flatMap((guild) => told.get(guild) ?? [])
      })
    },
  }
}

export type TopicWatch = ReturnType<typeof createTopicWatch>

function keyOf(query: string, width: Width): string {
  return `${width} ${query}`
}
