import type { FeedLink, FeedRole } from '../feed-link.js'

/** Labels of feeds with the patterns of their addresses, in which `{name}` stands for a part of the page's address. */
export type FeedPatterns = Readonly<Record<string, string>>

/** Parts of a page's address by name, as they stand in it, and the page if it has been fetched. */
export interface RoutedPage {
  parts: Readonly<Record<string, string>>
  html: string | null
}

/** Which addresses lead to which feeds. */
export interface Route {
  /** Host, path without the slash at its end, and the parameters that must be there. */
  address: RegExp
  parameters: readonly string[]
  feeds(page: RoutedPage): FeedPatterns
  /** What else the place has. */
  beside: FeedPatterns
}

/** An address, taken apart. */
export interface PageAddress {
  url: URL
  html: string | null
}

/** Pages of a platform itself where others have the names of people. */
const service =
  'about|account|admin|api|app|apps|auth|blog|browse|business|careers|categories|contact|cookies|creators|dashboard|discover|discovery|docs|download|downloads|embed|enterprise|events|explore|faq|features|forum|forums|guidelines|help|home|hashtag|ideas|index|info|jobs|join|latest|legal|live|login|logout|mobile|new|news|notifications|oauth|plans|policies|popular|press|pricing|privacy|pro|profile|register|rules|search|security|settings|shop|signin|sign-in|signup|sign-up|sitemap|site|store|submit|subscribe|support|tags?|team|terms|tools|topics?|tos|trending|upload|videos?|watch|wiki'

/**
 * A route of the table. In `at`, `:name` is one part of the host or path, `:name+` several parts of the path,
 * `:name(a|b)` one of these, a final `/*` whatever follows, and a final `?list` a parameter that must be there; a dot is
 * a dot and the rest a regular expression. A path without a host fits any host. A part called `user` is never a page of
 * the platform itself.
 */
export function route(
  at: string,
  feeds: FeedPatterns | ((page: RoutedPage) => FeedPatterns),
  beside: FeedPatterns = {},
): Route {
  const [, place = '', query = ''] = /^(.*?)(?:\?([a-z_&]+))?$/.exec(at) ?? []
  return {
    address: new RegExp(`^${place.startsWith('/') ? '[^/]*' : ''}${patternOf(place)}$`, 'i'),
    parameters: query === '' ? [] : query.split('&'),
    feeds: typeof feeds === 'function' ? feeds : () => feeds,
    beside,
  }
}

function patternOf(place: string): string {
  const path = place.indexOf('/')
  return place
    .replace(/\/\*$/, '(?:/.*)?')
    .replace(
      /(?<!\(\?):([a-z]+)(\((?!\?)(?:[^()]|\([^()]*\))*\)|\+)?|(?<!\\)\.(?![*+])/g,
      (_, name: string | undefined, kind: string | undefined, at: number) => {
        if (name === undefined) return '\\.'
        const inHost = path < 0 || at < path
        const guard = name === 'user' ? `(?!(?:${service})(?:/|$))` : ''
        if (kind === '+') return `(?<${name}>.+)`
        return `${guard}(?<${name}>${kind ?? (inHost ? '[^./]+' : '[^/]+')})`
      },
    )
}

/** The feeds of a page: those of the first route that fits. */
export function followRoutes(routes: readonly Route[], { url, html }: PageAddress): FeedLink[] {
  const host = url.hostname.replace(/^(?:www|m|mobile)\.(?=.+\.)/, '')
  const path = url.pathname.replace(/\/+$/, '')
  for (const { address, parameters, feeds, beside } of routes) {
    const found = parameters.every((name) => url.searchParams.get(name)) && address.exec(host + path)
    if (!found) continue
    const parts = {
      ...found.groups,
      ...Object.fromEntries(
        parameters.map((name) => [name, encodeURIComponent(url.searchParams.get(name) ?? '')]),
      ),
      origin: url.origin,
      search: url.search,
    }
    const meant = linksOf(feeds({ parts, html }), parts, 'meant')
    const others = linksOf(beside, parts, 'beside')
    return meant.length === 0
      ? []
      : [...meant, ...others.filter((link) => !meant.some(({ url }) => url === link.url))]
  }
  return []
}

function linksOf(patterns: FeedPatterns, parts: RoutedPage['parts'], role: FeedRole): FeedLink[] {
  return Object.entries(patterns).flatMap(([title, pattern]) => {
    const query = pattern.indexOf('?')
    const url = pattern.replace(/\{(\w+)\}/g, (_, name: string, at: number) => {
      const part = parts[name] ?? ''
      return query >= 0 && at > query ? part.replace(/[&+=#]/g, encodeURIComponent) : part
    })
    return URL.canParse(url) ? [{ url, title, role }] : []
  })
}
