import type { ArticleDraft } from '../../src/core/article.js'

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
