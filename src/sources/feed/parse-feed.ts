import type { ArticleDraft, ArticleKind } from '../../core/article.js'
import type { MessageParams } from '../../core/i18n.js'
import type { PaceHints } from '../reading/pace.js'
import { SourceError } from '../source-error.js'
import { oneLine, plainParagraphs } from '../text/clean-text.js'
import { completeDraft, type FoundArticle, hashWords, isCut, isFullText } from '../text/draft.js'
import { htmlToText, maxReadLength } from '../text/html-to-text.js'
import { leadOf } from '../text/lead.js'
import { firstPicture, pictureIn } from '../text/lead-image.js'
import { parseJsonFeed } from './parse-json-feed.js'
import { parseXmlFeed } from './parse-xml-feed.js'

/**
 * Feeds list what is new; the few that are longer are archives, whose every item would be stored, indexed and matched
 * for each subscriber. The first 500 in document order are kept, which feeds write newest first.
 */
export const maxItems = 500

/** Words of a feed with what is known of their notation. */
export interface Content {
  value: string
  format: 'html' | 'text'
  /** Against which relative links inside resolve: xml:base, else the address of the feed. */
  base: string | null
  /** Of these words alone (xml:lang), as given. */
  language: string | null
}

/** A person as feeds name one; an address alone is nobody's name. */
export interface Person {
  name: string | null
  email: string | null
  url: string | null
}

/** A file that belongs to an item: an enclosure, Media RSS content, an attachment. */
export interface Enclosure {
  url: string
  /** Its media type, as given. */
  type: string | null
}

/** What feeds and items have in common. Times are ms since the epoch. */
interface FeedPart {
  id: string | null
  title: Content | null
  authors: Person[]
  language: string | null
  publishedAt: number | null
  updatedAt: number | null
  /** Categories and keywords, each once, in the feed's order. */
  tags: string[]
}

/** An item as RSS, Atom and JSON Feed have it in common, addresses resolved. */
export interface FeedItem extends FeedPart {
  url: string | null
  /** The whole article, if the feed has it in a field that says so. */
  content: Content | null
  /** A teaser, or in many RSS feeds everything there is. */
  summary: Content | null
  enclosures: Enclosure[]
  /** The picture that stands for the item. */
  image: string | null
}

export interface RawFeed extends FeedPart {
  siteUrl: string | null
  description: Content | null
  pace: PaceHints
  items: FeedItem[]
  whole: boolean
}

export interface ParsedFeed {
  title: string
  siteUrl: string | null
  /** What the feed says about when to ask it again. */
  pace: PaceHints
  items: ArticleDraft[]
  /** What a person who looks after the source should know, as message keys. */
  problems: {
    key: 'source.problemTruncated' | 'source.problemTooMany' | 'source.problemNoArticles'
    params: MessageParams
  }[]
}

const maxFeedTitle = 200
/** Markup included; a hostile title can be megabytes long. */
const maxTitleSource = 5_000

/**
 * Reads RSS 0.9x to 2.0, RDF, Atom 0.3 and 1.0, and JSON Feed. `url` is where the text came from; relative links
 * resolve against it. Damaged XML gives what could be read of it. Throws a SourceError for anything but a feed.
 */
export function parseFeed(text: string, url: string, now: number): ParsedFeed {
  const raw = parseRawFeed(text, url)
  if (raw === null) throw notAFeed(text.trimStart(), url)
  // It is shown again with every article.
  const title = raw.title === null ? '' : oneLine(inline(raw.title), maxFeedTitle)
  const host = URL.canParse(url) ? new URL(url).hostname.replace(/^www\./, '') : url
  return {
    title: title || host,
    siteUrl: raw.siteUrl,
    pace: raw.pace,
    items: draftsOf(raw, now),
    problems: problemsOf(raw),
  }
}

/** What a feed says, before it becomes articles; null for anything but a feed. `url` is its base address. */
export function parseRawFeed(text: string, url: string): RawFeed | null {
  const source = text.trimStart()
  return source.startsWith('{') ? parseJsonFeed(source, url) : parseXmlFeed(source, url)
}

/**
 * The address against which a feed's relative links resolve: where it was read, unless the server says with the
 * header Content-Location that the document lives elsewhere (RFC 2616, section 14.14).
 */
export function baseAddress(url: string, contentLocation: string | null): string {
  if (!contentLocation || !URL.canParse(contentLocation, url)) return url
  const location = new URL(contentLocation, url)
  return /^https?:$/.test(location.protocol) ? location.href : url
}

