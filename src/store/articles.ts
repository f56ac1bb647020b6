import { createHash } from 'node:crypto'
import type { Article, ArticleDraft, ArticleKind } from '../core/article.js'
import type { Database } from './database.js'

/** Where `changedSince` left off. */
export interface Cursor {
  updatedAt: number
  id: number
}

export const startOfTime: Cursor = { updatedAt: 0, id: 0 }

/** Enough parameters for one statement on either database. */
const batch = 500

export function createArticleStore(db: Database) {
  const articles = () =>
    db
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
      ])

  return {
    /**
     * Stores an article of a source, or updates the one with the same identity. A changed title, text or date is an
     * update of the same article; a headline or an excerpt never replaces more that was read before.
     */
    async put(sourceId: number, draft: ArticleDraft, now: number): Promise<{ id: number; change: Change }> {
      const identity = withoutNul(draft.identity)
      const datedAt = draft.publishedAt ?? draft.listedAt ?? now
      const values = { ...columns(draft), dated_at: datedAt, updated_at: now }
      const inserted = await db
        .insertInto('articles')
        .values({ ...values, source_id: sourceId, identity, added_at: now })
        .onConflict((conflict) => conflict.columns(['source_id', 'identity']).doNothing())
        .returning('id')
        .executeTakeFirst()
      if (inserted) return { id: inserted.id, change: 'new' }

      const known = await db
        .selectFrom('articles')
        .select(['id', 'content_hash', 'kind', 'added_at', 'dated_at'])
        .where('source_id', '=', sourceId)
        .where('identity', '=', identity)
        .executeTakeFirstOrThrow()
      const poorer = richness[draft.kind] < richness[known.kind]
      if (known.content_hash === values.content_hash || poorer) return { id: known.id, change: 'none' }
      await db
        .updateTable('articles')
        .set({ ...values, dated_at: draft.publishedAt ?? draft.listedAt ?? known.dated_at })
        .where('id', '=', known.id)
        .execute()
      return { id: known.id, change: 'updated' }
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

    /** Articles stored or changed after the cursor, a batch at a time, oldest change first. */
    async changedSince(cursor: Cursor): Promise<{ articles: Article[]; cursor: Cursor }> {
      const rows = await articles()
        .select('articles.updated_at as updatedAt')
        .where((eb) =>
          eb.or([
            eb('articles.updated_at', '>', cursor.updatedAt),
            eb.and([eb('articles.updated_at', '=', cursor.updatedAt), eb('articles.id', '>', cursor.id)]),
          ]),
        )
        .orderBy('articles.updated_at')
        .orderBy('articles.id')
        .limit(batch)
        .execute()
      const last = rows.at(-1)
      return {
        articles: rows.map(({ updatedAt: _, ...article }) => article),
        cursor: last ? { updatedAt: last.updatedAt, id: last.id } : cursor,
      }
    },
  }
}

const richness: Record<ArticleKind, number> = { headline: 0, excerpt: 1, full: 2 }

export type ArticleStore = ReturnType<typeof createArticleStore>
export type Change = 'new' | 'updated' | 'none'

function columns(draft: ArticleDraft) {
  const { kind, url, language, publishedAt } = draft
  const title = withoutNul(draft.title)
  const text = withoutNul(draft.text)
  const author = draft.author && withoutNul(draft.author)
  const content_hash = createHash('sha256')
    .update(JSON.stringify([title, text, kind, url, publishedAt]))
    .digest('base64url')
  return { title, text, kind, url, author, language, published_at: publishedAt, content_hash }
}

/** PostgreSQL's text holds every character but this one; one of them must not keep a whole feed out. */
function withoutNul(text: string): string {
  return text.replaceAll('\0', '')
}
