import { parse } from 'tldts'
import { siteOf } from '../fetch/host-queue.js'
import { canonicalUrl } from './canonical-url.js'

/** A longer address takes more of a short text than it is worth; it is mostly a sender's own data. */
const maxLinkLength = 300
/** Invitations, gifts, templates, events, places in a server: Discord draws cards of them, also inside other addresses. */
const discordCard =
  /discord\.(?:gg|gift|new)\/|discord(?:app)?\.com\/(?:invite|gifts|template|events|channels)\//i
const hostInText = /(?:[\p{L}\p{N}-]{1,63}\.){1,10}\p{L}{2,63}|\d{1,3}(?:\.\d{1,3}){3}/gu

/**
 * Where a link from outside may lead: an http(s) address without tracking parameters and credentials, in the ASCII form
 * that shows look-alike letters for what they are. Null for every other scheme, for the page itself, for what is very
 * long, and for invitations to Discord servers, which the client would advertise.
 */
export function linkTarget(href: string | undefined, base: string | null): string | null {
  const url = canonicalUrl(href, base)
  if (url === null || url.length > maxLinkLength || discordCard.test(url)) return null
  // Discord looks for these two words wherever they stand.
  return url === canonicalUrl(base) ? null : url.replace(/@(?=everyone|here)/g, '%40')
}

/** Whether a link's words name an address of another site than the one it leads to. */
export function namesOtherSite(label: string, url: string): boolean {
  const own = siteOf(new URL(url))
  for (const [host] of label.normalize('NFKC').matchAll(hostInText)) {
    const { isIcann, isIp } = parse(host)
    const named = isIcann || isIp ? canonicalUrl(`https://${host}`) : null
    if (named !== null && siteOf(new URL(named)) !== own) return true
  }
  return false
}
