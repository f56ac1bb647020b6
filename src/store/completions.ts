import type { Article, ArticleDraft } from '../core/article.js'
import { selectArticles, withoutNul } from './articles.js'
import type { Database } from './database.js'
import type { Completion } from './schema.js'

/** An article that waits for its page, with what happens to it then. */
export interface Incomplete extends Article {
  completion: Completion
  tries: number
}

/** What an article's page adds to it. */
export type PageText = Pick<
  ArticleDraft,
  'url' | 'text' | 'author' | 'language' | 'publishedAt' | 'image' | 'lead'
>

/** The queue of articles that are completed from their pages. */
export function createCompletionStore(db: Database) {
  return {
    /** Puts an article in the queue of those that are completed from their page. */
    async add(id: number, completion: Completion, at: number): Promise<void> {
      await db
        .updateTable('articles')
        .set({ completion, complete_at: at, complete_tries: 0 })
        .where('id', '=', id)
        .execute()
    },

    /** Articles whose page is due to be read, the longest waiting first. */
    async due(now: number, limit: number): Promise<Incomplete[]> {
      return await selectArticles(db)
        .select(['completion', 'complete_tries as tries'])
        .where('complete_at', '<=', now)
        .orderBy('complete_at')
        .orderBy('articles.id')
        .limit(limit)
        .execute()
        .then((rows) => rows.map((row) => ({ ...row, completion: row.completion ?? 'quiet' })))
    },

    async isWaiting(id: number): Promise<boolean> {
      const row = await db.selectFrom('articles').select('completion').where('id', '=', id).executeTakeFirst()
      return row?.completion != null
    },

    async tryAgain(id: number, at: number): Promise<void> {
      await db
        .updateTable('articles')
        .set((eb) => ({ complete_at: at, complete_tries: eb('complete_tries', '+', 1) }))
        .where('id', '=', id)
        .execute()
    },

    /** Ends the waiting; `page` is what its page gave, if it gave anything. Title and date stay the source's own. */
    async end(id: number, page: PageText | null, now: number): Promise<void> {
      const found = page && {
        ...pageColumns(page),
        ...(page.publishedAt !== null && { published_at: page.publishedAt, dated_at: page.publishedAt }),
        updated_at: now,
      }
      await db
        .updateTable('articles')
        .set({ ...found, completion: null, complete_at: null })
        .where('id', '=', id)
        .execute()
    },
  }
}

function pageColumns({ url, text, author, language, image, lead }: PageText) {
  return {
    url,
    text: withoutNul(text),
    kind: 'full' as const,
    author: author && withoutNul(author),
    language,
    image: image ?? null,
    lead: lead ? withoutNul(lead) : null,
    text_from: 'page' as const,
  }
}
