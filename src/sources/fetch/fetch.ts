import type { BlockList, LookupFunction } from 'node:net'
import type { Readable } from 'node:stream'
import { createBrotliDecompress, createGunzip, createInflate } from 'node:zlib'
import { Agent, type Dispatcher, request } from 'undici'
import { SourceError } from '../source-error.js'
import { addressList, createGuardedConnect } from './address-guard.js'
import { explainFailure, explainStatus } from './explain-failure.js'

export interface FetcherOptions {
  userAgent: string
  /** Addresses or CIDR ranges that may be reached although they are private. */
  allow: readonly string[]
  /** For the whole answer, to its last byte; default 20 s. */
  timeoutMs?: number
  /** After decompression; default 10 MB. */
  maxBytes?: number
  /** Default 5. */
  maxRedirects?: number
  /** How names become addresses; the tests' way to answer without a network. */
  lookup?: LookupFunction
}

export interface FetchRequest {
  etag?: string | null
  lastModified?: string | null
  signal?: AbortSignal
}

/** What caches and the schedule need from an answer; `maxAgeMs` is Cache-Control's max-age. */
export interface Freshness {
  etag: string | null
  lastModified: string | null
  maxAgeMs: number | null
}

export type FetchResult =
  | (Freshness & {
      status: 'ok'
      /** After redirects, without credentials. */
      url: string
      /** The address to use from now on, when every redirect up to it was permanent (301, 308). */
      movedTo: string | null
      contentType: string | null
      /** The address the content says it belongs to: what relative links resolve against. */
      contentLocation: string | null
      body: Uint8Array
    })
  | (Freshness & { status: 'not-modified' })

export interface Fetcher {
  /** One GET. Throws a SourceError for everything that a person can act on; rethrows `signal`'s own reason. */
  get(url: string, options?: FetchRequest): Promise<FetchResult>
  close(): Promise<void>
}

type Answer = Dispatcher.ResponseData
const redirectStatuses = new Set([301, 302, 303, 307, 308])
const permanentStatuses = new Set([301, 308])

/**
 * Fetches feeds and pages: only http(s), never a private address that is not allowed, bounded in time, size and
 * redirects. Each redirect is dialled anew and so is checked anew.
 */
export function createFetcher(options: FetcherOptions): Fetcher {
  const { userAgent, timeoutMs = 20_000, maxBytes = 10_000_000, maxRedirects = 5 } = options
  const allowed: BlockList = addressList(options.allow)
  const agent = new Agent({ connect: createGuardedConnect(allowed, timeoutMs, options.lookup) })

  async function follow(start: URL, asked: FetchRequest, signal: AbortSignal): Promise<FetchResult> {
    let url = start
    let movedTo: string | null = null
    let permanent = start.username === ''
    for (let hop = 0; hop <= maxRedirects; hop++) {
      const answer = await send(url, asked, signal)
      const location = redirectStatuses.has(answer.statusCode) ? header(answer, 'location') : null
      if (location === null) return await finish(answer, url, movedTo, maxBytes)
      answer.body.on('error', () => {}).destroy()
      url = httpUrl(location, url)
      permanent &&= permanentStatuses.has(answer.statusCode)
      if (permanent) movedTo = url.href
    }
    throw new SourceError('source.tooManyRedirects', { host: start.host, max: maxRedirects })
  }

  function send(url: URL, asked: FetchRequest, signal: AbortSignal): Promise<Answer> {
    const headers: Record<string, string> = {
      'user-agent': userAgent,
      accept:
        'application/rss+xml, application/atom+xml, application/feed+json, application/xml;q=0.9, */*;q=0.8',
      'accept-encoding': 'gzip, br',
    }
    if (asked.etag) headers['if-none-match'] = asked.etag
    if (asked.lastModified) headers['if-modified-since'] = asked.lastModified
    if (url.username) headers.authorization = basicAuth(url)
    return request(withoutCredentials(url), { dispatcher: agent, headers, signal })
  }

  return {
    async get(address, asked = {}) {
      const start = httpUrl(address)
      const deadline = AbortSignal.timeout(timeoutMs)
      const signal = asked.signal ? AbortSignal.any([deadline, asked.signal]) : deadline
      try {
        return await follow(start, asked, signal)
      } catch (error) {
        if (asked.signal?.aborted) throw asked.signal.reason
        throw explainFailure(error, start.host, timeoutMs)
      }
    },
    close: () => agent.destroy(),
  }
}

