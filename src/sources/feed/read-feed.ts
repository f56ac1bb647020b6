import type { ArticleDraft } from '../../core/article.js'
import type { Fetcher, Freshness } from '../fetch/fetch.js'
import { SourceError } from '../source-error.js'
import { decode } from '../text/decode.js'
import { baseAddress, type ParsedFeed, parseFeed } from './parse-feed.js'

export interface FeedSource {
  url: string
  etag: string | null
  lastModified: string | null
}

export type FeedReading =
  | (Freshness & { status: 'not-modified' })
  | (Freshness & {
      status: 'ok'
      title: string
      siteUrl: string | null
      /** The address to ask next time: the source's own, or where permanent redirects led. */
      url: string
      articles: ArticleDraft[]
      problems: ParsedFeed['problems']
    })

/** Fetches, decodes and parses one feed. Throws a SourceError for everything a person can act on. */
export async function readFeed(
  fetcher: Pick<Fetcher, 'get'>,
  source: FeedSource,
  now: number,
  signal?: AbortSignal,
): Promise<FeedReading> {
  const { etag, lastModified } = source
  const result = await fetcher.get(source.url, { etag, lastModified, ...(signal && { signal }) })
  if (result.status === 'not-modified') return result
  const text = decodeFrom(result.body, result.contentType, result.url)
  const { title, siteUrl, items, problems } = parseFeed(
    text,
    baseAddress(result.url, result.contentLocation),
    now,
  )
  return {
    status: 'ok',
    title,
    siteUrl,
    url: result.movedTo ?? source.url,
    articles: items,
    problems,
    etag: result.etag,
    lastModified: result.lastModified,
    maxAgeMs: result.maxAgeMs,
  }
}

/** Bytes that claim to be gzip and are damaged or too large are the server's fault, not ours. */
function decodeFrom(body: Uint8Array, contentType: string | null, url: string): string {
  try {
    return decode(body, contentType)
  } catch {
    throw new SourceError('source.garbled', { host: new URL(url).host })
  }
}
