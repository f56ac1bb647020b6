import { Parser } from 'htmlparser2'
import { siteOf } from '../fetch/host-queue.js'
import { isTelling } from '../page/listing-address.js'
import { oneLine } from '../text/clean-text.js'
import { type FeedLink, type FeedRole, looksLikeFeed, sortByRole } from './feed-link.js'
import { platformFeeds } from './platform-feeds.js'

/** What a page links to that could be followed in its place. */
export interface PageLinks {
  /** Best first: what its platform is known to have, what it names as feeds, what it links to; then the minor ones. */
  feeds: FeedLink[]
  sitemaps: string[]
  /** Where it sends its visitors on by itself. */
  refresh: string | null
}

/** How a page tells of a feed: in its head, by a link with an address like that of a feed, or with such words only. */
type Manner = (typeof manners)[number]
const manners = ['named', 'linked', 'said'] as const

interface FoundFeed extends FeedLink {
  manner: Manner
  /** The media type; '' when it is not given. */
  type: string
}

interface FoundLinks extends Omit<PageLinks, 'feeds'> {
  feeds: FoundFeed[]
}

type Attributes = Readonly<Record<string, string>>

/** Pages that list all feeds of a newspaper have about a hundred. */
const maxFeeds = 200
const maxSitemaps = 5
/** With so many links to feeds it is a page that lists them. */
const minListed = 3
const maxAddress = 2000
const maxTitle = 100
/** htmlparser2 gets slow beyond; what stands deeper is no link to a feed. */
const maxDepth = 500

const feedType = /^\s*(?:application|text)\/(?:x[.-])?(?:rss|atom(?!svc|cat)|feed|jsonfeed)\b/i
/** Types that are also said of other things. */
const plainType = /^\s*(?:application|text)\/(?:xml|json|rdf\+xml)\s*(?:;|$)/i
const isAlternate = /(?:^|[\s,])alternat(?:e|ive)(?:$|[\s,])/i
const isFeed = /(?:^|[\s,])(?:service\.)?feed(?:$|[\s,])/i
const isOther =
  /\b(?:stylesheet|icon|edituri|service\.post|self|hub|preload|prefetch|preconnect|search|meta|manifest|next|prev|replies)\b/i
/** What else is offered as JSON or XML. */
const service =
  /\/wp-json\/|\/api\/|oembed|\.webmanifest|manifest\.json|opensearch|xmlrpc|wlwmanifest|\brsd\b/i
const saysFeed = /\b(?:rss|atom|xml|json|web)[- ]?feeds?\b|\brss\b|^\W*feeds?\W*$/i
/** Sites that read feeds for others; their links carry the address of the feed. */
const reader =
  /(?:^|\.)(?:feedly|inoreader|newsblur|theoldreader|netvibes|feedbin|bloglovin|yahoo|newsgator|bloglines|feedspot|subtome|feeder|bazqux|aol)\.(?:com|co|net)$/i
const feedHost = /^feeds?\d*\./i
const sitemapFile = /sitemap[\w-]*\.(?:xml|txt)(?:\.gz)?$/i

const commentsTitle =
  /\bcomments\b|kommentar|commentaires|comentarios|comentários|commenti|reacties|комментари|komentar|コメント|评论|評論|댓글/i
const commentsAddress = /[/_-]comments?(?:[/._-]|$)|feed=comments/i
/** The words in which addresses and titles of one feed's formats differ. */
const formats =
  /(?<!\p{L})(?:rss[-_ ]?(?:2(?:\.0)?|1\.0|0\.9\d)?|atom(?:[-_ ]?1\.0)?|rdf|json|xml|feeds?|index|alt|format|type|php|version|via|as)(?!\p{L})/giu

class StopParsing extends Error {}

/** The feeds and sitemaps that a page names or links to. One pass; `url` is where the page came from. */
export function linkedFeeds(html: string, url: string): PageLinks {
  const { feeds, sitemaps, refresh } = readLinks(html, url)
  const known = platformFeeds(url, html)
  const others = rankFeeds(feeds, new URL(url))
    .filter((feed) => known.every(({ url }) => url !== feed.url))
    .map((feed) => (known.length > 0 && feed.role === 'meant' ? { ...feed, role: 'beside' as const } : feed))
  return {
    feeds: sortByRole([...known, ...others]),
    sitemaps: [...new Set(sitemaps)].slice(0, maxSitemaps),
    refresh,
  }
}

