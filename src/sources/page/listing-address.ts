import { getDomain } from 'tldts'
import { canonicalUrl } from '../text/canonical-url.js'

const name = (...words: string[]) => new RegExp(`^(?:${words.join('|')})$`, 'i')

/** Parameters that say where a link stood or who followed it; a page drawn anew has other values. */
const placeParameter = name(
  'ref|referr?er|refer|from|src|source|via|origin|pos|position|rank|slot|section|campaign|icid|intcmp',
  'itm_\\w+|sc_\\w+|spm|scm|xtor|share\\w*|track\\w*|click\\w*|impression\\w*|recommend\\w*|nonce|token',
  'sid|phpsessid|jsessionid|session\\w*|_t|ts|time|timestamp|rand|random|nocache|cache|views?|hits|count|comments?',
)
/** Folders whose pages list articles, or are about their writers. */
const listFolder = name(
  'tags?|labels?|hashtags?|categor(?:y|ies)|cat|kategorie|categorie|categoria|rubri(?:k|c|que)|schlagwort',
  'authors?|autor(?:en|es)?|auteurs?|users?|members?|profiles?',
)
const pageFolder = name('pages?|seite|p')
/** Pages that every site has and that are no news. */
const servicePage = name(
  'about(?:-us)?|contacts?(?:-us)?|privacy(?:-policy)?|terms(?:-\\w+)*|imprint|impressum|datenschutz|legal(?:-notice)?|mentions-legales',
  'cookies?(?:-policy)?|disclaimer|accessibility|sitemap|site-?map|feeds?|rss|atom|newsletters?|subscribe|subscription|abo|support|donate|help|faqs?',
  'log-?in|sign-?in|sign-?up|log-?out|register|account|my-account|profile|cart|basket|checkout|search|share|print|jobs|team',
  'wp-login|wp-admin|cdn-cgi|kontakt|contacto|contato|contatti|advertise|advertising|careers|home|index|default|list|overview',
)
const noPage =
  /\.(?:jpe?g|png|gif|webp|svg|avif|ico|css|js|xml|rss|atom|json|ics|zip|gz|exe|dmg|mp3|mp4|m4a|mov|apk|xlsx?|csv)$/i
/** Addresses that post their visitors' words elsewhere. */
const shareHost =
  /(^|\.)(facebook|twitter|x|linkedin|pinterest|reddit|tumblr|whatsapp|telegram|t|bsky|threads|weibo|vk|line|instagram|tiktok|youtube|apple|google)\.(com|net|org|me|app|it|ru)$/i
const pageParameter = name(
  'p(?:age|aged|g)?|seite|start|offset|sort|order(?:by)?|filter|view|lang|year|month|limit|q|s|cat',
)
const date = /(?:^|\/)(?:19|20)\d\d[/-]?\d{1,2}(?:[/-]|$)/

/** An address that a page links to, as one that may be an article's. */
export interface ListedAddress {
  /** Without what changes from one reading to the next; it is the article's identity. */
  url: string
  /** Whether it looks like an article's: words, a date or a number in its last part. */
  isTelling: boolean
  /** Below the address of the list itself. */
  isBelow: boolean
  isForeign: boolean
  /** What the addresses of the same site's articles have in common. */
  pattern: string
}

/**
 * The address of a link on a page, or null when it can be no article of that page: the page itself and what is above
 * it, lists by tag or author, pages of the list, service pages, files, share links.
 */
