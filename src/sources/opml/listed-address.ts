const maxLength = 2000

/**
 * The http(s) address that a list means, or null: "feed://…", "feed:https://…" and what podcast programs write in their
 * place, an address without a scheme, one in angle brackets or escaped twice.
 */
export function listedAddress(text: string): string | null {
  if (text.length > 2 * maxLength) return null
  const given = text
    .trim()
    .replace(/^<([^<>]*)>$/, '$1')
    .replace(/&amp;/gi, '&')
  const address = given.replace(/^(?:feed|itpc|pcast|podcast|rss):(?:\/\/)?/i, '').replace(/^\/\//, '')
  const full = /^https?:\/\//i.test(address) ? address : beginsWithHost(address) ? `https://${address}` : ''
  if (!URL.canParse(full)) return null
  const url = new URL(full)
  url.hash = ''
  return url.href.length <= maxLength ? url.href : null
}

/** "example.org", "example.org:8080/feed" */
function beginsWithHost(text: string): boolean {
  return /^(?:[\p{L}\p{N}-]+\.)+\p{L}[\p{L}\p{N}-]+(?::\d+)?(?:[/?#]|$)/u.test(text)
}
