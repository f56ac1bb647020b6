import { createHash } from 'node:crypto'
import { sql } from 'kysely'
import type { Article, ArticleDraft, ArticleKind } from '../core/article.js'
import { allShards, areAll } from '../core/shards.js'
import type { Database } from './database.js'
import { isServed } from './served.js'

/** Where `versions` left off. */
export interface Cursor {
  updatedAt: number
  id: number
}

export const startOfTime: Cursor = { updatedAt: 0, id: 0 }

/** Enough parameters for one statement on either database. */
const batch = 500

/** Articles as the rest of the program sees them, to be narrowed and ordered. */
export function selectArticles(db: Database) {
  return db
    .selectFrom('articles')
    .innerJoin('sources', 'sources.id', 'articles.source_id')
    .select([
      'articles.id',
      'articles.source_id as sourceId',
      'sources.title as sourceTitle',
      'articles.identity',
      'articles.url',
      'articles.title',
      'articles.text',
      'articles.kind',
      'articles.author',
      'articles.language',
      'articles.published_at as publishedAt',
      'articles.added_at as addedAt',
      'articles.dated_at as datedAt',
      'articles.updated_at as updatedAt',
      'articles.image',
      'articles.lead',
      'articles.story_id as storyId',
    ])
}

export function createArticleStore(db: Database, shards = allShards) {
  const articles = () => selectArticles(db)
  /**
   * Articles of sources that a served server follows. Asked for each article: PostgreSQL, which takes a few shards for
   * nearly nothing, would begin with the sources and look for new articles of each of them. An offset forbids that.
   */
  const isFollowed = () =>
    areAll(shards)
      ? sql<boolean>`true`
      : sql<boolean>`exists (select 1 from guild_sources where guild_sources.source_id = articles.source_id
          and ${isServed(shards, 'guild_sources.guild_id')} limit 1 offset 0)`

  async function insertOrUpdate(sourceId: number, draft: ArticleDraft, now: number): Promise<Put> {
    const inserted = await db
      .insertInto('articles')
      .values({
        ...columns(draft),
        source_id: sourceId,
        identity: withoutNul(draft.identity),
        dated_at: draft.publishedAt ?? draft.listedAt ?? now,
        added_at: now,
        updated_at: now,
      })
      .onConflict((conflict) => conflict.columns(['source_id', 'identity']).doNothing())
      .returning('id')
      .executeTakeFirst()
    if (inserted) return { id: inserted.id, change: 'new' }
    const known = await db
      .selectFrom('articles')
      .select('id')
      .where('source_id', '=', sourceId)
      .where('identity', '=', withoutNul(draft.identity))
      .executeTakeFirstOrThrow()
    return await update(known.id, draft, now)
  }

  async function update(id: number, draft: ArticleDraft, now: number): Promise<Put> {
    const known = await db
      .selectFrom('articles')
      .select(['content_hash', 'kind', 'dated_at', 'text_from'])
      .where('id', '=', id)
      .executeTakeFirst()
    const values = columns(draft)
    if (!known || known.content_hash === values.content_hash) return { id, change: 'none' }
    const fromPage = known.text_from === 'page' && draft.kind !== 'full'
    if (!fromPage && richness[draft.kind] < richness[known.kind]) return { id, change: 'none' }
    const { title, published_at, content_hash } = values
    const changed = fromPage
      ? { title, content_hash, ...(published_at !== null && { published_at }) }
      : { ...values, text_from: 'source' as const }
    await db
      .updateTable('articles')
      .set({ ...changed, dated_at: draft.publishedAt ?? draft.listedAt ?? known.dated_at, updated_at: now })
      .where('id', '=', id)
      .execute()
    return { id, change: 'updated' }
  }

  async function addKeys(sourceId: number, articleId: number, keys: readonly string[]): Promise<void> {
    await db
      .insertInto('article_keys')
      .values(
        [...new Set(keys)].map((key) => ({
          source_id: sourceId,
          key: withoutNul(key),
          article_id: articleId,
        })),
      )
      .onConflict((conflict) => conflict.doNothing())
      .execute()
  }

  return {
    /**
     * Stores an article of a source, or updates the one it is recognised as: `known`, else the one with the same
     * identity. A changed title, text or date is an update of the same article; a headline or an excerpt never
     * replaces more that was read before. `keys` are added to those by which it is recognised.
     */
    async put(
      sourceId: number,
      draft: ArticleDraft,
      now: number,
      { known, keys = [] }: PutOptions = {},
    ): Promise<Put> {
      const put =
        known === undefined ? await insertOrUpdate(sourceId, draft, now) : await update(known, draft, now)
      await addKeys(sourceId, put.id, [idKey(draft.identity), ...keys])
      return put
    },

    /** What is known of articles under these keys; `articleId` is null for those that were removed. */
    async known(sourceId: number, keys: readonly string[]): Promise<KnownKey[]> {
      const found: KnownKey[] = []
      for (let start = 0; start < keys.length; start += batch) {
        const rows = await db
          .selectFrom('article_keys')
          .leftJoin('articles', 'articles.id', 'article_keys.article_id')
          .select([
            'key',
            'article_id as articleId',
            'articles.title',
            'articles.published_at as publishedAt',
            'articles.content_hash as contentHash',
          ])
          .where('article_keys.source_id', '=', sourceId)
          .where('key', 'in', keys.slice(start, start + batch))
          .execute()
        found.push(...rows)
      }
      return found
    },

    /** Which of these titles a source has had, exactly as written. */
    async knownTitles(sourceId: number, titles: readonly string[]): Promise<Set<string>> {
      const rows = await db
        .selectFrom('articles')
        .select('title')
        .distinct()
        .where('source_id', '=', sourceId)
        .where('title', 'in', [...titles.slice(0, batch), ''])
        .execute()
      return new Set(rows.map((row) => row.title))
    },

    /** A source's articles, with their keys, as another source's: for a server that reads it in its own way. */
    async copy(from: number, to: number, now: number): Promise<void> {
      await sql`insert into articles (source_id, identity, url, title, text, kind, author, language, published_at,
          dated_at, content_hash, story_id, added_at, updated_at, image, lead, text_from, completion, complete_at)
        select ${to}, identity, url, title, text, kind, author, language, published_at,
          dated_at, content_hash, story_id, added_at, ${now}, image, lead, text_from, completion, complete_at
        from articles where source_id = ${from}`.execute(db)
      await sql`insert into article_keys (source_id, key, article_id)
        select ${to}, k.key, copy.id from article_keys k
        left join articles original on original.id = k.article_id
        left join articles copy on copy.source_id = ${to} and copy.identity = original.identity
        where k.source_id = ${from}`.execute(db)
    },

    /** Removes articles for good. The names they were known by stay: they do not come back as new. */
    async remove(ids: readonly number[]): Promise<void> {
      await db
        .deleteFrom('articles')
        .where('id', 'in', [...ids, -1])
        .execute()
    },

    async get(id: number): Promise<Article | undefined> {
      return await articles().where('articles.id', '=', id).executeTakeFirst()
    },

    /** In the order of the ids given; ids that are gone are left out. */
    async byIds(ids: readonly number[]): Promise<Article[]> {
      if (ids.length === 0) return []
      const rows = await articles()
        .where('articles.id', 'in', [...ids])
        .execute()
      const byId = new Map(rows.map((row) => [row.id, row]))
      return ids.flatMap((id) => byId.get(id) ?? [])
    },

    /** The article with that address among the given sources. */
    async byUrl(url: string, sources?: ReadonlySet<number>): Promise<Article | undefined> {
      let query = articles().where('articles.url', '=', url)
      if (sources) query = query.where('articles.source_id', 'in', [...sources, -1])
      return await query.orderBy('articles.id', 'desc').executeTakeFirst()
    },

    /** Newest first. `offset` pages through them. */
    async latest(sources: ReadonlySet<number>, limit: number, offset = 0): Promise<Article[]> {
      return await articles()
        .where('articles.source_id', 'in', [...sources, -1])
        .orderBy('articles.dated_at', 'desc')
        .orderBy('articles.id', 'desc')
        .limit(limit)
        .offset(offset)
        .execute()
    },

    /** Which of these there are. */
    async existing(ids: readonly number[]): Promise<Set<number>> {
      const rows = await db
        .selectFrom('articles')
        .select('id')
        .where('id', 'in', [...ids, -1])
        .execute()
      return new Set(rows.map(({ id }) => id))
    },

    /** When each of these is dated (ms), in no order. */
    async datesOf(ids: readonly number[]): Promise<{ id: number; datedAt: number }[]> {
      if (ids.length === 0) return []
      return await db
        .selectFrom('articles')
        .select(['id', 'dated_at as datedAt'])
        .where('id', 'in', [...ids])
        .execute()
    },

    async count(sources?: ReadonlySet<number>): Promise<number> {
      let query = db.selectFrom('articles').select((eb) => eb.fn.countAll<number>().as('n'))
      if (sources) query = query.where('source_id', 'in', [...sources, -1])
      return Number((await query.executeTakeFirstOrThrow()).n)
    },

    async countBySource(sources: readonly number[]): Promise<Map<number, number>> {
      const rows = await db
        .selectFrom('articles')
        .select((eb) => ['source_id' as const, eb.fn.countAll<number>().as('n')])
        .where('source_id', 'in', [...sources, -1])
        .groupBy('source_id')
        .execute()
      return new Map(rows.map((row) => [row.source_id, Number(row.n)]))
    },

    /**
     * Which articles of followed sources there are and when each changed last, oldest change first: `limit` of them
     * after the cursor.
     */
    async versions(cursor: Cursor, limit: number): Promise<Cursor[]> {
      return await db
        .selectFrom('articles')
        .select(['id', 'updated_at as updatedAt'])
        .where(after(cursor))
        .where(isFollowed())
        .orderBy('updated_at')
        .orderBy('id')
        .limit(limit)
        .execute()
    },

    /** Ids of all articles of these sources. */
    async idsOf(sources: readonly number[]): Promise<number[]> {
      const rows = await db
        .selectFrom('articles')
        .select('id')
        .where('source_id', 'in', [...sources, -1])
        .orderBy('id')
        .execute()
      return rows.map((row) => row.id)
    },

    /** Ids of the latest articles of followed sources dated after a time (ms), oldest first. */
    async datedSince(time: number, limit: number): Promise<number[]> {
      const rows = await db
        .selectFrom('articles')
        .select('id')
        .where('dated_at', '>', time)
        .where(isFollowed())
        .orderBy('dated_at', 'desc')
        .orderBy('id', 'desc')
        .limit(limit)
        .execute()
      return rows.map(({ id }) => id).toReversed()
    },
  }
}

