import type { ArticleDraft } from '../../src/core/article.js'
import type { Database } from '../../src/store/database.js'

/** An article with everything that a test does not care about filled in. */
export function draft(fields: Partial<ArticleDraft> & { title: string }): ArticleDraft {
  return {
    identity: fields.title,
    url: null,
    text: `${fields.title}. A body of some words.`,
    kind: 'full',
    author: null,
    language: 'en',
    publishedAt: null,
    ...fields,
  }
}

/** A moment from which tests count: Monday 2026-11-02, noon UTC. */
export const noon = Date.UTC(2026, 10, 2, 12)
export const minute = 60_000

/**
 * Stores many articles of a source as `articles.put` would store each, in a few statements: a test of what is done
 * with thousands should not take as long as to take thousands in. Those that are there already are changed.
 */
export async function storeMany(
  db: Database,
  sourceId: number,
  drafts: readonly ArticleDraft[],
  now: number,
): Promise<void> {
  const rows = drafts.map(({ identity, title, text, kind, url, author, language, publishedAt }) => ({
    ...{ identity, title, text, kind, url, author, language },
    source_id: sourceId,
    published_at: publishedAt,
    content_hash: `${title}\n${text}`,
    dated_at: publishedAt ?? now,
    added_at: now,
    updated_at: now,
  }))
  for (let start = 0; start < rows.length; start += 500)
    await db
      .insertInto('articles')
      .values(rows.slice(start, start + 500))
      .onConflict((conflict) =>
        conflict.columns(['source_id', 'identity']).doUpdateSet(({ ref }) => ({
          title: ref('excluded.title'),
          text: ref('excluded.text'),
          content_hash: ref('excluded.content_hash'),
          updated_at: ref('excluded.updated_at'),
        })),
      )
      .execute()
}
