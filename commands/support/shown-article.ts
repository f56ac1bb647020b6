import type { Article } from '../../src/core/article.js'

/** An article as far as it is shown: a stored one, or (with an id below 0) one that was read only for this answer. */
export type Shown = Pick<
  Article,
  'id' | 'title' | 'text' | 'language' | 'url' | 'kind' | 'sourceTitle' | 'publishedAt' | 'author'
> &
  Partial<Pick<Article, 'image' | 'lead' | 'updatedAt'>>

/** Whether it can be opened later. */
export function isStored({ id }: Pick<Shown, 'id'>): boolean {
  return id > 0
}
