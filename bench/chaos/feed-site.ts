import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'

export interface FeedSite {
  url: string
  /** Publishes an article, at the top. */
  add(item: { title: string; text: string; at: number }): void
  close(): Promise<void>
}

/** Enough that what is new is never most of the feed, which would look like another feed. */
const kept = 60

/** A feed to which articles are added while the bot lives and dies. */
export async function startFeedSite(): Promise<FeedSite> {
  const items: string[] = []
  const server = createServer((request, response) => {
    if (request.url !== '/feed') return response.writeHead(404).end()
    return response.writeHead(200, { 'content-type': 'application/rss+xml' }).end(render(items))
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  let count = 0
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/feed`,
    add({ title, text, at }) {
      const link = `https://chaos.test/${++count}`
      const date = `<pubDate>${new Date(at).toUTCString()}</pubDate>`
      const content = `<content:encoded>${text}</content:encoded>`
      items.unshift(
        `<item><guid>${link}</guid><title>${title}</title><link>${link}</link>${date}${content}</item>`,
      )
      items.length = Math.min(items.length, kept)
    },
    async close() {
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
    },
  }
}

function render(items: readonly string[]): string {
  const content = 'xmlns:content="http://purl.org/rss/1.0/modules/content/"'
  return `<?xml version="1.0"?><rss version="2.0" ${content}><channel><title>Chaos</title>${items.join('')}</channel></rss>`
}
