import { createHash } from 'node:crypto'
import type { ArticleDraft } from '../../core/article.js'
import type { SourceKind } from '../../store/schema.js'
import type { SourceMessage } from '../../store/sources.js'
import type { Fetcher, FetchResult, Freshness } from '../fetch/fetch.js'
import type { Robots } from '../fetch/robots-cache.js'
import type { FetchedDocument } from '../parsing/document.js'
import type { Parser } from '../parsing/parser.js'
import { readSitemap } from '../sitemap/read-sitemap.js'
import { SourceError } from '../source-error.js'
import { noHints, type PaceHints } from './pace.js'

/** Kinds that are read from the web. */
export type WebKind = Exclude<SourceKind, 'folder'>

export interface ReadTools {
  fetcher: Pick<Fetcher, 'get'>
  parser: Parser
  robots: Pick<Robots, 'check'>
}

/** What a request for a source takes besides its address: what is known of the last answer, and whose it is. */
export interface ReadRequest {
  kind: WebKind
  url: string
  etag?: string | null
  lastModified?: string | null
  bodyHash?: string | null
  headers?: Record<string, string>
  /** Somebody waits for it. */
  interactive?: boolean
  signal?: AbortSignal | undefined
}

/** One reading of a source: what it is and what it lists now. */
export interface SourceReading extends Freshness {
  status: 'read'
  kind: WebKind
  /** The address to ask next time: its own, or where permanent redirects led. */
  url: string
  title: string
  siteUrl: string | null
  articles: ArticleDraft[]
  /** What a person who looks after the source should know. */
  remarks: SourceMessage[]
  pace: PaceHints
  bodyHash: string
}

/** The source has not changed since its last reading, as the server or the bytes say. */
export interface UnchangedReading extends Freshness {
  status: 'unchanged'
}

/** A document that was fetched whole. */
export type Fetched = Extract<FetchResult, { status: 'ok' }>

/** Asks a source what it has now; an unchanged answer is not parsed again. @throws SourceError */
export async function readSource(
  request: ReadRequest,
  tools: ReadTools,
  now: number,
): Promise<SourceReading | UnchangedReading> {
  const { kind, url, etag = null, lastModified = null, bodyHash = null, headers, signal } = request
  // robots.txt is for pages that are read without being asked for; a feed is there to be fetched.
  if (kind !== 'feed') await requireAllowed(url, tools, request.interactive)
  const result = await tools.fetcher.get(url, {
    etag,
    lastModified,
    accept: kind === 'page' ? 'page' : 'feed',
    ...(headers && { headers }),
    ...(request.interactive && { priority: 'interactive' as const }),
    ...(signal && { signal }),
  })
  if (result.status === 'not-modified') return { ...freshnessOf(result), status: 'unchanged' }
  if (hashOf(result.body) === bodyHash) return { ...freshnessOf(result), status: 'unchanged' }
  const reading = await readDocument(kind, result, tools, now)
  return { ...reading, url: result.movedTo ?? url }
}

/** A fetched document as a reading of a source of that kind. @throws SourceError when it is nothing of that kind */
export async function readDocument(
  kind: WebKind,
  fetched: Fetched,
  tools: ReadTools,
  now: number,
): Promise<SourceReading> {
  const { body, contentType, url, contentLocation, movedTo } = fetched
  // Taken before parsing, which may take the bytes away.
  const bodyHash = hashOf(body)
  const found = await parseAs(kind, { body, contentType, url, contentLocation }, tools, now)
  return { ...freshnessOf(fetched), ...found, status: 'read', kind, url: movedTo ?? url, bodyHash }
}

type Found = Pick<SourceReading, 'title' | 'siteUrl' | 'articles' | 'remarks' | 'pace'>

async function parseAs(
  kind: WebKind,
  document: FetchedDocument,
  tools: ReadTools,
  now: number,
): Promise<Found> {
  const { parser } = tools
  if (kind === 'feed') {
    const { title, siteUrl, items, problems, pace } = await parser.feed(document, now)
    return { title, siteUrl, articles: items, remarks: problems, pace }
  }
  if (kind === 'page') {
    const { title, siteUrl, articles, problems, isListing } = await parser.listing(document, now)
    if (!isListing) throw new SourceError('source.notAListing', { url: document.url })
    return { title, siteUrl, articles, remarks: problems, pace: noHints }
  }
  const get = (part: string) => fetchPart(part, tools)
  const { title, siteUrl, articles, problems } = await readSitemap(
    document,
    { get, parse: (child) => parser.sitemap(child, now) },
    now,
  )
  return { title, siteUrl, articles, remarks: problems, pace: noHints }
}

/** A further document that a source consists of, such as a part of a sitemap. */
async function fetchPart(url: string, tools: ReadTools): Promise<FetchedDocument> {
  await requireAllowed(url, tools)
  const result = await tools.fetcher.get(url)
  if (result.status !== 'ok')
    throw new SourceError('source.refusedStatus', { host: new URL(url).host, status: 304 })
  return result
}

/** @throws SourceError when robots.txt closes the address */
export async function requireAllowed(
  url: string,
  { robots }: Pick<ReadTools, 'robots'>,
  interactive = false,
): Promise<void> {
  const { refusal } = await robots.check(url, { interactive })
  if (refusal) throw refusal
}

function freshnessOf({ etag, lastModified, maxAgeMs, expiresAt }: Freshness): Freshness {
  return { etag, lastModified, maxAgeMs, expiresAt }
}

function hashOf(body: Uint8Array): string {
  return createHash('sha256').update(body).digest('base64url')
}