async function finish(
  answer: Answer,
  url: URL,
  movedTo: string | null,
  maxBytes: number,
): Promise<FetchResult> {
  const freshness: Freshness = {
    etag: header(answer, 'etag'),
    lastModified: header(answer, 'last-modified'),
    maxAgeMs: maxAge(header(answer, 'cache-control')),
  }
  const { statusCode } = answer
  if (statusCode !== 200) {
    answer.body.on('error', () => {}).destroy()
    if (statusCode === 304) return { status: 'not-modified', ...freshness }
    throw explainStatus(statusCode, url.host, {
      retryAfter: header(answer, 'retry-after'),
      date: header(answer, 'date'),
    })
  }
  const body = await readBody(answer, url.host, maxBytes)
  return {
    status: 'ok',
    url: withoutCredentials(url).href,
    movedTo,
    contentType: header(answer, 'content-type'),
    contentLocation: header(answer, 'content-location'),
    body,
    ...freshness,
  }
}

/** Counts after decompression: 203 bytes of brotli can be 256 MB. zlib reports a stream that ends too early. */
async function readBody(answer: Answer, host: string, maxBytes: number): Promise<Uint8Array> {
  const chunks: Uint8Array[] = []
  let size = 0
  const stream = decompressed(answer)
  try {
    for await (const chunk of stream as AsyncIterable<Uint8Array>) {
      size += chunk.length
      if (size > maxBytes)
        throw new SourceError('source.tooLarge', { host, megabytes: Math.ceil(maxBytes / 1e6) })
      chunks.push(chunk)
    }
  } finally {
    answer.body.destroy()
    stream.destroy()
  }
  return Buffer.concat(chunks)
}

function decompressed(answer: Answer): Readable {
  const decoder = decoderFor(header(answer, 'content-encoding')?.toLowerCase().trim() ?? 'identity')
  if (!decoder) return answer.body
  answer.body.on('error', (error) => decoder.destroy(error))
  return answer.body.pipe(decoder)
}

function decoderFor(encoding: string) {
  if (encoding === 'gzip' || encoding === 'x-gzip') return createGunzip()
  if (encoding === 'br') return createBrotliDecompress()
  if (encoding === 'deflate') return createInflate()
  return undefined
}

function httpUrl(address: string, base?: URL): URL {
  const url = URL.canParse(address.trim(), base?.href) ? new URL(address.trim(), base) : undefined
  if (url && (url.protocol === 'http:' || url.protocol === 'https:')) return url
  throw new SourceError('source.badUrl', { url: shownAddress(address) })
}

/** Credentials never appear in a message, not even those of an address too broken to parse. */
function shownAddress(address: string): string {
  return address.replace(/\/\/[^/]*@/, '//').slice(0, 200)
}

function withoutCredentials(url: URL): URL {
  const bare = new URL(url)
  bare.username = ''
  bare.password = ''
  return bare
}

function basicAuth(url: URL): string {
  const pair = `${decodeURIComponent(url.username)}:${decodeURIComponent(url.password)}`
  return `Basic ${Buffer.from(pair).toString('base64')}`
}

function header(answer: Answer, name: string): string | null {
  const value = answer.headers[name]
  return (Array.isArray(value) ? value[0] : value) ?? null
}

function maxAge(cacheControl: string | null): number | null {
  const seconds = cacheControl?.match(/\bmax-age\s*=\s*"?(\d{1,9})/i)?.[1]
  return seconds === undefined ? null : Number(seconds) * 1000
}
