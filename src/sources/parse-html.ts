import { Readability } from '@mozilla/readability'
import { parseHTML } from 'linkedom'
import { canonicalUrl } from './canonical-url.js'
import type { FoundArticle } from './draft.js'
import { htmlToText } from './html-to-text.js'
import { primaryLanguage } from './language.js'
import { parseDate } from './parse-date.js'
import { maxPageDepth, type PageHead, readPageHead } from './read-page-head.js'
import { SourceError } from './source-error.js'

/** Readability takes seconds beyond this; such pages are generated lists, whose plain text is as good. */
const maxNodes = 50_000
const maxExtractedBytes = 2_000_000
/** What stands around the article on most pages. */
const furniture = new Set(['nav', 'header', 'footer', 'aside'])
/** A shorter extract means that Readability took a box for the article. */
const minExtract = 200

/**
 * The article of a saved or fetched page. `url` is where it came from, if that is known. Throws a SourceError when
 * the page is nested too deeply to be read, or has no text.
 */
export function parseHtml(html: string, url: string | null): FoundArticle {
  const head = readPageHead(html)
  if (head.depth > maxPageDepth) throw new SourceError('source.pageTooDeep')
  const data = articleData(head.jsonLd)
  const text = articleText(html, head)
  const title = titleOf(head, data)
  if (text === '' && title === '') throw new SourceError('source.pageEmpty')
  return {
    identity: null,
    title,
    url: canonicalUrl(head.canonical ?? head.meta.get('og:url'), url) ?? canonicalUrl(url),
    text: withoutLeadingTitle(text, title),
    kind: 'full',
    author:
      authorOf(data) ??
      firstMeta(head, ['author', 'article:author', 'byl', 'dc.creator', 'parsely-author', 'sailthru.author']),
    language: primaryLanguage(head.lang ?? head.meta.get('og:locale')),
    publishedAt: publishedAt(head, data),
  }
}

function articleText(html: string, head: PageHead): string {
  if (head.nodes === 0) return htmlToText(html)
  const isOrdinary = head.nodes <= maxNodes && head.ampersands <= maxNodes && html.length <= maxExtractedBytes
  const extract = isOrdinary ? extractArticle(html) : ''
  if (extract.length >= minExtract) return extract
  const whole = htmlToText(html, furniture)
  return extract.length * 2 > whole.length ? extract : whole
}

function extractArticle(html: string): string {
  const page = /<body[\s>]/i.test(html) ? html : `<html><body>${html}</body></html>`
  const { document } = parseHTML(page)
  const article = new Readability(document, { disableJSONLD: true }).parse()
  return htmlToText(article?.content ?? '')
}

function withoutLeadingTitle(text: string, title: string): string {
  const [first = '', ...rest] = text.split('\n\n')
  return first === title && rest.length > 0 ? rest.join('\n\n') : text
}

/** Sites append their name to `<title>`; og:title and the headline are without it. */
function titleOf(head: PageHead, data: Fields | null): string {
  const marked = text(data?.headline) ?? firstMeta(head, ['og:title', 'twitter:title', 'dc.title'])
  const title = (marked ?? head.title).replace(/\s+/g, ' ').trim()
  const site = head.meta.get('og:site_name')?.trim()
  const ends = site ? [' | ', ' - ', ' – ', ' — '].map((bar) => bar + site) : []
  const end = ends.find((suffix) => title.endsWith(suffix))
  return end ? title.slice(0, -end.length) : title
}

/** JSON-LD says when an article was published; metas are next; a time element can be of a comment. */
function publishedAt(head: PageHead, data: Fields | null): number | null {
  const metas = [
    'article:published_time',
    'datepublished',
    'og:article:published_time',
    'parsely-pub-date',
    'sailthru.date',
    'pubdate',
    'publishdate',
    'publish-date',
    'dc.date.issued',
    'dc.date',
    'dcterms.created',
    'date',
  ].map((name) => head.meta.get(name))
  for (const value of [text(data?.datePublished), ...metas, head.time]) {
    const date = value ? parseDate(value) : null
    if (date !== null) return date
  }
  return null
}

function authorOf(data: Fields | null): string | null {
  const people: unknown[] = Array.isArray(data?.author) ? data.author : [data?.author]
  const names = people.map((person) => text(person) ?? (isFields(person) ? text(person.name) : null))
  return names.filter((name) => name !== null && !/^https?:/.test(name)).join(', ') || null
}

function firstMeta(head: PageHead, names: readonly string[]): string | null {
  const values = names.map((name) => head.meta.get(name)?.trim() ?? '')
  return values.find((value) => value !== '' && !/^https?:/.test(value)) ?? null
}

type Fields = Record<string, unknown>

/** The first object of an article type, wherever a page puts it: alone, in a list, in a graph. */
function articleData(scripts: readonly string[]): Fields | null {
  for (const script of scripts) {
    const waiting: unknown[] = [parseJson(script)]
    for (let seen = 0; waiting.length > 0 && seen < 200; seen++) {
      const value = waiting.shift()
      if (Array.isArray(value)) waiting.push(...value.slice(0, 100))
      if (!isFields(value)) continue
      if (/(Article|BlogPosting|Report)\b/.test(String(value['@type']))) return value
      waiting.push(value['@graph'], value.mainEntity)
    }
  }
  return null
}

function parseJson(script: string): unknown {
  try {
    return JSON.parse(script.replace(/^\s*(<!--|\/\/<!\[CDATA\[)|(-->|\/\/\]\]>)\s*$/g, ''))
  } catch {
    return null
  }
}

function text(value: unknown): string | null {
  return typeof value === 'string' && value.trim() !== '' ? value : null
}

function isFields(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
