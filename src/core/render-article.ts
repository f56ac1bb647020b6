import type { Article } from './article.js'
import type { Translate } from './i18n.js'
import type { Embed } from './reply.js'
import { escapeMarkdown, markdownLink, timestamp, truncate } from './text.js'

/** The one accent colour of all replies. */
export const accent = 0x2f6fde
/** Discord's limit for an embed's title. */
const maxTitle = 256
const teaserLength = 300

/**
 * An article in a list: linked title, mark for what was not fully read, source and relative time, on one line of at
 * most `maxLength`. The link goes first where an address is very long, then the end of the title.
 */
export function articleLine(
  article: Pick<Article, 'title' | 'url' | 'sourceTitle' | 'publishedAt' | 'kind'>,
  t: Translate,
  maxLength = 330,
): string {
  const details = [
    escapeMarkdown(truncate(article.sourceTitle, 60)),
    ...(article.publishedAt === null ? [] : [timestamp(article.publishedAt)]),
    ...kindMark(article, t),
  ].join(' · ')
  const titles = [120, 60].map((length) => truncate(article.title, length))
  const candidates = [
    ...titles.flatMap((title) => (article.url ? `**${markdownLink(title, article.url)}**` : [])),
    ...titles.map((title) => `**${escapeMarkdown(title)}**`),
  ]
  const room = maxLength - details.length - ' · '.length
  return `${candidates.find((title) => title.length <= room) ?? candidates.at(-1)} · ${details}`
}

/** An article as a card: title, beginning, picture, source, date. `description` replaces the beginning. */
export function articleEmbed(
  article: Pick<
    Article,
    'title' | 'url' | 'text' | 'kind' | 'sourceTitle' | 'publishedAt' | 'image' | 'lead'
  >,
  t: Translate,
  extra: { description?: string; footer?: string } = {},
): Embed {
  const description =
    extra.description ?? article.lead ?? escapeMarkdown(truncate(firstParagraph(article.text), teaserLength))
  const footer = [...kindMark(article, t), ...(extra.footer ? [extra.footer] : [])].join(' · ')
  return {
    title: truncate(escapeMarkdown(article.title), maxTitle),
    ...(article.url && { url: article.url }),
    ...(description && { description }),
    color: accent,
    author: { name: truncate(article.sourceTitle, maxTitle) },
    ...(article.image && { image: article.image }),
    ...(footer && { footer }),
    ...(article.publishedAt !== null && { timestamp: article.publishedAt }),
  }
}

/** What the reader should know when the text was not read whole; nothing for full articles. */
export function kindMark(article: Pick<Article, 'kind'>, t: Translate): string[] {
  return article.kind === 'full' ? [] : [t(`article.${article.kind}`)]
}

function firstParagraph(text: string): string {
  return text.split('\n\n', 1)[0]?.replace(/\s+/g, ' ') ?? ''
}
