import { SourceError } from '../source-error.js'
import type { Fetcher } from './fetch.js'
import { isAllowed, parseRobots, type RobotsRules, rulesFor } from './robots.js'

/** The name that robots.txt files know the bot by: the first word of its User-Agent. */
export const robotsToken = 'Courant'

export interface RobotsVerdict {
  allowed: boolean
  /** Why it is not allowed, in a sentence. */
  refusal: SourceError | null
  crawlDelayMs: number | null
  /** Addresses of sitemaps that the file names. */
  sitemaps: string[]
}

export interface Robots {
  /** Whether a page may be read. Asks its site for robots.txt when that has not been done for a day. */
  check(url: string, options?: { interactive?: boolean }): Promise<RobotsVerdict>
}

/** What one origin says. */
interface Entry extends RobotsRules {
  sitemaps: string[]
  /** Nothing may be read while robots.txt cannot be. */
  unreadable: SourceError | null
  /** When to ask again (ms). */
  staleAt: number
  /** About how many bytes its rules take. */
  size: number
}

const hour = 3_600_000
const day = 24 * hour
const retryUnreadable = hour / 4
const maxOrigins = 1_000
/** Bytes of all rules together; a large file is rare, and hundreds of them would be an attack. */
const maxSize = 10_000_000
/** What a rule takes beside the characters of its pattern. */
const ruleSize = 64

/** Answers that mean there is no robots.txt (RFC 9309, section 2.3.1.3); a site that challenges bots says so anew. */
const absent = new Set<string>([
  'source.gone',
  'source.forbidden',
  'source.refusedStatus',
  'source.tooManyRedirects',
  'source.challenge',
])

/**
 * robots.txt for pages that the bot finds by itself (RFC 9309). Each origin is asked once a day. Where there is none,
 * everything may be read; where it cannot be read, what it said last holds on, or nothing may be read for a while.
 */
export function createRobots(fetcher: Pick<Fetcher, 'get' | 'slowDown'>, now: () => number): Robots {
  const entries = new Map<string, Entry>()
  const underWay = new Map<string, Promise<Entry>>()

  async function entryOf(origin: string, interactive: boolean): Promise<Entry> {
    const known = entries.get(origin)
    if (known && now() < known.staleAt) return known
    const asked = underWay.get(origin) ?? read(origin, known, interactive)
    underWay.set(origin, asked)
    try {
      return await asked
    } finally {
      underWay.delete(origin)
    }
  }

  async function read(origin: string, known: Entry | undefined, interactive: boolean): Promise<Entry> {
    const entry = await ask(origin, interactive).catch((error: unknown) => without(error, known, now()))
    if (entry.crawlDelayMs !== null) fetcher.slowDown(origin, entry.crawlDelayMs)
    entries.delete(origin)
    entries.set(origin, entry)
    forgetOldest(entries)
    return entry
  }

  async function ask(origin: string, interactive: boolean): Promise<Entry> {
    const url = new URL('/robots.txt', origin).href
    const result = await fetcher.get(url, { accept: 'page', ...(interactive && { priority: 'interactive' }) })
    const text = result.status === 'ok' ? new TextDecoder().decode(result.body) : ''
    const file = parseRobots(text)
    const { rules, crawlDelayMs } = rulesFor(file, robotsToken)
    return {
      rules: rules.map(({ allow, pattern }) => ({ allow, pattern: copyOf(pattern) })),
      crawlDelayMs,
      sitemaps: file.sitemaps.map(copyOf),
      unreadable: null,
      staleAt: now() + Math.min(Math.max(result.maxAgeMs ?? day, hour), day),
      size: rules.reduce((sum, { pattern }) => sum + pattern.length + ruleSize, 0),
    }
  }

  return {
    async check(url, { interactive = false } = {}) {
      // Anything else is refused when it is fetched, in words that fit better.
      if (!/^https?:/i.test(url) || !URL.canParse(url))
        return verdict(null, { crawlDelayMs: null, sitemaps: [] })
      const { origin, host } = new URL(url)
      const entry = await entryOf(origin, interactive)
      const forbidden = isAllowed(entry, url) ? null : new SourceError('source.robots', { host })
      return verdict(entry.unreadable ?? forbidden, entry)
    },
  }
}

function verdict(
  refusal: SourceError | null,
  { crawlDelayMs, sitemaps }: Pick<Entry, 'crawlDelayMs' | 'sitemaps'>,
): RobotsVerdict {
  return { allowed: refusal === null, refusal, crawlDelayMs, sitemaps }
}

/** What holds when there is no robots.txt, or it cannot be read. Faults of our own pass through. */
function without(error: unknown, known: Entry | undefined, now: number): Entry {
  if (!(error instanceof SourceError)) throw error
  const nothing = { rules: [], crawlDelayMs: null, sitemaps: [], unreadable: null, size: 0 }
  if (absent.has(error.key)) return { ...nothing, staleAt: now + day }
  const last = known?.unreadable === null ? known : { ...nothing, unreadable: inWords(error) }
  return { ...last, staleAt: now + retryUnreadable }
}

/** A server that has a fault for its robots.txt may show its pages all the same; the others fail for those as well. */
function inWords(error: SourceError): SourceError {
  const { key, params, retryAfterMs } = error
  return key === 'source.serverFault'
    ? new SourceError('source.robotsUnreadable', params, retryAfterMs)
    : error
}

/** A slice of a text keeps the whole text in memory. */
function copyOf(slice: string): string {
  return Buffer.from(slice).toString()
}

function forgetOldest(entries: Map<string, Entry>): void {
  let size = 0
  for (const entry of entries.values()) size += entry.size
  for (const [origin, entry] of entries) {
    if (entries.size <= maxOrigins && size <= maxSize) return
    size -= entry.size
    entries.delete(origin)
  }
}
