import { UserError } from '../../core/errors.js'
import { primaryLanguage } from '../../core/language.js'
import { imageAddresses } from '../page/json-ld.js'
import { canonicalUrl } from '../text/canonical-url.js'
import { plainParagraphs } from '../text/clean-text.js'
import type { FoundArticle } from '../text/draft.js'
import { htmlToText } from '../text/html-to-text.js'
import { leadOf } from '../text/lead.js'
import { firstPicture } from '../text/lead-image.js'
import { parseTimestamp } from '../text/parse-date.js'
import { parseJson } from '../text/parse-json.js'

type Fields = Record<string, unknown>
type Problem = Pick<UserError, 'key' | 'params'>

/** Between the first two objects of a file that has one on each line. */
const maxBlankLines = 20
/** A file with more of them is of another kind: the rest of it is not read. */
const maxProblems = 1000

export interface JsonArticles {
  articles: FoundArticle[]
  /** Lines and entries that could not be read; the others were. */
  problems: Problem[]
}

/** Field names as exports of news sites, scrapers, CMSs and schema.org write them, in lower case without `_`. */
const names = {
  title: ['title', 'headline', 'name'],
  html: ['contenthtml', 'html'],
  text: ['text', 'content', 'body', 'articlebody', 'contenttext', 'fulltext', 'contentencoded'],
  teaser: ['summary', 'description', 'excerpt', 'abstract', 'teaser'],
  url: ['url', 'link', 'permalink', 'canonicalurl', 'externalurl'],
  author: ['author', 'authors', 'byline', 'creator', 'dccreator'],
  date: [
    'datepublished',
    'publishedat',
    'published',
    'pubdate',
    'publishdate',
    'publicationdate',
    'date',
    'createdat',
    'created',
    'timestamp',
    'datemodified',
    'updatedat',
  ],
  id: ['id', 'guid', 'identifier', 'uuid'],
  language: ['language', 'lang', 'inlanguage', 'locale'],
  image: ['image', 'imageurl', 'leadimage', 'bannerimage', 'thumbnailurl', 'thumbnail'],
} as const

/**
 * The articles of a JSON document: one object, a list of objects, or an object that holds the list as `articles` or
 * `items` (so JSON Feed too). Throws a UserError when it is not JSON or holds no article.
 */
export function parseJsonArticles(source: string): JsonArticles {
  let value: unknown
  try {
    value = parseJson(source)
  } catch (error) {
    const lines = source
      .split('\n', maxBlankLines)
      .filter((line) => line.trim() !== '')
      .slice(0, 2)
    // Files with one object a line are often called .json all the same.
    if (lines.length > 1 && lines.every((line) => valueIn(line) !== undefined)) return parseJsonLines(source)
    throw new UserError('source.skipBadJson', {
      reason: error instanceof Error ? error.message.slice(0, 120) : '',
    })
  }
  const entries = listIn(value)
  const result: JsonArticles = { articles: [], problems: [] }
  for (const [i, entry] of entries.entries()) {
    const article = articleIn(entry)
    if (article) result.articles.push(article)
    else result.problems.push({ key: 'source.skipBadEntry', params: { entry: i + 1 } })
    if (result.problems.length > maxProblems) break
  }
  if (result.articles.length === 0) throw new UserError('source.skipNoArticles')
  return result
}

/** The articles of a file with one JSON object a line. A bad line is a problem with its number; the rest is read. */
export function parseJsonLines(source: string): JsonArticles {
  const result: JsonArticles = { articles: [], problems: [] }
  for (const [i, line] of source.split(/\r?\n/).entries()) {
    if (line.trim() === '') continue
    const value = valueIn(line)
    const article = articleIn(value)
    if (article) result.articles.push(article)
    else {
      const key = value === undefined ? 'source.skipBadLine' : 'source.skipBadEntry'
      result.problems.push({ key, params: { line: i + 1, entry: i + 1 } })
    }
    if (result.problems.length > maxProblems) break
  }
  const [first] = result.problems
  if (result.articles.length === 0) throw new UserError(first?.key ?? 'source.skipNoArticles', first?.params)
  return result
}

/** Undefined when the line is no JSON. */
function valueIn(line: string): unknown {
  try {
    return parseJson(line)
  } catch {
    return undefined
  }
}

function listIn(value: unknown): unknown[] {
  if (Array.isArray(value)) return value
  if (!isFields(value)) return [value]
  const list = ['articles', 'items', 'entries', 'posts', 'results', 'data']
    .map((key) => value[key])
    .find(Array.isArray)
  return list ?? [value]
}

function articleIn(value: unknown): FoundArticle | null {
  if (!isFields(value)) return null
  const fields = new Map(
    Object.entries(value).map(([key, entry]) => [key.toLowerCase().replace(/[_:-]/g, ''), entry]),
  )
  const first = (keys: readonly string[]) =>
    keys.map((key) => words(fields.get(key))).find((entry) => entry !== '') ?? ''
  const html = first(names.html)
  const full = html === '' ? plainOrHtml(first(names.text)) : htmlToText(html)
  const text = full === '' ? plainOrHtml(first(names.teaser)) : full
  const title = first(names.title)
  if (title === '' && text === '') return null
  const url = canonicalUrl(first(names.url))
  const images = names.image.flatMap((key) => imageAddresses(fields.get(key)))
  const dates = names.date.map((key) => parseTimestamp(fields.get(key)))
  return {
    identity: first(names.id) || null,
    title: /<[a-z/][^<>]*>|&\w+;/i.test(title) ? htmlToText(title) : title,
    url,
    text,
    kind: full === '' ? 'excerpt' : 'full',
    author: names.author.map((key) => peopleIn(fields.get(key))).find((name) => name !== '') || null,
    language: primaryLanguage(first(names.language)),
    publishedAt: dates.find((date) => date !== null) ?? null,
    image: firstPicture(images, url),
    lead: html === '' ? null : leadOf(html, url, title),
  }
}

function plainOrHtml(text: string): string {
  return /<(p|br|div|a|ul|ol|li|h\d|span|strong|em|b|i|img|blockquote|table)\b[^<>]*>/i.test(text)
    ? htmlToText(text)
    : plainParagraphs(text)
}

/** Exports wrap what they say: `{ rendered: … }`, `{ '#text': … }`. */
const maxWrappers = 4

function words(value: unknown): string {
  let inner = value
  for (let level = 0; level < maxWrappers && isFields(inner); level++)
    inner = inner.rendered ?? inner['#text'] ?? inner.value ?? inner['@id']
  if (typeof inner === 'number') return String(inner)
  return typeof inner === 'string' ? inner.trim() : ''
}

function peopleIn(value: unknown): string {
  const people: unknown[] = Array.isArray(value) ? value : [value]
  const found = people.map((person) => (isFields(person) ? words(person.name) : words(person)))
  return found.filter((name) => name !== '').join(', ')
}

function isFields(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
