import type { ArticleDraft } from '../../core/article.js'
import type { MessageKey, MessageParams } from '../../core/i18n.js'
import { maxItems } from '../feed/parse-feed.js'
import type { FetchedDocument } from '../parsing/document.js'
import { SourceError } from '../source-error.js'
import type { ParsedSitemap, SitemapPart } from './parse-sitemap.js'

export interface SitemapTools {
  get(url: string): Promise<FetchedDocument>
  parse(document: FetchedDocument): Promise<ParsedSitemap>
}

/** What one reading of a site's sitemap found; articles newest first. */
export interface SitemapReading {
  title: string
  siteUrl: string
  articles: ArticleDraft[]
  problems: { key: MessageKey; params: MessageParams }[]
}

/** Of an index the parts that are asked for in one reading, each one a request. */
const maxParts = 3
const isNews = /news/i
const isArticles = /post|article|artikel|blog|stor(?:y|ies)|noticia|nachricht|actu|press|content/i
const isOther =
  /image|video|photo|author|users?(?![a-z])|(?<![a-z])tags?(?![a-z])|categor|taxonom|(?<![a-z])pages?(?![a-z])|product|shop|store|topics?(?![a-z])|attachment|media|location|event|job/i

/**
 * A sitemap as a source. Of an index at most three parts are read: the news parts alone where there are some, since
 * only they have headlines and dates; else those that seem to hold articles, the latest changed first. Parts with
 * pictures, authors, tags, products and fixed pages are left out as long as there are others; an index inside an index
 * counts as a part. A part that cannot be read is a problem, all of them are an error. @throws SourceError
 */
export async function readSitemap(
  document: FetchedDocument,
  { get, parse }: SitemapTools,
  now: number,
): Promise<SitemapReading> {
  const { url } = document
  const first = await parse(document)
  const found = [first]
  const failures: SourceError[] = []
  const asked = new Set([url])
  let waiting = planParts(first.parts, now)
  for (let requests = 0; requests < maxParts; requests++) {
    const part = waiting.find((each) => !asked.has(each.url))
    if (!part) break
    asked.add(part.url)
    try {
      const parsed = await parse(await get(part.url))
      found.push(parsed)
      waiting = [...planParts(parsed.parts, now), ...waiting]
    } catch (error) {
      if (!(error instanceof SourceError)) throw error
      failures.push(error)
    }
  }
  const [failure] = failures
  if (failure && found.length === 1) throw failure
  const articles = newestOf(found.flatMap((sitemap) => sitemap.articles))
  return {
    title: found.find(({ name }) => name !== null)?.name ?? new URL(url).hostname.replace(/^www\./, ''),
    siteUrl: new URL('/', url).href,
    articles,
    problems: problemsOf(found, failures.length, articles.length),
  }
}

/** The parts of an index that are worth a request, best first. */
export function planParts(parts: readonly SitemapPart[], now: number): SitemapPart[] {
  const named = parts.map((part) => ({
    part,
    name: nameOf(part),
    at: part.modifiedAt ?? timeInName(part, now),
  }))
  const news = named.filter(({ name }) => isNews.test(name) && !isOther.test(name))
  const articles = named.filter(({ name }) => isArticles.test(name) && !isOther.test(name))
  const rest = named.filter(({ name }) => !isOther.test(name))
  const chosen = [news, articles, rest].find((group) => group.length > 0) ?? named
  // Numbered parts fill up one after the other, so that the last has the newest.
  const order = chosen
    .map((each, place) => ({ ...each, place }))
    .sort((a, b) => (b.at ?? 0) - (a.at ?? 0) || b.place - a.place)
  const undated = order.every(({ at }) => at === null)
  const [firstListed] = chosen
  const list = undated && firstListed ? [...order.slice(0, 1), firstListed, ...order.slice(1)] : order
  return [...new Set(list.map(({ part }) => part))]
}

function nameOf({ url }: SitemapPart): string {
  const { pathname, search } = new URL(url)
  return `${pathname.split('/').slice(-2).join('/')}${search}`
}

/** `sitemap-2024-03.xml`, `?yyyy=2024&mm=03`: parts by year and month. */
function timeInName(part: SitemapPart, now: number): number | null {
  const match = /(?<!\d)((?:19|20)\d\d)(?:\D{1,4}?(\d{1,2})(?!\d)|(\d\d)(?!\d))?/.exec(nameOf(part))
  if (!match) return null
  const month = Number(match[2] ?? match[3] ?? 12)
  const time = Date.UTC(Number(match[1]), Math.min(month, 12) - 1)
  return Math.min(time, now)
}

function newestOf(articles: readonly ArticleDraft[]): ArticleDraft[] {
  const timeOf = (article: ArticleDraft) => article.publishedAt ?? article.listedAt ?? 0
  const once = [
    ...new Map(articles.toReversed().map((article) => [article.identity, article])).values(),
  ].toReversed()
  return once.sort((a, b) => timeOf(b) - timeOf(a)).slice(0, maxItems)
}

function problemsOf(
  found: readonly ParsedSitemap[],
  unread: number,
  articles: number,
): SitemapReading['problems'] {
  const [problem] = found.flatMap(({ problems }) => problems)
  return [
    ...(problem ? [problem] : []),
    ...(unread > 0 ? [{ key: 'source.sitemapPartUnread' as const, params: { count: unread } }] : []),
    ...(articles === 0 ? [{ key: 'source.problemNoAddresses' as const, params: {} }] : []),
  ]
}
