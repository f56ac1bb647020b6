import { describe, expect, it } from 'vitest'
import { type Discovery, discover } from '../../../src/sources/discovery/discover.js'
import type { FetchRequest, FetchResult } from '../../../src/sources/fetch/fetch.js'
import type { RobotsVerdict } from '../../../src/sources/fetch/robots-cache.js'
import { createParser } from '../../../src/sources/parsing/parser.js'
import type { ReadTools } from '../../../src/sources/reading/read-source.js'
import { SourceError } from '../../../src/sources/source-error.js'
import { noon } from '../../support/articles.js'

/** What a small web answers: a document, where it sends on to, or why it does not. */
type Answer = string | { movedTo: string } | { sentTo: string } | SourceError

const headlines = [
  'The ferry is late again today',
  'A new bridge over the old harbour',
  'Gulls win the town council vote',
]

const article = (name: string) => `/2026/11/${name.toLowerCase().replaceAll(' ', '-')}`

const feed = (title = 'Harbour news') =>
  `<rss version="2.0"><channel><title>${title}</title>${headlines
    .map((name) => `<item><title>${name}</title><link>https://site.test${article(name)}</link></item>`)
    .join('')}</channel></rss>`

const listing = (head = '') =>
  `<!doctype html><html><head><title>Harbour</title>${head}</head><body><main>${headlines
    .map(
      (name) =>
        `<article><h2><a href="${article(name)}">${name}</a></h2><p>What happened, in short.</p></article>`,
    )
    .join('')}</main></body></html>`

const plainPage = (head = '') =>
  `<!doctype html><html><head><title>Harbour</title>${head}</head><body><p>Welcome.</p></body></html>`

const sitemap = () =>
  `<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">${headlines
    .map((name) => `<url><loc>https://site.test${article(name)}</loc><lastmod>2026-11-20</lastmod></url>`)
    .join('')}</urlset>`

const link = (href: string, title = '') =>
  `<link rel="alternate" type="application/rss+xml" title="${title}" href="${href}">`

const gone = () => new SourceError('source.gone', { host: 'site.test', status: 404 })

/** Tools on a web that has nothing but the given answers; `asked` are the requests, in order. */
function web(answers: Record<string, Answer>, verdict: Partial<RobotsVerdict> = {}) {
  const asked: string[] = []
  const get = async (url: string, options?: FetchRequest): Promise<FetchResult> => {
    options?.signal?.throwIfAborted()
    asked.push(url)
    const answer = answers[url] ?? gone()
    if (answer instanceof SourceError) throw answer
    if (typeof answer === 'string') return documentOf(url, null, answer)
    const movedTo = 'movedTo' in answer ? answer.movedTo : null
    const target = movedTo ?? ('sentTo' in answer ? answer.sentTo : '')
    return documentOf(target, movedTo, String(answers[target]))
  }
  const robots = {
    check: async () => ({ allowed: true, refusal: null, crawlDelayMs: null, sitemaps: [], ...verdict }),
  }
  const tools: ReadTools = { fetcher: { get }, parser: createParser(), robots }
  return { asked, find: (address: string, signal?: AbortSignal) => discover(address, tools, noon, signal) }
}

function documentOf(url: string, movedTo: string | null, text: string): FetchResult {
  return {
    status: 'ok',
    url,
    movedTo,
    contentType: null,
    contentLocation: null,
    body: Buffer.from(text),
    etag: null,
    lastModified: null,
    maxAgeMs: null,
    expiresAt: null,
  }
}

function found(discovery: Discovery) {
  if (!('found' in discovery)) return expect.unreachable('one source should be found')
  const { kind, url, articles } = discovery.found
  return { kind, url, articles: articles.length }
}

function candidates(discovery: Discovery) {
  if (!('candidates' in discovery)) return expect.unreachable('there should be a choice')
  return discovery.candidates.map(({ kind, url, title }) => `${kind} ${url} ${title}`)
}

describe('an address that is a feed', () => {
  it('is read with one request', async () => {
    const { asked, find } = web({ 'https://site.test/feed': feed() })
    expect(found(await find('https://site.test/feed'))).toEqual({
      kind: 'feed',
      url: 'https://site.test/feed',
      articles: 3,
    })
    expect(asked).toEqual(['https://site.test/feed'])
  })

  it('is remembered where it has moved to, and as it is where the redirect is temporary', async () => {
    const { find } = web({
      'https://old.test/feed': { movedTo: 'https://site.test/feed' },
      'https://short.test/f': { sentTo: 'https://site.test/feed' },
      'https://site.test/feed': feed(),
    })
    expect(found(await find('https://old.test/feed')).url).toBe('https://site.test/feed')
    expect(found(await find('https://short.test/f')).url).toBe('https://short.test/f')
  })

  it('may be a sitemap', async () => {
    const { asked, find } = web({ 'https://site.test/map.xml': sitemap() })
    expect(found(await find('https://site.test/map.xml')).kind).toBe('sitemap')
    expect(asked).toHaveLength(1)
  })

  it('that cannot be read says why, in the words of its own request', async () => {
    const challenge = new SourceError('source.challenge', { host: 'site.test', vendor: 'Cloudflare' })
    const { asked, find } = web({ 'https://site.test/guarded': challenge })
    await expect(find('https://site.test/2024/dead-link')).rejects.toMatchObject({ key: 'source.gone' })
    await expect(find('https://site.test/guarded')).rejects.toBe(challenge)
    expect(asked).toHaveLength(2)
  })
})

describe('an address of a platform', () => {
  it('is not fetched itself when the feed is known', async () => {
    const { asked, find } = web({ 'https://www.reddit.com/r/ferries/.rss': feed() })
    expect(found(await find('https://www.reddit.com/r/ferries')).url).toBe(
      'https://www.reddit.com/r/ferries/.rss',
    )
    expect(asked).toHaveLength(1)
  })

  it('with several feeds is a choice without a request', async () => {
    const { asked, find } = web({})
    expect(candidates(await find('https://github.com/ada/engine'))).toEqual([
      'feed https://github.com/ada/engine/releases.atom Releases',
      'feed https://github.com/ada/engine/commits.atom Commits',
      'feed https://github.com/ada/engine/tags.atom Tags',
    ])
    expect(asked).toEqual([])
  })

  it('is looked at when the feed is not where it should be', async () => {
    const { find } = web({
      'https://harbour.substack.com/': plainPage(link('/moved.xml')),
      'https://harbour.substack.com/moved.xml': feed(),
    })
    expect(found(await find('https://harbour.substack.com/')).url).toBe(
      'https://harbour.substack.com/moved.xml',
    )
  })

  it('says so when the feed cannot be read at the moment, instead of asking for more', async () => {
    const busy = new SourceError('source.busy', { host: 'www.reddit.com' }, 60_000)
    const { asked, find } = web({ 'https://www.reddit.com/r/ferries/.rss': busy })
    await expect(find('https://www.reddit.com/r/ferries')).rejects.toBe(busy)
    expect(asked).toHaveLength(1)
  })

  it('may need its page', async () => {
    const channel = 'UCabcdefghijklmnopqrstuv'
    const { find } = web({
      'https://www.youtube.com/@ada': plainPage(`<script>{"externalId":"${channel}"}</script>`),
    })
    expect(candidates(await find('https://www.youtube.com/@ada'))[0]).toBe(
      `feed https://www.youtube.com/feeds/videos.xml?channel_id=${channel} All uploads`,
    )
  })
})

