import { createHash } from 'node:crypto'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'

/**
 * A process that serves feeds of fifty items for the benchmark `poll`: `/feed/N`. Every second feed answers with 304
 * when nothing has changed, the others send the same bytes again. When the parent sends `{ feeds, share }`, that share
 * of the feeds has one item more from then on.
 */
const items = 50
const extra = new Map<number, number>()

function feedOf(n: number): string {
  const newest = extra.get(n) ?? 0
  const entries = Array.from({ length: items }, (_, i) => {
    const id = newest + items - i
    const text = `Item ${id} of feed ${n}: ${'the harbour master reported on the state of the quay and the boats. '.repeat(6)}`
    return `<item><guid isPermaLink="false">${n}-${id}</guid><title>Report ${id} of feed ${n}</title><link>https://feed${n}.test/${id}</link><pubDate>${new Date(Date.UTC(2026, 0, 1) + id * 3_600_000).toUTCString()}</pubDate><description>${text}</description></item>`
  })
  return `<?xml version="1.0"?><rss version="2.0"><channel><title>Feed ${n}</title><link>https://feed${n}.test/</link>${entries.join('')}</channel></rss>`
}

const server = createServer((request, response) => {
  const n = Number(request.url?.split('/').at(-1))
  const etag = `"${n}-${extra.get(n) ?? 0}"`
  if (n % 2 === 0 && request.headers['if-none-match'] === etag)
    return void response.writeHead(304, { etag }).end()
  response
    .writeHead(200, { 'content-type': 'application/rss+xml', ...(n % 2 === 0 && { etag }) })
    .end(feedOf(n))
})

process.on('message', ({ feeds, share }: { feeds: number; share: number }) => {
  const changed = Array.from({ length: feeds }, (_, n) => n).filter((n) => isChosen(n, share))
  for (const n of changed) extra.set(n, (extra.get(n) ?? 0) + 1)
  process.send?.({ changed: changed.length })
})
server.listen(0, '0.0.0.0', () => process.send?.({ port: (server.address() as AddressInfo).port }))

/** The same feeds every time. */
function isChosen(n: number, share: number): boolean {
  const [first = 0, second = 0] = createHash('sha256').update(String(n)).digest()
  return (first * 256 + second) / 65_536 < share
}
