import type { BlockList, LookupFunction } from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'
import { Agent, request } from 'undici'
import { SourceError } from '../source-error.js'
import { addressList, createGuardedConnect, PrivateAddressError } from './address-guard.js'
import { challengeStart, detectChallenge } from './challenge.js'
import { createDeadline, type Deadline } from './deadline.js'
import { explainFailure, explainStatus } from './explain-failure.js'
import { type Freshness, readFreshness, readRetryAfter } from './freshness.js'
import { createHostQueue, siteOf, type WaitOptions } from './host-queue.js'
import { createOwnHosts } from './own-hosts.js'
import { type Answer, dropBody, header, readBody, readStart } from './read-body.js'
import { settableHeaders } from './request-headers.js'

export interface FetcherOptions {
  userAgent: string
  /** Addresses or CIDR ranges that may be reached although they are private. */
  allow: readonly string[]
  /** For the whole answer, to its last byte, without waiting for the site's turn; default 20 s. */
  timeoutMs?: number
  /** After decompression; default 10 MB. */
  maxBytes?: number
  /** Default 5. */
  maxRedirects?: number
  /** The smallest pause between two requests to one site, except the operator's own; default 250 ms. */
  minGapMs?: number
  /** Hosts whose Retry-After means one address, not their whole site; the operator's own always do. */
  perUrlHosts?: readonly string[]
  /** How names become addresses; the tests' way to answer without a network. */
  lookup?: LookupFunction
}

export interface FetchRequest {
  etag?: string | null
  lastModified?: string | null
  /** Set by a moderator for the source. What may not be set is left out; other origins never see them. */
  headers?: Readonly<Record<string, string>>
  /** Somebody waits for the answer: it goes before background checks of the same site. */
  priority?: 'interactive'
  /** What is hoped for; a feed unless said otherwise. */
  accept?: keyof typeof accepted
  signal?: AbortSignal
}

export type { Freshness }

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
  /** Background requests to the site of an address keep this distance (ms) from now on: its Crawl-delay. */
  slowDown(url: string, gapMs: number): void
  close(): Promise<void>
}

/** PostgreSQL's indexes hold no longer ones; an address that is no longer than that is asked for as it was. */
const maxStoredAddress = 2000

const accepted = {
  feed: 'application/rss+xml, application/atom+xml, application/feed+json, application/xml;q=0.9, */*;q=0.8',
  page: 'text/html, application/xhtml+xml, application/xml;q=0.9, */*;q=0.8',
}
const redirectStatuses = new Set([301, 302, 303, 307, 308])
const permanentStatuses = new Set([301, 308])

/**
 * Fetches feeds and pages: only http(s), never a private address that is not allowed, bounded in time, size and
 * redirects, and one request at a time per site. Each redirect is dialled anew and so is checked anew.
 */