describe('a page', () => {
  it('with one feed leads to it at once', async () => {
    const html = listing(link('/feed.xml') + link('/atom.xml') + link('/comments/feed.xml'))
    const { asked, find } = web({ 'https://site.test/': html, 'https://site.test/feed.xml': feed() })
    expect(found(await find('https://site.test/')).url).toBe('https://site.test/feed.xml')
    expect(asked).toHaveLength(2)
  })

  it('resolves links against the address it was sent on to', async () => {
    const { find } = web({
      'http://site.test/': { sentTo: 'https://www.site.test/en/' },
      'https://www.site.test/en/': plainPage(link('feed.xml')),
      'https://www.site.test/en/feed.xml': feed(),
    })
    expect(found(await find('http://site.test/')).url).toBe('https://www.site.test/en/feed.xml')
  })

  it('with several feeds is a choice, the page itself last, and each feed in one format', async () => {
    const html = listing(
      link('/sport/feed', 'Sport') + link('/sport/atom', 'Sport') + link('/news/feed', 'News'),
    )
    const { asked, find } = web({ 'https://site.test/all/': html })
    expect(candidates(await find('https://site.test/all/'))).toEqual([
      'feed https://site.test/sport/feed Sport',
      'feed https://site.test/news/feed News',
      'page https://site.test/all/ Harbour',
    ])
    expect(asked).toHaveLength(1)
  })

  it('offers no more than a menu holds', async () => {
    const links = Array.from({ length: 60 }, (_, i) => link(`/part${i}/feed`)).join('')
    const { find } = web({ 'https://site.test/': listing(links) })
    expect(candidates(await find('https://site.test/'))).toHaveLength(25)
  })

  it('takes the next feed when one is dead, and its other format when it is broken', async () => {
    const { find } = web({
      'https://site.test/': plainPage(link('/rss.xml') + link('/atom.xml')),
      'https://site.test/atom.xml': feed(),
    })
    expect(found(await find('https://site.test/')).url).toBe('https://site.test/atom.xml')
  })

  it('may link to a page that lists the feeds', async () => {
    const { find } = web({
      'https://site.test/': plainPage('<a href="/rss">RSS</a>'),
      'https://site.test/rss': plainPage('<a href="/a/rss.xml">A</a><a href="/b/rss.xml">B</a>'),
    })
    expect(candidates(await find('https://site.test/'))).toEqual([
      'feed https://site.test/a/rss.xml A',
      'feed https://site.test/b/rss.xml B',
    ])
  })

  it('that sends its visitors on is left once', async () => {
    const onward = (target: string) => plainPage(`<meta http-equiv="refresh" content="0; url=${target}">`)
    const { find } = web({
      'https://site.test/': onward('/blog/'),
      'https://site.test/blog/': plainPage(link('/blog/feed')),
      'https://site.test/blog/feed': feed(),
      'https://loop.test/': onward('/'),
    })
    expect(found(await find('https://site.test/')).url).toBe('https://site.test/blog/feed')
    await expect(find('https://loop.test/')).rejects.toMatchObject({ key: 'source.nothingFound' })
  })
})

