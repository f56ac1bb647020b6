import { getDomain } from 'tldts'
import { SourceError } from '../source-error.js'

export interface HostQueueOptions {
  /** The smallest pause (ms) between two requests to one site. */
  minGapMs: number
  /** Hosts whose Retry-After means one address only: aggregators, which ask many other sites themselves. */
  perUrlHosts: readonly string[]
  /** Whether a host is the operator's own: its requests need no pause, and it counts as an aggregator. */
  isOwn(hostname: string): boolean
  /** ms since the epoch. */
  now(): number
  /** Resolves after `ms`, or as soon as the signal is aborted. */
  sleep(ms: number, signal: AbortSignal): Promise<void>
}

export interface WaitOptions {
  /** Somebody waits for the answer: goes before the others, and does not wait for a Crawl-delay. */
  interactive?: boolean
  signal?: AbortSignal
}

/** The right to send requests to one site until `end` is called, once the last byte of the answer is here. */
export interface Turn {
  site: string
  end(): void
}

interface Waiter {
  url: URL
  grant(end: () => void): void
  refuse(error: Error): void
}

/** What is known of a site, and who waits for it. Times in ms. */
interface Site {
  name: string
  learnedGapMs: number
  crawlDelayMs: number
  lastEndAt: number
  /** Until when the site, or single addresses of it, asked to be left alone. */
  pausedUntil: number
  pausedUrls: Map<string, number>
  interactive: Waiter[]
  background: Waiter[]
  isServed: boolean
  /** Ends the sleep under way, if there is one, because it has changed who waits. */
  wake(): void
}

const second = 1000
const maxGapMs = 60 * second
const maxPauseMs = 86_400 * second
/** A pause up to this long is waited out; during a longer one requests fail, and the next check comes later. */
const shortPauseMs = 5 * second
const firstLearnedGapMs = second / 2
const decay = 0.9
const maxWaiting = 100
const maxSites = 5_000
const maxPausedUrls = 1_000

/** The site of an address: its registrable domain; hosts without one (IP addresses, `intranet`) are their own. */
export function siteOf(url: URL): string {
  return getDomain(url.hostname, { allowPrivateDomains: true }) ?? url.hostname
}

/**
 * One request at a time per site, with a pause in between that is learned: doubled whenever the site is overburdened
 * (429, 503), up to a minute, and shortened slowly while it answers. Who comes first is served first, but people who
 * wait for an answer go before background checks.
 */
