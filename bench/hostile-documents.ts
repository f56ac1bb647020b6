import type { ServerResponse } from 'node:http'
import { setTimeout as sleep } from 'node:timers/promises'
import { brotliCompressSync, constants, gzipSync } from 'node:zlib'

/** A document that means harm, or a server that does: how it answers a request. */
export type HostileDocument = (response: ServerResponse) => void | Promise<void>

/** As large as a document may be to be read at all, and a size that may not. */
const mostBytes = 9_500_000
const tooManyBytes = 50_000_000

const feedType = { 'content-type': 'application/rss+xml; charset=utf-8' }
const pageType = { 'content-type': 'text/html; charset=utf-8' }
const jsonType = { 'content-type': 'application/feed+json' }

/** `piece` as often as it fits into so many bytes, when it is ASCII. */
function fill(piece: string, bytes = mostBytes): string {
  return piece.repeat(Math.floor(bytes / piece.length))
}

/** `piece` for every number below `count`. */
function each(count: number, piece: (i: number) => string): string {
  return Array.from({ length: count }, (_, i) => piece(i)).join('')
}

function rss(channel: string, before = ''): string {
  return `<?xml version="1.0"?>${before}<rss version="2.0"><channel><title>Hostile</title><link>https://news.example/</link>${channel}</channel></rss>`
}

function item(description: string, n = 1): string {
  return `<item><guid>${n}</guid><title>Report ${n}</title><link>https://news.example/${n}</link><description>${description}</description></item>`
}

function page(body: string, head = ''): string {
  return `<!doctype html><html><head><title>Hostile</title>${head}</head><body>${body}</body></html>`
}

function jsonFeed(items: string): string {
  return `{"version":"https://jsonfeed.org/version/1.1","title":"Hostile","items":[${items}]}`
}

const feed = (make: () => string): HostileDocument => send(feedType, make)
const html = (make: () => string): HostileDocument => send(pageType, make)
const json = (make: () => string): HostileDocument => send(jsonType, make)

function send(headers: Record<string, string>, make: () => string | Uint8Array): HostileDocument {
  return (response) => void response.writeHead(200, headers).end(make())
}

/** Writes on and on, as fast as it is read or slower. */
function goOn(piece: string, pauseMs: number): HostileDocument {
  return async (response) => {
    response.writeHead(200, feedType)
    while (!response.destroyed) {
      const isRoom = response.write(piece)
      await sleep(isRoom ? pauseMs : Math.max(pauseMs, 5))
    }
  }
}

const article = 'The harbour master reported on the state of the quay and on the boats that lie there. '