function problemsOf(raw: RawFeed): ParsedFeed['problems'] {
  const problems: ParsedFeed['problems'] = []
  if (!raw.whole) problems.push({ key: 'source.problemTruncated', params: {} })
  if (raw.items.length > maxItems) problems.push({ key: 'source.problemTooMany', params: { max: maxItems } })
  if (raw.items.length === 0) problems.push({ key: 'source.problemNoArticles', params: {} })
  return problems
}

function draftsOf(raw: RawFeed, now: number): ArticleDraft[] {
  const items = raw.items.slice(0, maxItems)
  const count = new Map<string, number>()
  for (const { id } of items) if (id) count.set(id, (count.get(id) ?? 0) + 1)
  const drafts = items.map((item) => {
    const repeated = item.id !== null && (count.get(item.id) ?? 0) > 1
    return completeDraft(foundIn(item, raw.language, repeated), now)
  })
  const kept = new Map<string, ArticleDraft>()
  for (const draft of drafts) {
    const isNothing = draft.title === '' && draft.url === null
    if (!isNothing && !kept.has(draft.identity)) kept.set(draft.identity, draft)
  }
  return [...kept.values()]
}

/** A guid that a feed gives to several items names none of them alone: the address or the words tell them apart. */
function foundIn(item: FeedItem, language: string | null, repeated: boolean): FoundArticle {
  const { text, kind, from } = textOf(item)
  const title = item.title === null ? '' : inline(item.title)
  const identity = repeated ? `${item.id}#${item.url ?? hashWords(`${title}\n${text}`)}` : item.id
  const publishedAt = item.publishedAt ?? item.updatedAt
  const author = namesOf(item.authors)
  return {
    identity,
    title,
    url: item.url,
    text,
    kind,
    author,
    language: item.language ?? language,
    publishedAt,
    image: imageOf(item),
    lead: from && leadOf(htmlOf(from), from.base, title),
  }
}

/** What the feed names comes before the pictures in the text; many feeds name the author's portrait. */
function imageOf({ image, enclosures, content, summary }: FeedItem): string | null {
  const files = enclosures.filter(({ type }) => type?.startsWith('image/')).map(({ url }) => url)
  const named = firstPicture([image, ...files], null)
  return named ?? (content && pictureOf(content)) ?? (summary && pictureOf(summary))
}

function pictureOf({ value, base }: Content): string | null {
  return /<img\s/i.test(value) ? pictureIn(value, base) : null
}

function namesOf(people: Person[]): string | null {
  return people.flatMap(({ name }) => name ?? []).join(', ') || null
}

/** The words of an item, and which of its fields they are `from`. */
function textOf(item: FeedItem): { text: string; kind: ArticleKind; from: Content | null } {
  const content = item.content === null ? '' : paragraphs(item.content)
  const summary = item.summary === null ? '' : paragraphs(item.summary)
  if (content.length >= summary.length && content !== '') {
    // Some feeds fill both fields with the same teaser.
    const isTeaser = isCut(content) || (content === summary && !isFullText(content))
    return { text: content, kind: isTeaser ? 'excerpt' : 'full', from: item.content }
  }
  const kind = isFullText(summary) ? 'full' : 'excerpt'
  return summary === ''
    ? { text: '', kind: 'headline', from: null }
    : { text: summary, kind, from: item.summary }
}

const markup = /<\/?[a-z][^<>]*>|<!--/i

function paragraphs(content: Content): string {
  const { value, format } = content
  return format === 'text' && !markup.test(value)
    ? plainParagraphs(value.slice(0, maxReadLength))
    : htmlToText(htmlOf(content))
}

/** Without a tag, line breaks are all the structure there is; HTML would swallow them. */
function htmlOf({ value, format }: Content): string {
  if (markup.test(value)) return value
  const escaped = format === 'text' ? value.replaceAll('&', '&amp;').replaceAll('<', '&lt;') : value
  return escaped.replace(/\n{2,}/g, '<p>').replaceAll('\n', '<br>')
}

/** Words for one line. */
function inline({ value, format }: Content): string {
  const start = value.slice(0, maxTitleSource)
  return (format === 'html' ? htmlToText(start) : start).replace(/\s+/g, ' ').trim()
}

function notAFeed(source: string, url: string): SourceError {
  const shown = url.replace(/\/\/[^/]*@/, '//')
  if (source === '') return new SourceError('source.feedIsEmpty', { url: shown })
  const start = source.slice(0, 2000)
  if (/<(!doctype\s+html|html|head|body)[\s>]/i.test(start))
    return new SourceError('source.feedIsHtml', { url: shown })
  const root = /<(?:[\w-]+:)?(opml|urlset|sitemapindex)\b/i.exec(start)?.[1]?.toLowerCase()
  const what = root === 'opml' ? 'opml' : root ? 'sitemap' : /^[{[]/.test(source) ? 'json' : 'other'
  return new SourceError('source.feedIsOther', { url: shown, what })
}