export function createHostQueue({ minGapMs, perUrlHosts, isOwn, now, sleep }: HostQueueOptions) {
  const sites = new Map<string, Site>()
  let closed: Error | undefined

  /** Waits for the turn of a request. @throws SourceError while the site asks to be left alone, or too many wait */
  async function enter(url: URL, { interactive = false, signal }: WaitOptions = {}): Promise<Turn> {
    signal?.throwIfAborted()
    if (closed) throw closed
    const site = known(url)
    const line = interactive ? site.interactive : site.background
    if (line.length >= maxWaiting) throw new SourceError('source.crowded', { host: url.host }, maxGapMs)
    return await new Promise<Turn>((resolve, reject) => {
      const leave = () => {
        line.splice(line.indexOf(waiter), 1)
        site.wake()
        reject(signal?.reason)
      }
      const stay = () => signal?.removeEventListener('abort', leave)
      const waiter: Waiter = {
        url,
        grant: (end) => {
          stay()
          resolve({ site: site.name, end })
        },
        refuse: (error) => {
          stay()
          reject(error)
        },
      }
      signal?.addEventListener('abort', leave, { once: true })
      line.push(waiter)
      site.wake()
      void serve(site)
    })
  }

  /** Gives turns to those who wait, one after the other, until nobody does. */
  async function serve(site: Site): Promise<void> {
    if (site.isServed) return
    site.isServed = true
    for (let next = nextIn(site); next; next = nextIn(site)) {
      const wait = readyAt(site, next) - now()
      const pause = pauseOf(site, next.url)
      if (pause > 0) {
        take(site).refuse(new SourceError('source.busy', { host: next.url.host }, pause))
      } else if (wait > 0) {
        const alarm = new AbortController()
        site.wake = () => alarm.abort()
        await sleep(wait, alarm.signal)
      } else {
        await new Promise<void>((end) => take(site).grant(end))
        site.lastEndAt = now()
      }
    }
    site.isServed = false
  }

  function readyAt(site: Site, { url }: Waiter): number {
    const usual = isOwn(url.hostname) ? 0 : minGapMs
    const crawl = site.interactive.length > 0 ? 0 : site.crawlDelayMs
    const left = site.pausedUntil - now()
    return Math.max(
      site.lastEndAt + Math.max(usual, site.learnedGapMs, crawl),
      left <= shortPauseMs ? site.pausedUntil : 0,
    )
  }

  /** How long (ms) an address is still to be left alone, beyond what is waited out. */
  function pauseOf(site: Site, url: URL): number {
    const whole = site.pausedUntil - now()
    const single = (site.pausedUrls.get(url.href) ?? 0) - now()
    return Math.max(whole > shortPauseMs ? whole : 0, single)
  }

  /** What an answer says about how much the site bears. `retryAfterMs` is what it asked for, if it did. */
  function learn(url: URL, status: number, retryAfterMs: number | null): void {
    const site = known(url)
    const isOverburdened = status === 429 || status === 503
    const gap = site.learnedGapMs
    if (isOverburdened) site.learnedGapMs = Math.min(Math.max(gap * 2, firstLearnedGapMs), maxGapMs)
    else site.learnedGapMs = gap * decay > minGapMs ? gap * decay : 0
    if (status < 400 || retryAfterMs === null) return
    const until = now() + Math.min(retryAfterMs, maxPauseMs)
    if (!isOwn(url.hostname) && !perUrlHosts.includes(url.hostname)) site.pausedUntil = until
    else remember(site.pausedUrls, url.href, until, maxPausedUrls)
  }

  /** Background requests to the site of an address keep this distance (ms), at most a minute: its Crawl-delay. */
  function slowDown(url: URL, gapMs: number): void {
    known(url).crawlDelayMs = Math.min(gapMs, maxGapMs)
  }

  /** The state of a site, which moves to the end of the line of those to be forgotten. */
  function known(url: URL): Site {
    const name = siteOf(url)
    const site = sites.get(name) ?? newSite(name)
    sites.delete(name)
    if (sites.size >= maxSites) forgetOne()
    sites.set(name, site)
    return site
  }

  function forgetOne(): void {
    for (const [name, { isServed }] of sites) {
      if (isServed) continue
      sites.delete(name)
      return
    }
  }

  /** Refuses everybody who waits, now and later. */
  function close(): void {
    closed = new Error('The fetcher is closed.')
    for (const site of sites.values()) {
      while (nextIn(site)) take(site).refuse(closed)
      site.wake()
    }
  }

  return { enter, learn, slowDown, close }
}

function newSite(name: string): Site {
  return {
    name,
    learnedGapMs: 0,
    crawlDelayMs: 0,
    lastEndAt: Number.NEGATIVE_INFINITY,
    pausedUntil: 0,
    pausedUrls: new Map(),
    interactive: [],
    background: [],
    isServed: false,
    wake: () => {},
  }
}

function nextIn(site: Site): Waiter | undefined {
  return site.interactive[0] ?? site.background[0]
}

function take(site: Site): Waiter {
  return (site.interactive.shift() ?? site.background.shift()) as Waiter
}

/** Sets an entry and drops the oldest beyond `limit`. */
function remember<Key, Value>(map: Map<Key, Value>, key: Key, value: Value, limit: number): void {
  map.delete(key)
  map.set(key, value)
  const [oldest] = map.keys()
  if (map.size > limit && oldest !== undefined) map.delete(oldest)
}
