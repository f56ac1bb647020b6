/**
 * Headers that describe the connection, the body or what is held of it already, which are the program's to set
 * (RFC 9110, sections 7.6.1 and 13.1; RFC 9113, section 8.2.2).
 */
const reserved =
  /^(?:host|connection|keep-alive|proxy-.*|te|trailer|transfer-encoding|upgrade|http2-settings|expect|content-.*|accept-encoding|if-.*|range)$/i
const token = /^[\w!#$%&'*+.^`|~-]{1,100}$/
const fieldValue = /^[\t\x20-\x7e\x80-\xff]{0,4000}$/

/** Whether somebody may set a header of this name for a source. */
export function isReservedHeader(name: string): boolean {
  return reserved.test(name)
}

/** The headers among `given` that may be sent, names in lower case. */
export function settableHeaders(given: Readonly<Record<string, string>>): Record<string, string> {
  const kept = Object.entries(given).filter(
    ([name, value]) => token.test(name) && !isReservedHeader(name) && fieldValue.test(value),
  )
  return Object.fromEntries(kept.map(([name, value]) => [name.toLowerCase(), value]))
}
