import { isTelling } from '../page/listing-address.js'
import type { FeedLink } from './feed-link.js'

/** Where the programs that make sites put their feeds, the most common first. */
const atRoot = ['feed', 'rss.xml', 'feed.xml', 'atom.xml', 'index.xml', 'rss', 'feed.json', 'blog/feed']
const atFolder = ['feed', 'index.xml', 'rss.xml']
const maxAddresses = 8

/**
 * Addresses worth trying for a page that names no feed: below the page itself, unless it is an article, then at the
 * root of its site. At most 8, best first.
 */
export function wellKnownFeeds(page: string): Pick<FeedLink, 'url'>[] {
  const { pathname, origin } = new URL(page)
  const folder = pathname.replace(/\/(?:index|default|home)\.\w{2,5}$/i, '/').replace(/\/+$/, '')
  const isList = folder !== '' && !/\.\w{2,5}$/.test(folder) && !isTelling(page)
  const own = isList ? atFolder.map((name) => `${origin}${folder}/${name}`) : []
  const all = [...own, ...atRoot.map((name) => `${origin}/${name}`)]
  return all.slice(0, maxAddresses).map((url) => ({ url }))
}
