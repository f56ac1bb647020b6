import { z } from 'zod'
import type { Database } from './database.js'

const sentencesSchema = z.array(z.string())

/** What identifies a summary: an article as it was then, in a length. */
export interface SummaryKey {
  articleId: number
  /** When the article last changed, ms: a summary of an older text does not count. */
  updatedAt: number
  length: string
}

/** Summaries in a language model's words: each article is summed up once in each length, for all servers. */
export function createWrittenSummaryStore(db: Database) {
  return {
    async get({ articleId, updatedAt, length }: SummaryKey): Promise<string[] | undefined> {
      const row = await db
        .selectFrom('written_summaries')
        .select('sentences')
        .where('article_id', '=', articleId)
        .where('length', '=', length)
        .where('article_updated_at', '=', updatedAt)
        .executeTakeFirst()
      return row && sentencesSchema.parse(JSON.parse(row.sentences))
    },

    async put({ articleId, updatedAt, length }: SummaryKey, sentences: readonly string[]): Promise<void> {
      const summary = { article_updated_at: updatedAt, sentences: JSON.stringify(sentences) }
      await db
        .insertInto('written_summaries')
        .values({ article_id: articleId, length, ...summary })
        .onConflict((conflict) => conflict.columns(['article_id', 'length']).doUpdateSet(summary))
        .execute()
    },
  }
}
