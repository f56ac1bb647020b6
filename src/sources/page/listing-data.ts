import { canonicalUrl } from '../text/canonical-url.js'
import { parseTimestamp } from '../text/parse-date.js'
import { authorNames, type JsonObject, parseScript, textOf } from './json-ld.js'

/** What a page's JSON-LD says of an article that it lists. */
export interface ListedData {
  title: string | null
  teaser: string | null
  author: string | null
  image: string | null
  publishedAt: number | null
}

const articleType = /(Article|BlogPosting|Report|SocialMediaPosting)\b/
/** Where lists keep what they hold. */
const listFields = [
  '@graph',
  'mainEntity',
  'itemListElement',
  'item',
  'blogPost',
  'blogPosts',
  'hasPart',
  'dataFeedElement',
]
const maxObjects = 2000

/**
 * The articles that a page's JSON-LD describes, by address, in order. `own` says whether one of them is the page
 * itself: such a page is an article and not a list.
 */
export function readListingData(
  scripts: readonly string[],
  page: string,
): { articles: Map<string, ListedData>; own: boolean } {
  const articles = new Map<string, ListedData>()
  let own = false
  for (const object of objectsIn(scripts)) {
    if (!articleType.test(String(object['@type']))) continue
    const url = addressOf(object, page)
    if (url === null || url === canonicalUrl(page)) own = true
    else if (!articles.has(url)) articles.set(url, dataOf(object, page))
  }
  return { articles, own: own && articles.size < 3 }
}

function dataOf(object: JsonObject, page: string): ListedData {
  const authors: unknown[] = Array.isArray(object.author) ? object.author : [object.author]
  return {
    title: textOf(object.headline) ?? textOf(object.name),
    teaser: textOf(object.description),
    author: authorNames({ author: authors }),
    image: imageOf(object.image, page) ?? imageOf(object.thumbnailUrl, page),
    publishedAt: parseTimestamp(object.datePublished),
  }
}

function addressOf(object: JsonObject, page: string): string | null {
  const main = object.mainEntityOfPage
  const fields = [object.url, object['@id'], main, isObject(main) ? (main['@id'] ?? main.url) : null]
  for (const field of fields) {
    const url = typeof field === 'string' && !field.startsWith('#') ? canonicalUrl(field, page) : null
    if (url !== null) return url
  }
  return null
}

function imageOf(value: unknown, page: string): string | null {
  const first: unknown = Array.isArray(value) ? value[0] : value
  const address = isObject(first) ? (first.url ?? first.contentUrl) : first
  return typeof address === 'string' ? canonicalUrl(address, page) : null
}

function objectsIn(scripts: readonly string[]): JsonObject[] {
  const found: JsonObject[] = []
  const waiting: unknown[] = scripts.map(parseScript)
  for (let i = 0; i < waiting.length && found.length < maxObjects; i++) {
    const next = waiting[i]
    if (Array.isArray(next)) for (const part of next.slice(0, maxObjects)) waiting.push(part)
    if (!isObject(next)) continue
    found.push(next)
    for (const field of listFields) if (next[field] !== undefined) waiting.push(next[field])
  }
  return found
}

function isObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
