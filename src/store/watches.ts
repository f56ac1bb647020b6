import type { Database } from './database.js'

/** A channel's subscription to a topic, as far as matching is concerned. */
export interface WatchedTopic {
  subscriptionId: number
  guildId: string
  query: string
  width: string
}

/** A server follows a source. */
export interface Following {
  guildId: string
  sourceId: number
}

/** In the place of a server's id. */
const any = '*'

/** So many ids fit into one statement of either database. */
const atOnce = 1000

/** Which topics new articles of which sources are matched against, and what has changed of it. */
export function createWatchStore(db: Database) {
  return {
    /** Grows with every change. One row is read. */
    async version(): Promise<number> {
      const row = await db.selectFrom('watch_version').select('number').executeTakeFirstOrThrow()
      return row.number
    },

    /** The servers whose subscribed topics or sources have changed since a version; undefined when any may have. */
    async changedSince(version: number): Promise<string[] | undefined> {
      const rows = await db
        .selectFrom('watch_changes')
        .select('guild_id')
        .where('number', '>', version)
        .execute()
      const ids = rows.map((row) => row.guild_id)
      return ids.includes(any) ? undefined : ids
    },

    /** Removes the note that names a server; whoever has not read it yet reads what all servers watch. */
    async forget(guildId: string): Promise<void> {
      await db.transaction().execute(async (within) => {
        const { number } = await within
          .updateTable('watch_version')
          .set((eb) => ({ number: eb('number', '+', 1) }))
          .returning('number')
          .executeTakeFirstOrThrow()
        await within.deleteFrom('watch_changes').where('guild_id', 'in', [guildId, any]).execute()
        await within.insertInto('watch_changes').values({ guild_id: any, number }).execute()
      })
    },

    /** Removes notes up to a version, which everybody has read, of servers that watch nothing any more. */
    async prune(version: number): Promise<void> {
      await db
        .deleteFrom('watch_changes')
        .where('number', '<=', version)
        .where(({ not, exists, selectFrom }) =>
          not(
            exists(
              selectFrom('guild_sources')
                .select('source_id')
                .whereRef('guild_sources.guild_id', '=', 'watch_changes.guild_id'),
            ),
          ),
        )
        .where(({ not, exists, selectFrom }) =>
          not(
            exists(
              selectFrom('topics')
                .select('topics.id')
                .whereRef('topics.guild_id', '=', 'watch_changes.guild_id'),
            ),
          ),
        )
        .execute()
    },

    /** Subscribed topics, of these servers or of all. */
    async topics(guildIds?: readonly string[]): Promise<WatchedTopic[]> {
      const all = db
        .selectFrom('subscriptions')
        .innerJoin('topics', 'topics.id', 'subscriptions.topic_id')
        .select([
          'subscriptions.id as subscriptionId',
          'subscriptions.guild_id as guildId',
          'topics.query',
          'topics.width',
        ])
        .where('subscriptions.removed_at', 'is', null)
      if (!guildIds) return await all.execute()
      return await inParts(guildIds, (part) => all.where('subscriptions.guild_id', 'in', part).execute())
    },

    /** What is followed, by these servers or by all that have a subscription. */
    async following(guildIds?: readonly string[]): Promise<Following[]> {
      const all = db
        .selectFrom('guild_sources')
        .select(['guild_id as guildId', 'source_id as sourceId'])
        .where('guild_id', 'in', (eb) => eb.selectFrom('subscriptions').select('subscriptions.guild_id'))
      if (!guildIds) return await all.execute()
      return await inParts(guildIds, (part) => all.where('guild_id', 'in', part).execute())
    },
  }
}

async function inParts<Item, Row>(
  items: readonly Item[],
  read: (part: Item[]) => Promise<Row[]>,
): Promise<Row[]> {
  const rows: Row[] = []
  for (let at = 0; at < items.length; at += atOnce) rows.push(...(await read(items.slice(at, at + atOnce))))
  return rows
}
