/** Parameters that say how a reader arrived, not what is read. Names as the senders of newsletters and ads add them. */
const tracking =
  /^(utm_\w+|fbclid|gclid|gclsrc|dclid|gbraid|wbraid|msclkid|yclid|twclid|ttclid|igshid|igsh|mc_cid|mc_eid|mkt_tok|_hsenc|_hsmi|_ga|_gl|ref_src|ref_url|oly_\w+_id|vero_\w+|wt_mc|wt\.mc_id|cmpid|ns_(campaign|source|mchannel)|__twitter_impression|at_(medium|campaign|custom\d))$/i
const maxLength = 2000
/** With what is removed; the time that a search part takes grows faster than its length. */
const maxReadLength = 8000

/**
 * The http(s) address of an article without tracking parameters, credentials and fragment (fragments that are routes,
 * `#!…` and `#/…`, stay); null when `href` is no such address.
 */
export function canonicalUrl(href: string | null | undefined, base?: string | null): string | null {
  const address = href?.trim()
  if (!address || address.length > maxReadLength || !URL.canParse(address, base ?? undefined)) return null
  const url = new URL(address, base ?? undefined)
  if (url.protocol !== 'http:' && url.protocol !== 'https:') return null
  url.username = ''
  url.password = ''
  if (!/^#[!/]/.test(url.hash)) url.hash = ''
  // Rewritten only when something goes: URLSearchParams re-encodes what it touches.
  const kept = [...url.searchParams].filter(([name]) => !tracking.test(name))
  if (kept.length < url.searchParams.size) url.search = new URLSearchParams(kept).toString()
  const canonical = url.href.replace(/\?(?=$|#)/, '')
  return canonical.length <= maxLength ? canonical : null
}
