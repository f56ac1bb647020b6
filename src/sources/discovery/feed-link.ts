/** The address of what is taken for a feed, before anybody has asked it. */
export interface FeedLink {
  url: string
  /** What tells it from the others of its site; null when nothing does. */
  title: string | null
  role: FeedRole
}

/**
 * What was meant; or the same once more in another format, for when the first is broken; or what is beside it, such as
 * comments or the rest of the place.
 */
export type FeedRole = 'meant' | 'copy' | 'beside'

const roles: readonly FeedRole[] = ['meant', 'copy', 'beside']

/** What was meant first, otherwise in the order given. */
export function sortByRole(feeds: readonly FeedLink[]): FeedLink[] {
  return feeds.toSorted((a, b) => roles.indexOf(a.role) - roles.indexOf(b.role))
}

const file = /\.(?:rss2?|atom2?|rdf)$|\/(?:index|news|blog|posts?|podcast|latest)\.xml$/i
const namedFile = /(?<![a-z])(?:feeds?|rss2?|rssfeed|atom)(?![a-z])[\w-]*\.(?:xml|json|php|aspx?|cgi)$/i
const folder = /\/(?:feeds?|rss(?:feed)?|rss2(?:\.0)?|atom|syndication)(?=\/|$)/i
/** After these a word is a name: the subreddit or tag "rss" is no feed. */
const named = /\/(?:r|t|u|user|users|tags?|tagged|topics?|c|category|categories|label|search|wiki)\/[^/]*$/i
const query =
  /[?&](?:feed|format|feedformat|alt|type|output|mode|do)=(?:rss|atom|rdf|feed|json_?feed)|[?&](?:rss|atom|xml)(?:[&=]|$)/i
const host = /^(?:feeds?\d*|rss)\./i
/** What pages, programs and pictures are called. */
const noFeed = /\/wp-json\/|oembed|sitemap|\.(?:css|js|png|jpe?g|gif|svg|webp|ico|webmanifest|html?|pdf)$/i

/** Whether an address is written as those of feeds are. */
export function looksLikeFeed({ pathname, search, hostname }: URL): boolean {
  const path = pathname.replace(/\/+$/, '')
  if (noFeed.test(path)) return false
  if (file.test(path) || namedFile.test(path) || query.test(search)) return true
  return (folder.test(path) && !named.test(path)) || (host.test(hostname) && path !== '')
}
