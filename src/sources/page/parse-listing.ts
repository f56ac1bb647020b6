import type { ArticleDraft } from '../../core/article.js'
import { primaryLanguage } from '../../core/language.js'
import { SourceError } from '../source-error.js'
import { canonicalUrl } from '../text/canonical-url.js'
import { oneLine } from '../text/clean-text.js'
import { completeDraft } from '../text/draft.js'
import { isTelling } from './listing-address.js'
import { chooseEntries, groupBy, isEnough } from './listing-choice.js'
import { type ListedData, readListingData } from './listing-data.js'
import { type ListedEntry, readEntries } from './listing-entries.js'
import { readListedLinks } from './listing-links.js'
import { weightOf } from './listing-title.js'
import { type ListingTree, linesIn, readListingTree } from './listing-tree.js'
import { maxPageDepth, type PageHead, readPageHead } from './read-page-head.js'

/** What a page that lists articles shows of them. */
export interface ParsedListing {
  title: string
  siteUrl: string | null
  language: string | null
  /** In the order of the page, headlines and excerpts. */
  articles: ArticleDraft[]
  /** Whether the page is a list at all, and not an article with links below it, a form or a front door. */
  isListing: boolean
  problems: { key: 'source.problemNoListing'; params: Record<string, never> }[]
}

/** Of a longer page the first are taken, which are the newest. */
const maxArticles = 300
/** Fewer than this are shown: then what JSON-LD says counts. */
const minTold = 3
const maxTitle = 200
/** Characters of running text beside its entries that a list may have: an introduction, not an article. */
const maxProse = 1500
const minParagraph = 80
const maxBase = 2000
/** Of one entry. */
const maxTeaser = 500

/**
 * The articles that a page lists, for sites without a feed: each is a headline or an excerpt whose identity is its
 * address. `url` is where the page came from. Throws a SourceError when the page is nested too deeply to be read.
 */
export function parseListing(html: string, url: string, now: number): ParsedListing {
  const head = readPageHead(html)
  if (head.depth > maxPageDepth) throw new SourceError('source.pageTooDeep')
  const tree = readListingTree(html)
  const base = baseOf(tree, url)
  const language = primaryLanguage(head.lang ?? head.meta.get('og:locale'))
  const data = readListingData(head.jsonLd, base)
  const entries = chooseEntries(entriesByPlace(tree, base, url, now), data.articles)
  const shown = entries.map((entry) =>
    draftOf(entry, data.articles.get(entry.link.address.url), { base, language }, now),
  )
  const told = [...data.articles].flatMap(([url, each]) => draftOfData(url, each, language, now))
  const articles = (shown.length >= minTold ? shown : told).slice(0, maxArticles)
  const hasList = isEnough(entries) || told.length >= minTold
  const isListing = hasList && !data.own && proseBeside(tree, entries) <= proseAllowed(head, url)
  return {
    title: titleOf(head, url),
    siteUrl: canonicalUrl(head.canonical, base) ?? canonicalUrl(url),
    language,
    articles,
    isListing,
    problems: articles.length === 0 ? [{ key: 'source.problemNoListing', params: {} }] : [],
  }
}

/** What is too long for an address is none, and every link would repeat it. */
function baseOf({ base }: ListingTree, url: string): string {
  const isAddress = base !== null && base.length <= maxBase && URL.canParse(base, url)
  return isAddress ? new URL(base, url).href : url
}

function entriesByPlace(tree: ListingTree, base: string, url: string, now: number): ListedEntry[][] {
  const links = readListedLinks(tree, base, new URL(url))
  const places = groupBy(links, ({ place }) => place)
  return [...places.values()].map((group) => readEntries(tree, group, now))
}

/** A page that says it is an article, or has the address of one, must look the more like a list. */
function proseAllowed(head: PageHead, url: string): number {
  const isArticle = head.meta.get('og:type')?.toLowerCase() === 'article' || isTelling(url)
  return isArticle ? maxProse / 4 : maxProse
}

function titleOf(head: PageHead, url: string): string {
  const title = oneLine(head.meta.get('og:title') ?? head.title, maxTitle) || oneLine(head.title, maxTitle)
  return title || new URL(url).hostname.replace(/^www\./, '')
}

function draftOf(
  { link, title, titleRank, teaser, author, image, publishedAt }: ListedEntry,
  known: ListedData | undefined,
  page: { base: string; language: string | null },
  now: number,
): ArticleDraft {
  const text = longer(teaser, known?.teaser ?? '')
  return completeDraft(
    {
      identity: null,
      title: (titleRank < 3 && known?.title) || title,
      url: link.address.url,
      text,
      kind: text === '' ? 'headline' : 'excerpt',
      author: known?.author ?? author,
      language: page.language,
      publishedAt: known?.publishedAt ?? publishedAt,
      image: known?.image ?? canonicalUrl(image, page.base),
    },
    now,
  )
}

/** What a page that is drawn by a script says of its articles to search engines. */
function draftOfData(url: string, data: ListedData, language: string | null, now: number): ArticleDraft[] {
  if (data.title === null) return []
  const { title, author, publishedAt, image } = data
  const text = longer('', data.teaser ?? '')
  const kind = text === '' ? 'headline' : 'excerpt'
  return [
    completeDraft({ identity: null, title, url, text, kind, author, language, publishedAt, image }, now),
  ]
}

function longer(a: string, b: string): string {
  return b.length > a.length ? oneLine(b, 1000) : a
}

/** Characters in paragraphs that belong to no entry, or to one whose part of the page is more than a teaser. */
function proseBeside(tree: ListingTree, entries: readonly ListedEntry[]): number {
  let prose = 0
  let from = 0
  for (const entry of entries.toSorted((a, b) => a.from - b.from)) {
    prose += proseIn(tree, from, entry.from)
    const own = proseIn(tree, Math.max(from, entry.from), entry.end)
    // Below a headline a blog may have its whole post.
    if (entry.titleRank < 3) prose += Math.max(0, own - maxTeaser)
    from = Math.max(from, entry.end)
  }
  return prose + proseIn(tree, from, tree.nodes.length)
}

function proseIn(tree: ListingTree, from: number, end: number): number {
  const weights = linesIn(tree, from, end, ({ name }) => name === 'a').map(weightOf)
  return weights.reduce((sum, weight) => sum + (weight >= minParagraph ? weight : 0), 0)
}
