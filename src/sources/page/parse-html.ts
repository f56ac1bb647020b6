import { primaryLanguage } from '../../core/language.js'
import { siteOf } from '../fetch/host-queue.js'
import { SourceError } from '../source-error.js'
import { canonicalUrl } from '../text/canonical-url.js'
import type { FoundArticle } from '../text/draft.js'
import { htmlToText } from '../text/html-to-text.js'
import { leadOf } from '../text/lead.js'
import { firstPicture, pictureOf } from '../text/lead-image.js'
import { type Extract, extractArticle, furniture } from './extract-article.js'
import {
  authorNames,
  findArticleData,
  imageAddresses,
  type JsonObject,
  logoAddresses,
  textOf,
} from './json-ld.js'
import { isHomePage } from './looks-like-article.js'
import { publishedAt } from './page-date.js'
import { maxPageDepth, type PageHead, readPageHead } from './read-page-head.js'

/** Readability takes seconds beyond this; such pages are generated lists, whose plain text is as good. */
const maxNodes = 50_000
/** It also walks up from each node; ordinary pages have some thousands of nodes, thirty deep. */
const maxNodeDepths = 3_000_000
/** Ten times that of an ordinary page. */
const maxAttributeLooks = 1_000_000
const maxExtractedBytes = 2_000_000
/** Of a title or author; a hostile one can be megabytes long. */
const maxFieldLength = 5000
/** A shorter extract means that Readability took a box for the article. */
const minExtract = 200

/**
 * The article of a saved or fetched page. `url` is where it came from, if that is known. Throws a SourceError when
 * the page is nested too deeply to be read, or has no text.
 */
export function parseHtml(html: string, url: string | null): FoundArticle {
  const head = readPageHead(html)
  if (head.depth > maxPageDepth) throw new SourceError('source.pageTooDeep')
  const data = findArticleData(head.jsonLd)
  const title = titleOf(head, data)
  const { text, html: source } = articleIn(html, head, title)
  if (text === '' && title === '') throw new SourceError('source.pageEmpty')
  const address = addressOf(head, url)
  return {
    identity: null,
    title,
    url: address,
    text: withoutLeadingTitle(text, title),
    kind: 'full',
    author: (authorNames(data) ?? authorOf(head))?.slice(0, maxFieldLength) ?? null,
    language: primaryLanguage(head.lang ?? head.meta.get('og:locale')),
    publishedAt: publishedAt(head, textOf(data?.datePublished), address),
    image: imageOf(head, data, url ?? address),
    lead: leadOf(source, url ?? address, title),
  }
}

/**
 * The address of a page: what it calls itself (a print or mobile version names the original), unless that is another
 * site, whose articles this page must not pass for, or the home page, which careless templates name on every page.
 */
function addressOf(head: PageHead, url: string | null): string | null {
  const claimed = canonicalUrl(head.canonical ?? head.meta.get('og:url'), url)
  const own = canonicalUrl(url)
  if (claimed === null || own === null) return claimed ?? own
  const isOwn = siteOf(new URL(claimed)) === siteOf(new URL(own))
  return isOwn && (!isHomePage(claimed) || isHomePage(own)) ? claimed : own
}

const imageMetas = [
  'og:image:secure_url',
  'og:image',
  'og:image:url',
  'twitter:image',
  'twitter:image:src',
  'parsely-image-url',
  'sailthru.image.full',
]

/** What the page offers to whoever links to it, else the first picture below its title; never its publisher's logo. */
function imageOf(head: PageHead, data: JsonObject | null, base: string | null): string | null {
  const logos = logoAddresses(data).map((address) => canonicalUrl(address, base))
  const named = [...imageMetas.map((name) => head.meta.get(name)), ...imageAddresses(data?.image)]
  const images = named.filter((address) => !logos.includes(canonicalUrl(address, base)))
  const below = head.picturesBelowTitle.map((attributes) => pictureOf(attributes, base))
  return firstPicture(images, base) ?? below.find((picture) => picture !== null) ?? null
}

function articleIn(html: string, head: PageHead, title: string): Extract {
  if (head.nodes === 0) return { text: htmlToText(html), html }
  const extract = isOrdinary(html, head) ? extractArticle(html, title) : { text: '', html: '' }
  if (weightOf(extract.text) >= minExtract) return extract
  const whole = htmlToText(html, furniture)
  return extract.text.length * 2 > whole.length ? extract : { text: whole, html }
}

function isOrdinary(html: string, { nodes, attributeLooks, ampersands, depth }: PageHead): boolean {
  if (html.length > maxExtractedBytes || nodes > maxNodes || ampersands > maxNodes) return false
  return nodes * depth <= maxNodeDepths && attributeLooks <= maxAttributeLooks
}

/** Its length in letters; a Chinese or Japanese character says about as much as three. */
function weightOf(text: string): number {
  return (
    text.length + 2 * (text.match(/[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}]/gu)?.length ?? 0)
  )
}

function withoutLeadingTitle(text: string, title: string): string {
  const [first = '', ...rest] = text.split('\n\n')
  return first === title && rest.length > 0 ? rest.join('\n\n') : text
}

/** Sites append their name to `<title>`; og:title and the headline are without it. */
function titleOf(head: PageHead, data: JsonObject | null): string {
  const marked = textOf(data?.headline) ?? firstMeta(head, ['og:title', 'twitter:title', 'dc.title'])
  const title = (marked ?? head.title).slice(0, maxFieldLength).replace(/\s+/g, ' ').trim()
  const site = head.meta.get('og:site_name')?.trim()
  const ends = site ? [' | ', ' - ', ' – ', ' — '].map((bar) => bar + site) : []
  const end = ends.find((suffix) => title.endsWith(suffix))
  return end ? title.slice(0, -end.length) : title
}

function authorOf(head: PageHead): string | null {
  const names = ['author', 'article:author', 'byl', 'dc.creator', 'parsely-author', 'sailthru.author']
  const author = firstMeta(head, names) ?? head.author.replace(/\s+/g, ' ').trim()
  return author.replace(/^by\s+/i, '') || null
}

function firstMeta(head: PageHead, names: readonly string[]): string | null {
  const values = names.map((name) => head.meta.get(name)?.trim() ?? '')
  return values.find((value) => value !== '' && !/^https?:/.test(value)) ?? null
}
