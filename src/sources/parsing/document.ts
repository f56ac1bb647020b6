/** What was fetched, as the parsers take it. */
export interface FetchedDocument {
  body: Uint8Array
  contentType: string | null
  /** After redirects, without credentials. */
  url: string
  /** The address the content says it belongs to: what relative links resolve against. */
  contentLocation: string | null
}
