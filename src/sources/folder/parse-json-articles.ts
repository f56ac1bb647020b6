import { UserError } from '../../core/errors.js'
import { canonicalUrl } from '../text/canonical-url.js'
import { plainParagraphs } from '../text/clean-text.js'
import type { FoundArticle } from '../text/draft.js'
import { htmlToText } from '../text/html-to-text.js'
import { primaryLanguage } from '../text/language.js'
import { parseTimestamp } from '../text/parse-date.js'

type Fields = Record<string, unknown>

export interface JsonArticles {
  articles: FoundArticle[]
  /** Lines and entries that could not be read; the others were. */
  problems: UserError[]
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
} as const

/**
 * The articles of a JSON document: one object, a list of objects, or an object that holds the list as `articles` or
 * `items` (so JSON Feed too). Throws a UserError when it is not JSON or holds no article.
 */
export function parseJsonArticles(source: string): JsonArticles {
  let value: unknown
  try {
    value = JSON.parse(source)
  } catch (error) {
    const lines = source.split('\n').filter((line) => line.trim() !== '')
    // Files with one object a line are often called .json all the same.
    if (lines.length > 1 && lines.slice(0, 2).every(isJson)) return parseJsonLines(source)
    throw new UserError('source.skipBadJson', {
      reason: error instanceof Error ? error.message.slice(0, 120) : '',
    })
  }
  const entries = listIn(value)
  const result: JsonArticles = { articles: [], problems: [] }
  entries.forEach((entry, i) => {
    const article = articleIn(entry)
    if (article) result.articles.push(article)
    else result.problems.push(new UserError('source.skipBadEntry', { entry: i + 1 }))
  })
  if (result.articles.length === 0) throw new UserError('source.skipNoArticles')
  return result
}

/** The articles of a file with one JSON object a line. A bad line is a problem with its number; the rest is read. */
export function parseJsonLines(source: string): JsonArticles {
  const result: JsonArticles = { articles: [], problems: [] }
  source.split(/\r?\n/).forEach((line, i) => {
    if (line.trim() === '') return
    const value = isJson(line) ? (JSON.parse(line) as unknown) : undefined
    const article = articleIn(value)
    if (article) result.articles.push(article)
    else {
      const key = value === undefined ? 'source.skipBadLine' : 'source.skipBadEntry'
      result.problems.push(new UserError(key, { line: i + 1, entry: i + 1 }))
    }
  })
  if (result.articles.length === 0) throw result.problems[0] ?? new UserError('source.skipNoArticles')
  return result
}

function isJson(line: string): boolean {
  try {
    JSON.parse(line)
    return true
  } catch {
    return false
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
  const dates = names.date.map((key) => parseTimestamp(fields.get(key)))
  return {
    identity: first(names.id) || null,
    title: /<[a-z/][^<>]*>|&\w+;/i.test(title) ? htmlToText(title) : title,
    url: canonicalUrl(first(names.url)),
    text,
    kind: full === '' ? 'excerpt' : 'full',
    author: names.author.map((key) => peopleIn(fields.get(key))).find((name) => name !== '') || null,
    language: primaryLanguage(first(names.language)),
    publishedAt: dates.find((date) => date !== null) ?? null,
  }
}

function plainOrHtml(text: string): string {
  return /<(p|br|div|a|ul|ol|li|h\d|span|strong|em|b|i|img|blockquote|table)\b[^<>]*>/i.test(text)
    ? htmlToText(text)
    : plainParagraphs(text)
}

function words(value: unknown): string {
  if (typeof value === 'number') return String(value)
  if (isFields(value)) return words(value.rendered ?? value['#text'] ?? value.value ?? value['@id'])
  return typeof value === 'string' ? value.trim() : ''
}

function peopleIn(value: unknown): string {
  const people: unknown[] = Array.isArray(value) ? value : [value]
  const found = people.map((person) => (isFields(person) ? words(person.name) : words(person)))
  return found.filter((name) => name !== '').join(', ')
}

function isFields(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
