import { sql } from 'kysely'
import type { Database } from './database.js'

/** How much is kept: days since an article came, and how many of a source. Null: all. */
export interface Keep {
  days: number | null
  articles: number | null
}

/** What of a source's articles may go. */
export interface Expiry {
  /** Those that are older and came before this time (ms); null: none for their age. */
  before: number | null
  /** Those beyond the newest so many; null: none for their number. */
  articles: number | null
  /** None that came after this time (ms). */
  youngest: number
}

/** How long articles are kept. They are shared: a source keeps what the server wants that wants most. */
export function createRetentionStore(db: Database) {
  /** Articles of a source that nothing waits for. */
  const settled = (sourceId: number, youngest: number) =>
    db
      .selectFrom('articles')
      .select('articles.id')
      .where('source_id', '=', sourceId)
      .where('added_at', '<', youngest)
      .where('completion', 'is', null)
      .where(({ not, exists, selectFrom }) =>
        not(
          exists(
            selectFrom('deliveries')
              .select('deliveries.id')
              .whereRef('article_id', '=', 'articles.id')
              .where('state', 'in', ['pending', 'claimed', 'held']),
          ),
        ),
      )
      .orderBy('dated_at')
      .orderBy('articles.id')

  async function expired(sourceId: number, expiry: Expiry, limit: number): Promise<number[]> {
    const { before, articles, youngest } = expiry
    const ids = new Set<number>()
    const take = (rows: { id: number }[]) => {
      for (const { id } of rows) ids.add(id)
    }
    if (before !== null)
      take(
        await settled(sourceId, Math.min(before, youngest))
          .where('dated_at', '<', before)
          .limit(limit)
          .execute(),
      )
    const last = articles === null || ids.size >= limit ? undefined : await newestBeyond(sourceId, articles)
    if (last)
      take(
        await settled(sourceId, youngest)
          .where(sql<boolean>`(dated_at, articles.id) <= (${last.dated_at}, ${last.id})`)
          .limit(limit)
          .execute(),
      )
    return [...ids].slice(0, limit)
  }

  async function newestBeyond(sourceId: number, count: number) {
    return await db
      .selectFrom('articles')
      .select(['dated_at', 'id'])
      .where('source_id', '=', sourceId)
      .orderBy('dated_at', 'desc')
      .orderBy('id', 'desc')
      .offset(count)
      .limit(1)
      .executeTakeFirst()
  }

  return {
    /**
     * What is kept of the next sources after an id: what their followers want, a source's own setting before that of
     * the server; where one wants all, or nobody follows, null. A folder keeps its articles as long as its files.
     */
    async wanted(after: number, limit: number): Promise<({ sourceId: number } & Keep)[]> {
      const days = sql`coalesce(guild_sources.keep_days, guild_settings.keep_days)`
      const articles = sql`coalesce(guild_sources.keep_articles, guild_settings.keep_articles)`
      const most = (wish: typeof days) =>
        sql<number | null>`case when count(*) = count(${wish}) then max(${wish}) end`
      return await db
        .selectFrom('sources')
        .leftJoin('guild_sources', 'guild_sources.source_id', 'sources.id')
        .leftJoin('guild_settings', 'guild_settings.guild_id', 'guild_sources.guild_id')
        .select(['sources.id as sourceId', most(days).as('days'), most(articles).as('articles')])
        .where('sources.id', '>', after)
        .where('sources.kind', '<>', 'folder')
        .groupBy('sources.id')
        .orderBy('sources.id')
        .limit(limit)
        .execute()
    },

    /**
     * Removes up to `limit` of a source's articles that may go, with what was made of them and their part of the ledger.
     * The names they were known by stay, so that they do not come back. Returns their ids.
     */
    async prune(sourceId: number, expiry: Expiry, limit: number): Promise<number[]> {
      const ids = await expired(sourceId, expiry, limit)
      if (ids.length > 0) await db.deleteFrom('articles').where('id', 'in', ids).execute()
      return ids
    },

    /** How a server wants one of its sources kept: null is as it wants all of them. */
    async keepSource(guildId: string, sourceId: number, { days, articles }: Keep): Promise<void> {
      await db
        .updateTable('guild_sources')
        .set({ keep_days: days, keep_articles: articles })
        .where('guild_id', '=', guildId)
        .where('source_id', '=', sourceId)
        .execute()
    },

    /** How a server wants its sources kept, except those for which it says otherwise: null is all. */
    async keepAll(guildId: string, { days, articles }: Keep): Promise<void> {
      const wish = { keep_days: days, keep_articles: articles }
      await db
        .insertInto('guild_settings')
        .values({ guild_id: guildId, ...wish })
        .onConflict((conflict) => conflict.column('guild_id').doUpdateSet(wish))
        .execute()
    },
  }
}