/** One pass over the page without building it; it stops where the nesting passes 500 or there are 200 feeds. */
function readLinks(html: string, url: string): FoundLinks {
  const links: FoundLinks = { feeds: [], sitemaps: [], refresh: null }
  let base = url
  let hasBase = false
  let depth = 0
  let anchor: { href: string; words: string } | null = null
  const endAnchor = () => {
    if (anchor) noteAnchor(links, anchor, base, url)
    anchor = null
  }
  const parser = new Parser({
    onopentag(name, attributes) {
      depth++
      if (depth > maxDepth || links.feeds.length >= maxFeeds) throw new StopParsing()
      if (name === 'base' && !hasBase && attributes.href !== undefined) {
        base = resolve(attributes.href, url)?.href ?? url
        hasBase = true
      }
      if (name === 'link') noteLink(links, attributes, base)
      if (name === 'meta') links.refresh ??= refreshIn(attributes, base)
      if (name === 'a' || name === 'area') {
        endAnchor()
        if (attributes.href !== undefined) anchor = { href: attributes.href, words: wordsOf(attributes) }
      }
      if (name === 'img' && anchor) anchor.words += wordsOf(attributes)
    },
    ontext(data) {
      if (anchor && anchor.words.length < maxTitle) anchor.words += data.slice(0, maxTitle)
    },
    onclosetag(name) {
      depth--
      if (name === 'a') endAnchor()
    },
  })
  try {
    parser.write(html)
    parser.end()
  } catch (error) {
    if (!(error instanceof StopParsing)) throw error
  }
  endAnchor()
  return links
}

/** What an element says without text. */
function wordsOf({ title = '', alt = '', 'aria-label': label = '' }: Attributes): string {
  return [title, label, alt].map((words) => (words === '' ? '' : `${words.slice(0, maxTitle)} `)).join('')
}

function noteLink(links: FoundLinks, attributes: Attributes, base: string): void {
  const { rel = '', type = '', title = '', href } = attributes
  const url = resolve(href, base)
  if (!url) return
  if (/\bsitemap\b/i.test(rel)) links.sitemaps.push(url.href)
  else if (namesFeed(rel, type, title, url))
    links.feeds.push({ url: url.href, title: titleOf(title), role: 'meant', manner: 'named', type })
}

