import { createServer, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'

/** An article of a site. */
export interface SiteItem {
  title: string
  text: string
  at: number
}

/** What a site does instead of giving its feed. */
export type SiteTrouble = (typeof siteTroubles)[number]
export const siteTroubles = ['error', 'missing', 'hang-up', 'cut', 'rubbish', 'page', 'slow'] as const

/** Feeds on loopback addresses of their own, so that each is a site. */
export interface Sites {
  urlOf(site: number): string
  /** Publishes an article, at the top. Returns its address. */
  publish(site: number, item: SiteItem): string
  /** From now on; undefined ends it. */
  trouble(site: number, trouble: SiteTrouble | undefined): void
  close(): Promise<void>
}

/** Enough that what is new is never most of the feed, which would look like another feed. */
const mostListed = 60
const slowMs = 100

/**
 * Starts `count` sites, all served by this process; 200 of them share the third number of an address. A feed lists
 * the latest `listed` articles.
 */
export async function startSites(count: number, { listed = mostListed } = {}): Promise<Sites> {
  const sites = Array.from({ length: count }, () => ({
    entries: [] as string[],
    published: 0,
    trouble: undefined as SiteTrouble | undefined,
  }))
  const server = createServer((request, response) => {
    const i = Number(request.url?.slice(1))
    const site = sites[i]
    if (!site) return void response.writeHead(404).end()
    const feed = renderFeed(`Site ${i}`, site.entries)
    if (site.trouble) misbehave[site.trouble](response, feed)
    else send(response, feed)
  })
  await new Promise<void>((resolve) => server.listen(0, '0.0.0.0', resolve))
  const { port } = server.address() as AddressInfo
  return {
    urlOf: (i) => `http://127.0.${Math.floor(i / 200)}.${1 + (i % 200)}:${port}/${i}`,
    publish(i, item) {
      const site = sites[i]
      if (!site) throw new Error(`no site ${i}`)
      const link = `https://site-${i}.test/${++site.published}`
      site.entries.unshift(renderItem(link, item))
      site.entries.length = Math.min(site.entries.length, listed)
      return link
    },
    trouble(i, trouble) {
      const site = sites[i]
      if (site) site.trouble = trouble
    },
    async close() {
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
    },
  }
}

function send(response: ServerResponse, body: string | Buffer, type = 'application/rss+xml'): void {
  response.writeHead(200, { 'content-type': type, 'content-length': Buffer.byteLength(body) }).end(body)
}

const misbehave: Record<SiteTrouble, (response: ServerResponse, feed: string) => void> = {
  // Not 503, after which a site is left alone for seconds that no test's clock shortens.
  error: (response) => void response.writeHead(500).end('sorry'),
  missing: (response) => void response.writeHead(404).end('nothing here'),
  'hang-up': (response) => void response.destroy(),
  cut(response, feed) {
    response.writeHead(200, {
      'content-type': 'application/rss+xml',
      'content-length': Buffer.byteLength(feed),
    })
    response.write(feed.slice(0, feed.length / 2), () => response.destroy())
  },
  rubbish: (response) => send(response, Buffer.alloc(40_000, 0xa7)),
  page: (response) =>
    send(response, '<!doctype html><title>Be back soon</title><p>We are moving.', 'text/html'),
  slow: (response, feed) => void setTimeout(() => send(response, feed), slowMs),
}

function renderItem(link: string, { title, text, at }: SiteItem): string {
  const date = new Date(at).toUTCString()
  return `<item><guid>${link}</guid><title>${title}</title><link>${link}</link><pubDate>${date}</pubDate><content:encoded>${text}</content:encoded></item>`
}

function renderFeed(title: string, entries: readonly string[]): string {
  const content = 'xmlns:content="http://purl.org/rss/1.0/modules/content/"'
  return `<?xml version="1.0"?><rss version="2.0" ${content}><channel><title>${title}</title>${entries.join('')}</channel></rss>`
}
