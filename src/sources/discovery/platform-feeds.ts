import { type FeedLink, looksLikeFeed } from './feed-link.js'
import { code } from './platforms/code.js'
import { media } from './platforms/media.js'
import { followRoutes } from './platforms/route.js'
import { social } from './platforms/social.js'
import { softwareFeeds } from './platforms/software.js'
import { world } from './platforms/world.js'
import { writing } from './platforms/writing.js'

const routes = [...media, ...social, ...code, ...writing, ...world]

/**
 * The feeds that a platform has for one of its pages, best first; those beside what is meant are minor. Some are named
 * in the page only: they are found once it has been fetched (`html`), and so are those of software that runs under
 * many names, such as Discourse. Nothing for other addresses, and for those that seem to be feeds themselves.
 */
export function platformFeeds(address: string, html: string | null): FeedLink[] {
  if (!URL.canParse(address)) return []
  const url = new URL(address)
  // A page at an address like that of a feed has been fetched and is none.
  if (html === null && looksLikeFeed(url)) return []
  const found = followRoutes(routes, { url, html })
  return found.length > 0 || html === null ? found : softwareFeeds(url, html)
}