function namesFeed(rel: string, type: string, title: string, url: URL): boolean {
  if (isOther.test(rel) || /oembed|\/wp-json\//i.test(type + url.pathname)) return false
  if (feedType.test(type) || isFeed.test(rel)) return true
  if (!isAlternate.test(rel) || service.test(url.pathname)) return false
  if (/json/i.test(type)) return plainType.test(type)
  return (type === '' || plainType.test(type)) && (looksLikeFeed(url) || saysFeed.test(title))
}

/** A link may lead to a feed of somebody else; then the page has to say that it is one, or the host be one for feeds. */
function noteAnchor(
  links: FoundLinks,
  { href, words }: { href: string; words: string },
  base: string,
  page: string,
): void {
  if (/^\s*(?:#|$)/.test(href)) return
  const url = withoutReader(resolve(href, base))
  if (!url || url.href === page) return
  if (sitemapFile.test(url.pathname)) links.sitemaps.push(url.href)
  const says = saysFeed.test(words)
  const looks = looksLikeFeed(url)
  if (!says && !(looks && (siteOf(url) === siteOf(new URL(page)) || /^feeds?\d*\./.test(url.hostname))))
    return
  const manner = looks ? 'linked' : 'said'
  links.feeds.push({ url: url.href, title: titleOf(words), role: 'meant', manner, type: '' })
}

/** `https://feedly.com/i/subscription/feed/https://example.org/rss` is `https://example.org/rss`. */
function withoutReader(url: URL | null): URL | null {
  if (!url || !reader.test(url.hostname)) return url
  const carried = /https?(?:%3a|:)(?:%2f|\/){2}.*$/i.exec(url.href.slice('https://'.length))?.[0]
  return carried === undefined ? null : resolve(decoded(carried), url.href)
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text)
  } catch {
    return text
  }
}

/** "5; url=/news/": browsers go on, and so must who reads for people. */
function refreshIn(attributes: Attributes, base: string): string | null {
  if (attributes['http-equiv']?.trim().toLowerCase() !== 'refresh') return null
  const target = /^\s*\d{1,2}\s*[;,]\s*url\s*=\s*["']?([^"']{1,2000})/i.exec(attributes.content ?? '')?.[1]
  return resolve(target, base)?.href ?? null
}

/** Each feed once, best first. */
function rankFeeds(found: readonly FoundFeed[], page: URL): FeedLink[] {
  const folder = page.pathname.replace(/\/*$/, '/')
  const isBelow = ({ url }: FoundFeed) => folder !== '/' && new URL(url).pathname.startsWith(folder)
  const order = (feed: FoundFeed) =>
    manners.indexOf(feed.manner) * 8 +
    (isForeign(new URL(feed.url), page) ? 4 : 0) +
    (isBelow(feed) ? 0 : 2) +
    (/json/i.test(feed.type) ? 1 : 0)
  const once = [...new Map(found.toReversed().map((feed) => [feed.url, feed])).values()].toReversed()
  const isArticle = isTelling(page.href)
  const isList =
    once.filter((feed) => feed.manner === 'linked' && !isForeign(new URL(feed.url), page)).length >= minListed
  const meant: FoundFeed[] = []
  const roleOf = (feed: FoundFeed): FeedRole => {
    // Below an article WordPress has the comments on it.
    if (isComments(feed) || (isArticle && isBelow(feed))) return 'beside'
    if (meant.some((other) => isSame(feed, other))) return 'copy'
    if (feed.manner === 'named' || meant.length === 0) return 'meant'
    if (feed.manner === 'said' || isForeign(new URL(feed.url), page)) return 'beside'
    return isList || meant.every(({ manner }) => manner === 'linked') ? 'meant' : 'beside'
  }
  return once
    .sort((a, b) => order(a) - order(b))
    .map((feed) => {
      const role = roleOf(feed)
      if (role === 'meant') meant.push(feed)
      return { url: feed.url, title: feed.title, role }
    })
}

/** Of another site, and not of a host for the feeds of others. */
function isForeign(feed: URL, page: URL): boolean {
  return siteOf(feed) !== siteOf(page) && !feedHost.test(feed.hostname)
}

function isComments({ url, title }: FeedLink): boolean {
  return commentsTitle.test(title ?? '') || commentsAddress.test(decoded(url))
}

/** Whether two feeds are one in two formats. */
function isSame(one: FoundFeed, other: FoundFeed): boolean {
  if (addressKey(one.url) === addressKey(other.url)) return true
  const title = wordsKey(one.title ?? '')
  return title !== '' && title === wordsKey(other.title ?? '') && one.type !== other.type
}

function addressKey(url: string): string {
  const { hostname, pathname, search } = new URL(url)
  return `${hostname.replace(/^www\./, '')} ${wordsKey(pathname + search)}`
}

function wordsKey(text: string): string {
  return text
    .toLowerCase()
    .replace(formats, '')
    .replace(/[^\p{L}\p{N}]+/gu, '')
}

/** A title that only says "RSS" tells nothing. */
function titleOf(words: string): string | null {
  const title = oneLine(words.slice(0, 1000), maxTitle)
  return wordsKey(title.replace(/\b(?:subscribe|abonnieren|abo|s’abonner|to|the|our|this)\b/gi, '')) === ''
    ? null
    : title
}

/** An http(s) address without fragment; `feed:` is what old reader buttons hold. */
function resolve(href: string | undefined, base: string): URL | null {
  const address = href
    ?.trim()
    .replace(/^feed:(?:\/\/)?(?=https?:)/i, '')
    .replace(/^feed:\/\//i, 'https://')
  if (!address || address.length > maxAddress || !URL.canParse(address, base)) return null
  const url = new URL(address, base)
  url.hash = ''
  return /^https?:$/.test(url.protocol) ? url : null
}
