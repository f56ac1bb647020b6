import type { Article } from '../../src/core/article.js'
import type { Actor } from '../../src/core/command.js'
import { kindMark } from '../../src/core/render-article.js'
import { escapeMarkdown, markdownLink, timestamp, truncate } from '../../src/core/text.js'
import type { Query } from '../../src/search/query/query.js'
import { snippet } from '../../src/search/snippet.js'

const dense = new Set(['zh', 'ja', 'ko'])

/** Articles as a search shows them; snippets get shorter until everything fits into `room` characters. */
export function renderResults(
  articles: readonly Article[],
  query: Query,
  also: ReadonlyMap<number, string>,
  actor: Actor,
  room: number,
): string {
  for (const length of [260, 160, 80, 0]) {
    const text = articles
      .map((article) => renderResult(article, query, also.get(article.id), length, actor))
      .join('\n\n')
    if (text.length <= room) return text
  }
  return articles.map((article) => `**${escapeMarkdown(truncate(article.title, 100))}**`).join('\n')
}

function renderResult(
  article: Article,
  query: Query,
  also: string | undefined,
  snippetLength: number,
  { t }: Actor,
): string {
  const title = truncate(article.title, 120)
  const details = [
    escapeMarkdown(truncate(article.sourceTitle, 60)),
    article.publishedAt === null
      ? t('article.found', { time: timestamp(article.datedAt) })
      : timestamp(article.publishedAt),
    ...kindMark(article, t).map((mark) => `*${mark}*`),
    ...(also ? [also] : []),
  ]
  const lines = [
    `**${article.url ? markdownLink(title, article.url) : escapeMarkdown(title)}**`,
    details.join(' · '),
  ]
  // A Chinese character is as wide as two letters and says as much.
  const length = dense.has(article.language ?? '') ? snippetLength / 2 : snippetLength
  if (length > 0 && article.text) lines.push(snippet(article, query, length))
  return lines.join('\n')
}
