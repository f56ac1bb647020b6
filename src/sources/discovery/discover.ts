import type { FetchRequest } from '../fetch/fetch.js'
import {
  type Fetched,
  type ReadTools,
  readDocument,
  type SourceReading,
  type WebKind,
} from '../reading/read-source.js'
import { SourceError } from '../source-error.js'
import type { Candidate } from './candidate.js'
import type { FeedLink } from './feed-link.js'
import { platformFeeds } from './platform-feeds.js'
import { wellKnownFeeds } from './well-known.js'

/** A source that was read, or several to choose from, best first. */
export type Discovery = { found: SourceReading } | { candidates: Candidate[] }

/** For everything that is asked to find one source. */
const maxRequests = 20
const maxMs = 25_000
/** What Discord's select menus hold. */
const maxCandidates = 25
const maxSitemaps = 4
/** Fewer addresses are those of fixed pages. */
const minArticles = 3

/** The front of a site, or of its part in one language. */
const frontPage = /^\/(?:[a-z]{2}(?:-[a-z]{2})?\/?)?$/i

const nothing: ReadonlySet<string> = new Set()
/** The source may well be what was meant, and can be read at another time. */
const temporary = new Set<string>(['source.busy', 'source.serverFault', 'source.timeout', 'source.brokenOff'])
/** A site that answers so is not asked for what it only might have. */
const tired = new Set<string>([
  'source.busy',
  'source.timeout',
  'source.brokenOff',
  'source.refused',
  'source.challenge',
])

/**
 * Finds what can be followed at an address, with one request where it is a feed. Else it is, in this order: what its
 * platform has, what the page links to, a feed at one of the usual addresses, a list of articles or a sitemap. The
 * document that tells is the first reading. Throws the SourceError of the first request, or one that says that
 * nothing was found; rethrows `signal`'s own reason.
 */
export async function discover(
  address: string,
  tools: ReadTools,
  now: number,
  signal?: AbortSignal,
): Promise<Discovery> {
  const search = createSearch(address, tools, now, signal)
  const known = platformFeeds(address, null)
  const platform = isChoice(known)
    ? { candidates: candidatesOf(known) }
    : await search.openFirst(intended(known), temporary, false)
  return platform ?? (await search.explore(await search.get(address)))
}

/** A document, and the address that was asked for it. */
interface Page {
  asked: string
  fetched: Fetched
}

