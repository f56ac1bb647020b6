import { primaryLanguage } from '../../core/language.js'
import { noHints } from '../reading/pace.js'
import { canonicalUrl } from '../text/canonical-url.js'
import { parseTimestamp } from '../text/parse-date.js'
import { parseJson } from '../text/parse-json.js'
import {
  type Content,
  type Enclosure,
  type FeedItem,
  maxItems,
  type Person,
  type RawFeed,
} from './parse-feed.js'

type Fields = Record<string, unknown>

/** JSON Feed 1.0 and 1.1 (jsonfeed.org); null when the text is none. Fields of a wrong type count as absent. */
export function parseJsonFeed(source: string, url: string): RawFeed | null {
  const feed = parseObject(source)
  if (feed === null || !isJsonFeed(feed)) return null
  return {
    id: text(feed.feed_url),
    title: plain(feed.title, url),
    description: plain(feed.description, url),
    siteUrl: canonicalUrl(text(feed.home_page_url), url),
    authors: authorsOf(feed, url),
    publishedAt: null,
    updatedAt: null,
    tags: [],
    language: primaryLanguage(text(feed.language)),
    pace: noHints,
    items: (feed.items as unknown[])
      .filter(isObject)
      .slice(0, maxItems + 1)
      .map((item) => itemOf(item, feed, url)),
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
    const value = parseJson(source)
    return isObject(value) ? value : null
  } catch {
    return null
  }
}

function itemOf(item: Fields, feed: Fields, url: string): FeedItem {
  const html = text(item.content_html)
  const authors = authorsOf(item, url)
  return {
    id: typeof item.id === 'number' ? String(item.id) : text(item.id),
    url: canonicalUrl(text(item.url) ?? text(item.external_url), url),
    title: plain(item.title, url),
    content:
      html === null
        ? plain(item.content_text, url)
        : { value: html, format: 'html', base: url, language: null },
    summary: plain(item.summary, url),
    authors: authors.length > 0 ? authors : authorsOf(feed, url),
    language: primaryLanguage(text(item.language)),
    publishedAt: parseTimestamp(item.date_published),
    updatedAt: parseTimestamp(item.date_modified),
    tags: [...new Set(list(item.tags).flatMap((tag) => text(tag)?.trim() ?? []))],
    enclosures: list(item.attachments)
      .filter(isObject)
      .flatMap((file) => enclosureOf(file, url)),
    image: canonicalUrl(text(item.image) ?? text(item.banner_image), url),
  }
}

function enclosureOf(file: Fields, base: string): Enclosure[] {
  const url = canonicalUrl(text(file.url), base)
  return url === null ? [] : [{ url, type: text(file.mime_type) }]
}

/** JSON Feed 1.1 has a list of authors, 1.0 one. */
function authorsOf(holder: Fields, base: string): Person[] {
  const people: unknown[] = Array.isArray(holder.authors) ? holder.authors : [holder.author]
  return people
    .filter(isObject)
    .map(({ name, url }) => ({ name: text(name), email: null, url: canonicalUrl(text(url), base) }))
    .filter(({ name, url }) => name !== null || url !== null)
}

function plain(value: unknown, base: string): Content | null {
  const words = text(value)
  return words === null ? null : { value: words, format: 'text', base, language: null }
}

function list(value: unknown): unknown[] {
  return Array.isArray(value) ? value : []
}

function text(value: unknown): string | null {
  return typeof value === 'string' && value.trim() !== '' ? value : null
}

function isObject(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