/** Written so that the databases walk the index of `updated_at` and `id` from there on. */
function after({ updatedAt, id }: Cursor) {
  return sql<boolean>`(articles.updated_at, articles.id) > (${updatedAt}, ${id})`
}

const richness: Record<ArticleKind, number> = { headline: 0, excerpt: 1, full: 2 }
export type Change = 'new' | 'updated' | 'none'

export interface Put {
  id: number
  change: Change
}

interface PutOptions {
  /** The article that it is, if it was recognised by other names than its identity. */
  known?: number | undefined
  keys?: readonly string[]
}

/** A name under which an article of a source is known. */
export interface KnownKey {
  key: string
  /** Null when the article was removed. */
  articleId: number | null
  title: string | null
  publishedAt: number | null
  contentHash: string | null
}

/** The key of the name that a source itself gives an article. */
export function idKey(identity: string): string {
  return `id:${identity}`
}

function columns(draft: ArticleDraft) {
  const { kind, url, language, publishedAt, image = null, lead } = draft
  const title = withoutNul(draft.title)
  const text = withoutNul(draft.text)
  const author = draft.author && withoutNul(draft.author)
  const content_hash = contentHash(draft)
  const shown = { image, lead: lead ? withoutNul(lead) : null }
  return { title, text, kind, url, author, language, published_at: publishedAt, content_hash, ...shown }
}

/** What a source says in an article: another hash is a change of it. */
export function contentHash({ title, text, kind, url, publishedAt }: ArticleDraft): string {
  return createHash('sha256')
    .update(JSON.stringify([withoutNul(title), withoutNul(text), kind, url, publishedAt]))
    .digest('base64url')
}

/** PostgreSQL's text holds every character but this one; one of them must not keep a whole feed out. */
export function withoutNul(text: string): string {
  return text.replaceAll('\0', '')
}