/** What is known to stop, crash or bloat programs that read feeds and pages. */
export const hostileDocuments: Readonly<Record<string, HostileDocument>> = {
  'one text of 50 MB': feed(() => rss(item(fill('word ', tooManyBytes)))),
  'one text': feed(() => rss(item(fill('word ')))),
  'one word': feed(() => rss(item(fill('a')))),
  'blanks only': feed(() => rss(item(fill(' \n')))),
  'bare ampersands': feed(() => rss(item(fill('&')))),
  'escaped ampersands': feed(() => rss(item(fill('&amp;')))),
  'opening angle brackets': feed(() => rss(item(fill('&lt;a ')))),
  'entities in entities': feed(() =>
    rss(
      item('&e9;'),
      `<!DOCTYPE rss [<!ENTITY e0 "lol">${each(9, (i) => `<!ENTITY e${i + 1} "${`&e${i};`.repeat(10)}">`)}]>`,
    ),
  ),
  'one entity, often': feed(() =>
    rss(item(fill('&e;')), `<!DOCTYPE rss [<!ENTITY e "${'lol '.repeat(25)}">]>`),
  ),
  'XML, deeply nested': feed(() => rss(item(fill('<a>')))),
  'XML, items never closed': feed(() => rss(fill('<item><title>a</title><description>b'))),
  'XML, empty elements': feed(() => rss(fill('<a/>'))),
  'XML, end tags only': feed(() => rss(fill('</a>'))),
  'XML, 100,000 items': feed(() =>
    rss(each(100_000, (i) => `<item><guid>${i}</guid><title>Item ${i}</title></item>`)),
  ),
  'XML, attributes': feed(() => rss(`<item ${each(900_000, (i) => `a${i}="" `)}/>`)),
  'XML, one attribute': feed(() => rss(`<item><link href="${fill('a')}"/></item>`)),
  'XML, one title': feed(() => rss(`<item><title>${fill('title ')}</title></item>`)),
  'XML, one long name': feed(() => rss(`<${fill('a')}/>`)),
  'CDATA sections': feed(() => rss(item(fill('<![CDATA[a]]>')))),
  'CDATA, never closed': feed(() => rss(item(fill('<![CDATA[')))),
  'comments, never closed': feed(() => rss(item(fill('<!--')))),
  'an address with a million parameters': feed(() =>
    rss(`<item><title>One</title><link>https://news.example/?${fill('utm_a=1&amp;')}</link></item>`),
  ),
  'a base that every link repeats': feed(() =>
    rss(
      `<item xml:base="https://news.example/${fill('a/', mostBytes / 2)}">${fill('<link>b</link>', mostBytes / 2)}</item>`,
    ),
  ),
  'everybody mentioned': feed(() => rss(each(500, (i) => item(fill('@everyone ', 15_000), i)))),
  '500 long articles': feed(() => rss(each(500, (i) => item(fill(article, 18_000), i)))),
  '50 articles of 200,000 characters': feed(() => rss(each(45, (i) => item(fill(article, 200_000), i)))),
  'JSON, deeply nested': json(() => `{"items":${fill('[')}`),
  'JSON, one string': json(() => jsonFeed(`{"id":"1","content_html":"${fill('<b>x')}"}`)),
  'JSON, a million items': json(() => jsonFeed(`${fill('{"id":1},')}{"id":1}`)),
  'HTML, one text': html(() => page(fill('word '))),
  'HTML, deeply nested': html(() => page(fill('<div>'))),
  'HTML, wide and nested': html(() => page(`${'<div>'.repeat(480)}${fill('<p>Some words, here.</p>')}`)),
  'HTML, ampersands': html(() => page(fill('&'))),
  'HTML, never closed': html(() => page(fill('<p><b><i>x'))),
  'HTML, links': html(() =>
    page(
      each(
        80_000,
        (i) => `<li><a href="/news/story-${i}-of-the-day">The story number ${i} of the day</a></li>`,
      ),
    ),
  ),
  'HTML, one attribute': html(() => page(`<p class="${fill('share ')}">Some words</p>`)),
  'HTML, JSON-LD': html(() =>
    page('Some words', `<script type="application/ld+json">${fill('{"mainEntity":')}</script>`),
  ),
  'null bytes': feed(() => rss(item(fill('\0')))),
  'zero-width characters': feed(() => rss(item(fill('\u200b', mostBytes / 3)))),
  'UTF-16 that is none': send({ 'content-type': 'text/xml; charset=utf-16' }, () =>
    Buffer.from(`\ufeff${rss(item(fill('\ud83d', mostBytes / 2)))}`, 'utf16le').subarray(0, mostBytes - 1),
  ),
  'UTF-32 of nothing': send(feedType, () => Buffer.alloc(mostBytes, '\0\0\0<', 'latin1')),
  'bytes in no encoding': send({ 'content-type': 'text/xml' }, () =>
    Buffer.from(rss(item(fill('\xff\x81\xfe\x9d'))), 'latin1'),
  ),
  'a gzip bomb': send({ ...feedType, 'content-encoding': 'gzip' }, () => gzipSync(Buffer.alloc(200_000_000))),
  'a gzip bomb in the body': send(feedType, () => gzipSync(Buffer.alloc(200_000_000))),
  'a brotli bomb': send({ ...feedType, 'content-encoding': 'br' }, () =>
    brotliCompressSync(Buffer.alloc(200_000_000), { params: { [constants.BROTLI_PARAM_QUALITY]: 1 } }),
  ),
  'gzip, cut off': send({ ...feedType, 'content-encoding': 'gzip' }, () =>
    gzipSync(rss(item(fill('word ')))).subarray(0, 5000),
  ),
  'an answer without end': goOn(fill('<a>word</a>', 64_000), 0),
  'a byte at a time': goOn('a', 100),
  'less than promised': (response) => {
    response.writeHead(200, { ...feedType, 'content-length': 1_000_000 }).write(rss(item('word')))
    setTimeout(() => response.destroy(), 100)
  },
  'redirects without end': (response) => void response.writeHead(302, { location: '?again' }).end(),
}
