import type { ArticleDraft } from '../../core/article.js'
import { primaryLanguage } from '../../core/language.js'
import { type FeedNode, parseFeedTree } from '../feed/feed-tree.js'
import { maxItems } from '../feed/parse-feed.js'
import { listedAddress } from '../page/listing-address.js'
import { dayInAddress } from '../page/listing-date.js'
import { SourceError } from '../source-error.js'
import { canonicalUrl } from '../text/canonical-url.js'
import { oneLine } from '../text/clean-text.js'
import { completeDraft } from '../text/draft.js'
import { parseDate } from '../text/parse-date.js'
import { slugTitle } from './slug-title.js'

/** A sitemap that an index names, and when it last changed. */
export interface SitemapPart {
  url: string
  modifiedAt: number | null
}

export interface ParsedSitemap {
  /** Of an index; empty for a sitemap of pages. */
  parts: SitemapPart[]
  /** What its news calls the publication; null where it has none. */
  name: string | null
  /** Newest first. */
  articles: ArticleDraft[]
  problems: { key: 'source.problemTruncated'; params: Record<string, never> }[]
}

interface Entry {
  url: string
  title: string
  publishedAt: number | null
  modifiedAt: number | null
  language: string | null
  image: string | null
  /** Whether the sitemap describes it as news. */
  isNews: boolean
  /** Whether its address looks like an article's. */
  isTelling: boolean
}

/** What the protocol allows (sitemaps.org); a longer one is read to there. */
const maxEntries = 50_000
/** Fewer article-like addresses may be chance: then every page counts. */
const minTelling = 3
/** Of so many pages at one time the sitemap knows when it was made, not when they changed. */
const sameTime = 0.9
const webAddress = /^\s*https?:\/\//i
const shopFolder =
  /^(?:products?|produ[ck]te?s?|produits?|productos?|prodotti|shop|store|items?|collections?|deals|coupons?|listings?|properties|jobs?)$/i

/**
 * Reads sitemaps: pages with their news, image and video extensions, indexes, plain lists of addresses. Of a long one
 * the 500 newest are kept, by date of publication, day in the address or last change. Where nothing is dated, new pages
 * stand at the beginning or at the end, as the system that writes it likes: half of them are taken from either.
 * Lists by tag or author, service pages and what is for sale are left out, and where some addresses look like
 * articles', so are those that do not; beside news, so is what is not described as news: it was, some days ago, under
 * its headline. `url` is where the text came from. Throws a SourceError for anything else.
 */
export function parseSitemap(text: string, url: string, now: number): ParsedSitemap {
  const source = text.trimStart()
  if (webAddress.test(source))
    return { parts: [], name: null, articles: draftsOf(linesOf(source, url), now), problems: [] }
  const { root, whole } = parseFeedTree(source, url)
  const top = root.children.find(({ name }) => /^(?:urlset|sitemapindex)$/.test(localName(name)))
  if (!top) throw notASitemap(source, url)
  const isIndex = localName(top.name) === 'sitemapindex'
  const children = childrenOf(top, isIndex ? 'sitemap' : 'url').slice(0, maxEntries)
  return {
    name: isIndex ? null : publicationOf(children),
    parts: isIndex ? children.flatMap((node) => partOf(node, url)) : [],
    articles: isIndex
      ? []
      : draftsOf(
          children.flatMap((node) => entryOf(node, url)),
          now,
        ),
    problems: whole ? [] : [{ key: 'source.problemTruncated', params: {} }],
  }
}

function publicationOf(pages: readonly FeedNode[]): string | null {
  const [publication] = pages
    .slice(0, 10)
    .flatMap((page) => extensionsOf(page, 'news'))
    .flatMap((news) => extensionsOf(news, 'publication'))
  return publication ? oneLine(extensionText(publication, 'name'), 200) || null : null
}

function notASitemap(source: string, url: string): SourceError {
  const start = source.slice(0, 2000)
  const isFeed = /<(?:rss|feed|(?:\w+:)?RDF|channel)[\s>]/i.test(start)
  const isHtml = /<(?:!doctype\s+html|html|head|body)[\s>]/i.test(start)
  return new SourceError('source.notASitemap', { url, what: isFeed ? 'feed' : isHtml ? 'html' : 'other' })
}

function linesOf(source: string, url: string): Entry[] {
  const lines = source.split(/\r\n?|\n/, maxEntries)
  return lines
    .filter((line) => webAddress.test(line))
    .flatMap((line) => toEntry(line, url, { isNews: false }))
}