function createSearch(address: string, tools: ReadTools, now: number, signal: AbortSignal | undefined) {
  const fetcher = limitRequests(address, tools.fetcher, signal)
  const limited: ReadTools = { ...tools, fetcher }

  async function get(url: string): Promise<Page> {
    const fetched = await fetcher.get(url)
    if (fetched.status === 'ok') return { asked: url, fetched }
    throw new SourceError('source.refusedStatus', { host: new URL(url).host, status: 304 })
  }

  /** Where a redirect is temporary, the address to ask next time is the one that was asked now. */
  async function read(kind: WebKind, { asked, fetched }: Page): Promise<SourceReading> {
    const reading = await readDocument(kind, fetched, limited, now)
    return { ...reading, url: fetched.movedTo ?? asked }
  }

  /**
   * The first that can be read; a page in the place of a feed may list feeds itself. @throws SourceError of a kind in
   * `final`
   */
  async function openFirst(
    links: readonly Pick<FeedLink, 'url'>[],
    final: ReadonlySet<string>,
    mayList: boolean,
  ): Promise<Discovery | null> {
    for (const { url } of links) {
      const opened = await unless(final, async () => {
        const page = await get(url)
        return (await readFeed(page)) ?? (mayList ? await readList(page) : null)
      })
      if (opened) return opened
    }
    return null
  }

  async function readList({ fetched }: Page): Promise<Discovery | null> {
    const { feeds } = await tools.parser.links(fetched)
    return isChoice(feeds)
      ? { candidates: candidatesOf(feeds) }
      : await openFirst(intended(feeds), nothing, false)
  }

  /** Null for a page. @throws SourceError for what is neither a page nor a source */
  async function readFeed(page: Page): Promise<Discovery | null> {
    try {
      return { found: await read('feed', page) }
    } catch (error) {
      if (!(error instanceof SourceError)) throw error
      if (error.key === 'source.feedIsHtml') return null
      if (error.params.what !== 'sitemap') throw error
      await requireAllowed(page.asked)
      return { found: await read('sitemap', page) }
    }
  }

  /** What can be followed in the place of a page. A page that sends its visitors on is left once. */
  async function explore(page: Page, mayGoOn = true): Promise<Discovery> {
    const feed = await readFeed(page)
    if (feed) return feed
    const { feeds, sitemaps, refresh } = await tools.parser.links(page.fetched)
    if (mayGoOn && refresh !== null && feeds.length === 0) return await explore(await get(refresh), false)
    if (isChoice(feeds)) {
      const listing = await readListing(page)
      return { candidates: [...candidatesOf(feeds), ...(listing ? [candidateOf(listing)] : [])] }
    }
    const found =
      (await openFirst(intended(feeds), temporary, true)) ??
      (await guess(page)) ??
      (await withoutFeed(page, sitemaps)) ??
      (await openFirst(feeds, temporary, false))
    if (found) return found
    await requireAllowed(page.asked)
    throw new SourceError('source.nothingFound', { url: address })
  }

  /** A feed at one of the usual addresses; where the page lists other articles than it, either may be meant. */
  async function guess(page: Page): Promise<Discovery | null> {
    const { url } = page.fetched
    const guessed = await unless(nothing, () => openFirst(wellKnownFeeds(url), tired, false))
    if (!guessed || !('found' in guessed) || isFront(url)) return guessed
    const listing = await readListing(page)
    const inFeed = new Set(guessed.found.articles.map((article) => article.url))
    if (!listing || listing.articles.some((article) => inFeed.has(article.url))) return guessed
    return { candidates: [guessed.found, listing].map(candidateOf) }
  }

  /** On the front page the news of the whole site are meant, elsewhere what is listed there. */
  async function withoutFeed(page: Page, linked: readonly string[]): Promise<Discovery | null> {
    const { url } = page.fetched
    const { sitemaps } = await tools.robots.check(url, { interactive: true })
    const usual = ['/news-sitemap.xml', '/sitemap.xml'].map((path) => new URL(path, url).href)
    const all = [...new Set([...linked, ...sitemaps, ...usual])]
    const isNews = (sitemap: string) => /news/i.test(sitemap)
    const news = () => firstSitemap(all.filter(isNews))
    const others = () => firstSitemap(all.filter((sitemap) => !isNews(sitemap)))
    const listing = () => readListing(page)
    const steps = isFront(url) ? [news, listing, others] : [listing, news, others]
    for (const step of steps) {
      const found = await step()
      if (found) return { found }
    }
    return null
  }

  async function firstSitemap(urls: readonly string[]): Promise<SourceReading | null> {
    for (const url of urls.slice(0, maxSitemaps)) {
      const reading = await unless(nothing, async () => {
        await requireAllowed(url)
        return await read('sitemap', await get(url))
      })
      if (reading && reading.articles.length >= minArticles) return reading
    }
    return null
  }

  function readListing(page: Page): Promise<SourceReading | null> {
    return unless(nothing, async () => {
      await requireAllowed(page.asked)
      return await read('page', page)
    })
  }

  /** What is not asked for by its feed's readers is read as its robots.txt says. */
  async function requireAllowed(url: string): Promise<void> {
    const { refusal } = await tools.robots.check(url, { interactive: true })
    if (refusal) throw refusal
  }

  return { get, openFirst, explore }
}

/** What the work comes to; null when it fails with a SourceError that is not `final`. */
async function unless<Result>(
  final: ReadonlySet<string>,
  work: () => Promise<Result>,
): Promise<Result | null> {
  try {
    return await work()
  } catch (error) {
    if (error instanceof SourceError && !final.has(error.key)) return null
    throw error
  }
}

/** A fetcher for one search, which has so many requests and so much time and not more. */
function limitRequests(
  address: string,
  fetcher: ReadTools['fetcher'],
  signal: AbortSignal | undefined,
): ReadTools['fetcher'] {
  const deadline = AbortSignal.timeout(maxMs)
  const either = signal ? AbortSignal.any([signal, deadline]) : deadline
  let requests = 0
  return {
    async get(url: string, options: FetchRequest = {}) {
      if (requests >= maxRequests) throw new SourceError('source.nothingFound', { url: address })
      requests++
      try {
        return await fetcher.get(url, { ...options, priority: 'interactive', signal: either })
      } catch (error) {
        if (signal?.aborted || !deadline.aborted) throw error
        throw new SourceError('source.timeout', { host: new URL(url).host, seconds: maxMs / 1000 })
      }
    },
  }
}

function isFront(url: string): boolean {
  return frontPage.test(new URL(url).pathname)
}

function candidateOf({ url, kind, title }: SourceReading): Candidate {
  return { url, kind, title }
}

/** In every format; not what is only beside. */
function intended(feeds: readonly FeedLink[]): FeedLink[] {
  return feeds.filter(({ role }) => role !== 'beside')
}

/** Whether there are several that may be meant. */
function isChoice(feeds: readonly FeedLink[]): boolean {
  return feeds.filter(({ role }) => role === 'meant').length > 1
}

/** One place is left for the page itself. */
function candidatesOf(feeds: readonly FeedLink[]): Candidate[] {
  return feeds
    .filter(({ role }) => role !== 'copy')
    .slice(0, maxCandidates - 1)
    .map(({ url, title }) => ({ url, kind: 'feed', title }))
}
