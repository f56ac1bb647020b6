import type { ArticleKind } from '../core/article.js'

/** What a digest reads of an article; a stored article is one. */
export interface DigestArticle {
  id: number
  sourceId: number
  sourceTitle: string
  title: string
  /** Empty for a headline. */
  text: string
  kind: ArticleKind
  language: string | null
  /** Ms since the epoch. */
  datedAt: number
  /** When the bot first had it; what was published before a digest and came after it is new all the same. */
  addedAt?: number
  /** The article that began its story; not set when it was not linked. */
  storyId?: number | null
}