function partOf(node: FeedNode, url: string): SitemapPart[] {
  const address = canonicalUrl(wordsIn(node, 'loc'), url)
  return address === null ? [] : [{ url: address, modifiedAt: parseDate(wordsIn(node, 'lastmod')) }]
}

function entryOf(node: FeedNode, url: string): Entry[] {
  const [news] = extensionsOf(node, 'news')
  const [picture] = extensionsOf(node, 'image')
  const [video] = extensionsOf(node, 'video')
  const publication = news && extensionsOf(news, 'publication')[0]
  return toEntry(wordsIn(node, 'loc'), url, {
    isNews: news !== undefined,
    title: news ? extensionText(news, 'title') : '',
    publishedAt: news ? parseDate(extensionText(news, 'publication_date')) : null,
    modifiedAt: parseDate(wordsIn(node, 'lastmod')),
    language: publication ? primaryLanguage(extensionText(publication, 'language')) : null,
    image: canonicalUrl(
      picture ? extensionText(picture, 'loc') : video && extensionText(video, 'thumbnail_loc'),
      url,
    ),
  })
}

/** What the sitemap says of a page, when its address may be an article's: news always is. */
function toEntry(address: string, base: string, known: Partial<Entry> & { isNews: boolean }): Entry[] {
  const listed = listedAddress(address.trim(), base, new URL('/', base))
  const url =
    listed && !isForSale(listed.url) ? listed.url : known.isNews ? canonicalUrl(address, base) : null
  if (url === null) return []
  return [
    {
      ...{ title: '', publishedAt: null, modifiedAt: null, language: null, image: null },
      ...known,
      url,
      isTelling: known.isNews || (listed?.isTelling ?? false),
    },
  ]
}

function isForSale(url: string): boolean {
  return new URL(url).pathname
    .split('/')
    .slice(1, -1)
    .some((folder) => shopFolder.test(folder))
}

function draftsOf(entries: readonly Entry[], now: number): ArticleDraft[] {
  const once = [...new Map(entries.toReversed().map((entry) => [entry.url, entry])).values()].toReversed()
  const news = once.filter((entry) => entry.isNews)
  const telling = once.filter((entry) => entry.isTelling)
  const kept = newest(news.length > 0 ? news : telling.length >= minTelling ? telling : once)
  return kept.map((entry) =>
    completeDraft(
      {
        identity: null,
        title: entry.title || slugTitle(entry.url),
        url: entry.url,
        text: '',
        kind: 'headline',
        author: null,
        language: entry.language,
        publishedAt: entry.publishedAt ?? dayInAddress(entry.url),
        // A change is no publication; it only says where the article stands in a list.
        listedAt: entry.modifiedAt,
        image: entry.image,
      },
      now,
    ),
  )
}

function newest(entries: readonly Entry[]): Entry[] {
  const counts = new Map<number | null, number>()
  for (const { modifiedAt } of entries) counts.set(modifiedAt, (counts.get(modifiedAt) ?? 0) + 1)
  const isTold = (time: number | null) =>
    time !== null && ((counts.get(time) ?? 0) < entries.length * sameTime || entries.length < minTelling)
  const timed = entries.map((entry) => ({
    entry,
    time:
      entry.publishedAt ?? dayInAddress(entry.url) ?? (isTold(entry.modifiedAt) ? entry.modifiedAt : null),
  }))
  const dated = timed.filter(({ time }) => time !== null).sort((a, b) => (b.time ?? 0) - (a.time ?? 0))
  const undated = timed.filter(({ time }) => time === null)
  const room = Math.max(0, maxItems - dated.length)
  const ends =
    undated.length <= room
      ? undated
      : [...undated.slice(0, Math.ceil(room / 2)), ...undated.slice(undated.length - Math.floor(room / 2))]
  return [...dated.slice(0, maxItems), ...ends].map(({ entry }) => entry)
}

function localName(name: string): string {
  return name.slice(name.indexOf(':') + 1)
}

/** Elements of the sitemap's own vocabulary, which some systems write with a prefix of theirs. */
function childrenOf(node: FeedNode, name: string): FeedNode[] {
  const prefix = node.name.slice(0, node.name.indexOf(':') + 1)
  return node.children.filter((child) => child.name === `${prefix}${name}`)
}

function wordsIn(node: FeedNode, name: string): string {
  return childrenOf(node, name)[0]?.text.trim() ?? ''
}

/** Elements of an extension, under whatever prefix. */
function extensionsOf(node: FeedNode, name: string): FeedNode[] {
  return node.children.filter((child) => child.name.includes(':') && localName(child.name) === name)
}

function extensionText(node: FeedNode, name: string): string {
  return extensionsOf(node, name)[0]?.text.trim() ?? ''
}