describe('a page without links to feeds', () => {
  it('has its feed at one of the usual addresses', async () => {
    const { asked, find } = web({ 'https://site.test/': plainPage(), 'https://site.test/feed.xml': feed() })
    expect(found(await find('https://site.test/')).url).toBe('https://site.test/feed.xml')
    expect(asked).toEqual(['/', '/feed', '/rss.xml', '/feed.xml'].map((path) => `https://site.test${path}`))
  })

  it('that lists other articles than the feed of its site is a choice', async () => {
    const others = (name: string, i: number) =>
      `<li><a href="/boats/${i}00/${name.replaceAll(' ', '-')}">${name}</a></li>`
    const { find } = web({
      'https://site.test/boats/': `<html><title>Boats</title><main><ul>${headlines.map(others).join('')}</ul></main></html>`,
      'https://site.test/news/': listing(),
      'https://site.test/feed': feed(),
    })
    expect(candidates(await find('https://site.test/boats/'))).toEqual([
      'feed https://site.test/feed Harbour news',
      'page https://site.test/boats/ Boats',
    ])
    expect(found(await find('https://site.test/news/')).url).toBe('https://site.test/feed')
  })

  it('is not tried on when the site has had enough', async () => {
    const busy = new SourceError('source.busy', { host: 'site.test' })
    const { asked, find } = web({ 'https://site.test/news/': listing(), 'https://site.test/news/feed': busy })
    expect(found(await find('https://site.test/news/')).kind).toBe('page')
    expect(asked).toHaveLength(2)
  })

  it('is a source itself when it lists articles', async () => {
    const { find } = web({ 'https://site.test/news/': listing(), 'https://site.test/sitemap.xml': sitemap() })
    expect(found(await find('https://site.test/news/'))).toEqual({
      kind: 'page',
      url: 'https://site.test/news/',
      articles: 3,
    })
  })

  it('stands for the news of its site when it is the front page', async () => {
    const { find } = web(
      { 'https://site.test/': listing(), 'https://site.test/map/news.xml': sitemap() },
      { sitemaps: ['https://site.test/map/pages.xml', 'https://site.test/map/news.xml'] },
    )
    expect(found(await find('https://site.test/')).url).toBe('https://site.test/map/news.xml')
  })

  it('leads to the sitemap when it lists nothing', async () => {
    const { find } = web({ 'https://site.test/': plainPage(), 'https://site.test/sitemap.xml': sitemap() })
    expect(found(await find('https://site.test/')).kind).toBe('sitemap')
  })

  it('is preferred to the comments on one article', async () => {
    const { find } = web({
      'https://site.test/news/': listing(link('/comments/feed')),
      'https://site.test/comments/feed': feed('Comments'),
      'https://site.test/about/': plainPage(link('/comments/feed')),
    })
    expect(found(await find('https://site.test/news/')).kind).toBe('page')
    expect(found(await find('https://site.test/about/')).url).toBe('https://site.test/comments/feed')
  })

  it('is not read against the wish of its robots.txt, which is what is said then', async () => {
    const refusal = new SourceError('source.robots', { host: 'site.test' })
    const { find } = web(
      { 'https://site.test/news/': listing(), 'https://site.test/sitemap.xml': sitemap() },
      { allowed: false, refusal },
    )
    await expect(find('https://site.test/news/')).rejects.toBe(refusal)
  })

  it('and without anything else is named, after no more than twenty requests', async () => {
    const { asked, find } = web(
      { 'https://site.test/a/': plainPage() },
      { sitemaps: Array.from({ length: 50 }, (_, i) => `https://site.test/map${i}.xml`) },
    )
    await expect(find('https://site.test/a/')).rejects.toMatchObject({
      key: 'source.nothingFound',
      params: { url: 'https://site.test/a/' },
    })
    expect(asked.length).toBeLessThanOrEqual(20)
  })
})

it('stops with the reason of who stops it', async () => {
  const { asked, find } = web({})
  const reason = new Error('enough')
  await expect(find('https://site.test/', AbortSignal.abort(reason))).rejects.toBe(reason)
  expect(asked).toEqual([])
})