export function listedAddress(href: string, base: string, page: URL): ListedAddress | null {
  if (/^\s*#/.test(href)) return null
  const address = canonicalUrl(href.replace(/;jsessionid=[^?#]*/i, ''), base)
  if (address === null) return null
  const url = new URL(address)
  const segments = segmentsOf(url)
  const isForeign = siteOf(url) !== siteOf(page)
  if (
    isForeign ? shareHost.test(url.hostname) || segments.length === 0 : isListOrService(url, segments, page)
  )
    return null
  if (noPage.test(url.pathname)) return null
  const isTelling = tells(url, segments)
  if (isTelling) withoutPlace(url)
  return {
    url: url.href,
    isTelling,
    isBelow: !isForeign && isBelow(url, page),
    isForeign,
    pattern: patternOf(url, segments),
  }
}

function siteOf({ hostname }: URL): string {
  return getDomain(hostname, { allowPrivateDomains: true }) ?? hostname
}

/** The parts of an address's path as people read them. */
export function segmentsOf({ pathname }: URL): string[] {
  return pathname.split('/').filter(Boolean).map(decoded)
}

function decoded(segment: string): string {
  try {
    return decodeURIComponent(segment)
  } catch {
    return segment
  }
}

function isListOrService(url: URL, segments: readonly string[], page: URL): boolean {
  const path = folderOf(url)
  const samePage = trimmed(path) === trimmed(folderOf(page)) && url.host === page.host
  const isAbove = url.host === page.host && `${trimmed(page.pathname)}/`.startsWith(`${trimmed(path)}/`)
  if (samePage || isAbove || segments.length === 0) return !namesArticle(url)
  const last = segments.at(-1) ?? ''
  const folder = segments.at(-2) ?? ''
  return (
    servicePage.test(last.replace(/\.\w{2,5}$/, '')) ||
    listFolder.test(folder) ||
    listFolder.test(last) ||
    (pageFolder.test(folder) && /^\d{1,4}$/.test(last))
  )
}

/** Whether the query says which article: `?id=17`, not `?page=2`. */
function namesArticle({ searchParams }: URL): boolean {
  return [...searchParams].some(([key, value]) =>
    key === 'p'
      ? /^\d{2,}$/.test(value)
      : /\d/.test(value) && !pageParameter.test(key) && !placeParameter.test(key),
  )
}

function folderOf({ pathname }: URL): string {
  return pathname.replace(/\/(?:index|default)\.\w{2,5}$/i, '/')
}

function trimmed(path: string): string {
  return path.replace(/\/+$/, '')
}

/** A list at `/news/index.html` or `/news/` has its articles in `/news/`; one at the root has no folder to tell by. */
function isBelow(url: URL, page: URL): boolean {
  const folder = trimmed(folderOf(page)).replace(/\.\w{2,5}$/, '')
  return folder !== '' && url.pathname.startsWith(`${folder}/`)
}

/** Whether an address looks like an article's: words, a date or a number in its last part. */
export function isTelling(address: string): boolean {
  const url = new URL(address)
  return tells(url, segmentsOf(url))
}

function tells(url: URL, segments: readonly string[]): boolean {
  const isNumber = /^\d+$/.test(segments.at(-1) ?? '')
  // Forums put the number of a topic behind its words.
  const last = (segments.at(isNumber && segments.length > 2 ? -2 : -1) ?? '').replace(/\.\w{2,5}$/, '')
  const words = last.split(/[-_+ .]+/).filter((word) => /\p{L}/u.test(word))
  const isSlug = words.length >= 3 || (last.match(/[^\p{ASCII}]/gu)?.length ?? 0) >= 6
  const isId =
    /\d{4,}/.test(segments.at(-1) ?? '') ||
    /^(?=.*\d)(?=.*[a-z])[a-z\d]{8,}$/i.test(last) ||
    date.test(url.pathname)
  return isSlug || isId || namesArticle(url)
}

function withoutPlace(url: URL): void {
  for (const key of [...url.searchParams.keys()]) if (placeParameter.test(key)) url.searchParams.delete(key)
}

/** Numbers and the last part stand for any. */
function patternOf(url: URL, segments: readonly string[]): string {
  const folders = segments.slice(0, -1).map((segment) => (/\d/.test(segment) ? '#' : segment))
  const keys = [...url.searchParams.keys()].sort()
  const script = keys.length > 0 ? (segments.at(-1) ?? '') : ''
  return `${url.host}/${folders.join('/')}/${script}?${keys.join('&')}`
}
