import { sql } from 'kysely'
import type { Database } from './database.js'
import { isSent } from './delivery-state.js'

/**
 * Counts come for each quarter of an hour: in every time zone, each day begins with one. Written into the statement,
 * because SQLite takes a bound number for one with a fraction, and would divide it so.
 */
const bucketMs = 900_000
const bucketOf = (column: string) => sql<number>`${sql.ref(column)} / ${sql.lit(bucketMs)}`

interface Bucket {
  bucket: number
  count: number
}

/** How much a server reads and posts. What is posted to single people is theirs, and not counted. */
export function createActivityStore(db: Database) {
  const subscriptionsOf = (guildId: string) =>
    db
      .selectFrom('subscriptions')
      .select('subscriptions.id')
      .where('guild_id', '=', guildId)
      .where('user_id', 'is', null)
  const readSince = (guildId: string, since: number) =>
    db
      .selectFrom('guild_sources')
      .innerJoin('articles', 'articles.source_id', 'guild_sources.source_id')
      .where('guild_id', '=', guildId)
      .where('articles.added_at', '>=', since)

  return {
    /** How many articles its sources brought in each of the days that begin at these times (ms), oldest first. */
    async readPerDay(guildId: string, starts: readonly number[]): Promise<number[]> {
      const rows = await readSince(guildId, starts[0] ?? 0)
        .select((eb) => [bucketOf('articles.added_at').as('bucket'), eb.fn.countAll<number>().as('count')])
        .groupBy('bucket')
        .execute()
      return perDay(rows, starts)
    },

    /** How many messages it posted in each of these days; a list of several articles is one. */
    async postedPerDay(guildId: string, starts: readonly number[]): Promise<number[]> {
      const rows = await db
        .selectFrom('deliveries')
        .select((eb) => [
          bucketOf('updated_at').as('bucket'),
          eb.fn.count<number>('message_id').distinct().as('count'),
        ])
        .where('subscription_id', 'in', subscriptionsOf(guildId))
        .where(isSent)
        .where('updated_at', '>=', starts[0] ?? 0)
        .groupBy('bucket')
        .execute()
      return perDay(rows, starts)
    },

    /** How many of the articles that came since a time (ms) match a topic that is posted. */
    async matchedSince(guildId: string, since: number): Promise<number> {
      const first = await readSince(guildId, since)
        .select((eb) => eb.fn.min('articles.id').as('id'))
        .executeTakeFirst()
      if (first?.id == null) return 0
      const row = await readSince(guildId, since)
        .innerJoin('deliveries', 'deliveries.article_id', 'articles.id')
        .select((eb) => eb.fn.count<number>('articles.id').distinct().as('count'))
        .where('subscription_id', 'in', subscriptionsOf(guildId))
        // What the ledger has of older articles is not looked at.
        .where('deliveries.article_id', '>=', first.id)
        .executeTakeFirstOrThrow()
      return Number(row.count)
    },
  }
}

function perDay(rows: readonly Bucket[], starts: readonly number[]): number[] {
  const counts = starts.map(() => 0)
  for (const { bucket, count } of rows) {
    const day = starts.findLastIndex((start) => start <= Number(bucket) * bucketMs)
    if (day >= 0) counts[day] = (counts[day] ?? 0) + Number(count)
  }
  return counts
}
