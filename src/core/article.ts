/** How much of an article was read: its whole text, only a teaser, or nothing but the headline. */
export type ArticleKind = 'full' | 'excerpt' | 'headline'

/** An article as a reader (feed, folder, page) delivers it, before it is stored. Times are ms since the epoch, UTC. */
export interface ArticleDraft {
  /** What makes this article itself within its source: a feed's guid, else its URL, else a hash of its words. */
  identity: string
  title: string
  /** Canonical http(s) address, tracking parameters removed; null when the source gives none. */
  url: string | null
  /** Plain text; paragraphs and headings are separated by one blank line. Empty for headlines. */
  text: string
  kind: ArticleKind
  author: string | null
  /** BCP 47 primary language, such as "en" or "zh"; null when it could not be told. */
  language: string | null
  publishedAt: number | null
  /** For an article without a date: when the page that listed it was published. It only orders lists. */
  listedAt?: number | null
  /** The picture that stands for it, an absolute http(s) address. */
  image?: string | null
  /** Its beginning as markdown that is safe to show in Discord. */
  lead?: string | null
}

/** A stored article. */
export interface Article extends ArticleDraft {
  id: number
  sourceId: number
  sourceTitle: string
  /** When the bot first stored it. */
  addedAt: number
  /** Where it stands in time: when it was published, else when the page that listed it was, else when it was stored. */
  datedAt: number
  /** When what is stored of it last changed. */
  updatedAt: number
  /** The article that was the first of several sources to tell this news; null when nobody else tells it. */
  storyId?: number | null
}
