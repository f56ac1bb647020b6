import { canonicalUrl } from './canonical-url.js'
import { primaryLanguage } from './language.js'
import { parseTimestamp } from './parse-date.js'
import type { Content, FeedItem, RawFeed } from './parse-feed.js'

type Fields = Record<string, unknown>

/** JSON Feed 1.0 and 1.1 (jsonfeed.org); null when the text is none. Fields of a wrong type count as absent. */
export function parseJsonFeed(source: string, url: string): RawFeed | null {
  const feed = parseObject(source)
  if (feed === null || !isJsonFeed(feed)) return null
  const home = text(feed.home_page_url)
  return {
    title: plain(feed.title),
    siteUrl: canonicalUrl(home, url),
    language: primaryLanguage(text(feed.language)),
    items: (feed.items as unknown[]).filter(isObject).map((item) => itemOf(item, feed, url)),
    whole: true,
  }
}

/** Whether a JSON document calls itself a JSON Feed, or has its two required fields. */
export function isJsonFeed(value: Fields): boolean {
  const version = text(value.version)
  const claimed = version?.includes('jsonfeed.org/version/') ?? false
  const shaped =
    text(value.title) !== null && (value.feed_url !== undefined || value.home_page_url !== undefined)
  return Array.isArray(value.items) && (claimed || shaped)
}

function parseObject(source: string): Fields | null {
  try {
    const value: unknown = JSON.parse(source)
    return isObject(value) ? value : null
  } catch {
    return null
  }
}

function itemOf(item: Fields, feed: Fields, url: string): FeedItem {
  const html = text(item.content_html)
  const link = text(item.url) ?? text(item.external_url)
  return {
    id: typeof item.id === 'number' ? String(item.id) : text(item.id),
    url: canonicalUrl(link, url),
    title: plain(item.title),
    content: html === null ? plain(item.content_text) : { value: html, format: 'html' },
    summary: plain(item.summary),
    author: authorOf(item) ?? authorOf(feed),
    language: primaryLanguage(text(item.language)),
    publishedAt: parseTimestamp(item.date_published) ?? parseTimestamp(item.date_modified),
  }
}

function authorOf(holder: Fields): string | null {
  const list: unknown[] = Array.isArray(holder.authors) ? holder.authors : [holder.author]
  const names = list.filter(isObject).map((author) => text(author.name))
  return names.filter((name) => name !== null).join(', ') || null
}

function plain(value: unknown): Content | null {
  const words = text(value)
  return words === null ? null : { value: words, format: 'text' }
}

function text(value: unknown): string | null {
  return typeof value === 'string' && value.trim() !== '' ? value : null
}

function isObject(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