export function createFetcher(options: FetcherOptions): Fetcher {
  const { userAgent, timeoutMs = 20_000, maxBytes = 10_000_000, maxRedirects = 5 } = options
  const allowed: BlockList = addressList(options.allow)
  const ownHosts = createOwnHosts(allowed)
  const agent = new Agent({
    // A site is asked for one thing at a time; a pool for each takes 25 KB more that soon are garbage.
    connections: 1,
    connect: createGuardedConnect(allowed, timeoutMs, options.lookup, ownHosts.note),
  })
  const queue = createHostQueue({
    minGapMs: options.minGapMs ?? 250,
    perUrlHosts: options.perUrlHosts ?? [],
    isOwn: ownHosts.has,
    now: Date.now,
    sleep: (ms, signal) => sleep(ms, undefined, { signal }).catch(() => {}),
  })

  async function follow(start: URL, asked: FetchRequest, deadline: Deadline): Promise<FetchResult> {
    const wait: WaitOptions = { interactive: asked.priority === 'interactive', signal: deadline.signal }
    const personal = personalHeaders(start, asked)
    let url = start
    let movedTo: string | null = null
    let permanent = start.username === ''
    let turn = await queue.enter(url, wait)
    try {
      for (let hop = 0; hop <= maxRedirects; hop++) {
        if (turn.site !== siteOf(url)) {
          turn.end()
          deadline.halt()
          turn = await queue.enter(url, wait)
        }
        deadline.run()
        const answer = await send(url, asked, url.origin === start.origin ? personal : {}, deadline.signal)
        const location = redirectStatuses.has(answer.statusCode) ? header(answer, 'location') : null
        if (location === null) return await finish(answer, url, movedTo)
        dropBody(answer)
        url = redirectedUrl(location, url)
        // Where it may lead next time it would be asked with headers that are not meant for it.
        const isForeign = url.origin !== start.origin && Object.keys(personal).length > 0
        permanent &&= permanentStatuses.has(answer.statusCode) && !isForeign
        if (permanent && url.href.length <= maxStoredAddress) movedTo = url.href
      }
      throw new SourceError('source.tooManyRedirects', { host: start.host, max: maxRedirects })
    } catch (error) {
      // The private address is what the asked host leads to; any other failure is that of the host it came to.
      const { host } = error instanceof PrivateAddressError ? start : url
      throw explainFailure(error, host, timeoutMs)
    } finally {
      turn.end()
    }
  }

  function send(
    url: URL,
    asked: FetchRequest,
    personal: Record<string, string>,
    signal: AbortSignal,
  ): Promise<Answer> {
    const headers: Record<string, string> = {
      'user-agent': userAgent,
      accept: accepted[asked.accept ?? 'feed'],
      'accept-encoding': 'gzip, br',
      ...personal,
    }
    if (asked.etag) headers['if-none-match'] = asked.etag
    if (asked.lastModified) headers['if-modified-since'] = asked.lastModified
    return request(withoutCredentials(url), { dispatcher: agent, headers, signal })
  }

  async function finish(answer: Answer, url: URL, movedTo: string | null): Promise<FetchResult> {
    const { statusCode: status } = answer
    const headerOf = (name: string) => header(answer, name)
    const now = Date.now()
    const retryAfterMs = status < 400 ? null : readRetryAfter(headerOf, now)
    queue.learn(url, status, retryAfterMs)
    const freshness = readFreshness(headerOf, now)
    if (status === 304) {
      dropBody(answer)
      return { status: 'not-modified', ...freshness }
    }
    const isContent = status === 200
    const body = isContent
      ? await readBody(answer, url.host, maxBytes)
      : await readStart(answer, challengeStart)
    const start = Buffer.from(body.subarray(0, challengeStart)).toString('latin1')
    const challenge = detectChallenge({ status, header: headerOf, start })
    if (challenge) throw new SourceError('source.challenge', { host: url.host, ...challenge }, retryAfterMs)
    if (!isContent) throw explainStatus(status, url.host, retryAfterMs)
    return {
      status: 'ok',
      url: withoutCredentials(url).href,
      movedTo,
      contentType: headerOf('content-type'),
      contentLocation: headerOf('content-location'),
      body,
      ...freshness,
    }
  }

  return {
    async get(address, asked = {}) {
      const start = httpUrl(address)
      const deadline = createDeadline(timeoutMs, asked.signal)
      try {
        return await follow(start, asked, deadline)
      } catch (error) {
        if (asked.signal?.aborted) throw asked.signal.reason
        throw error
      } finally {
        deadline.end()
      }
    },
    slowDown(address, gapMs) {
      queue.slowDown(httpUrl(address), gapMs)
    },
    async close() {
      queue.close()
      await agent.destroy()
    },
  }
}

function httpUrl(address: string): URL {
  const url = parseHttpUrl(address)
  if (url) return url
  throw new SourceError('source.badUrl', { url: shownAddress(address) })
}

function redirectedUrl(location: string, from: URL): URL {
  const url = parseHttpUrl(location, from)
  if (url) return url
  throw new SourceError('source.badRedirect', { host: from.host, url: shownAddress(location) })
}

function parseHttpUrl(address: string, base?: URL): URL | null {
  const url = URL.canParse(address.trim(), base?.href) ? new URL(address.trim(), base) : null
  return url && (url.protocol === 'http:' || url.protocol === 'https:') ? url : null
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

/** What belongs to the source alone: its own headers, and the credentials of its address. */
function personalHeaders(url: URL, { headers = {} }: FetchRequest): Record<string, string> {
  const credentials = url.username === '' ? {} : { authorization: basicAuth(url) }
  return { ...credentials, ...settableHeaders(headers) }
}

function basicAuth({ username, password }: URL): string {
  return `Basic ${Buffer.from(`${unescaped(username)}:${unescaped(password)}`).toString('base64')}`
}

/** A password may hold a `%` that nobody escaped. */
function unescaped(text: string): string {
  try {
    return decodeURIComponent(text)
  } catch {
    return text
  }
}
