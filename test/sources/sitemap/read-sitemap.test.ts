import { describe, expect, it } from 'vitest'
import type { FetchedDocument } from '../../../src/sources/parsing/document.js'
import { parseSitemap } from '../../../src/sources/sitemap/parse-sitemap.js'
import { planParts, readSitemap } from '../../../src/sources/sitemap/read-sitemap.js'
import { SourceError } from '../../../src/sources/source-error.js'

const now = Date.UTC(2026, 9, 25)
const site = 'https://paper.example'
const index = (...parts: string[]) =>
  `<sitemapindex>${parts.map((path) => `<sitemap><loc>${site}${path}</loc></sitemap>`).join('')}</sitemapindex>`
const urlset = (...paths: string[]) =>
  `<urlset>${paths.map((path) => `<url><loc>${site}${path}</loc></url>`).join('')}</urlset>`

function fetched(path: string, text: string): FetchedDocument {
  return {
    url: `${site}${path}`,
    body: new TextEncoder().encode(text),
    contentType: null,
    contentLocation: null,
  }
}

/** Reads the sitemap of a site that consists of these documents; `asked` are the further requests. */
async function read(documents: Record<string, string>) {
  const asked: string[] = []
  const tools = {
    async get(url: string) {
      const path = new URL(url).pathname
      asked.push(path)
      const text = documents[path]
      if (text === undefined) throw new SourceError('source.gone', { host: 'paper.example', status: 404 })
      return fetched(path, text)
    },
    parse: async ({ body, url }: FetchedDocument) => parseSitemap(new TextDecoder().decode(body), url, now),
  }
  const reading = await readSitemap(fetched('/sitemap.xml', documents['/sitemap.xml'] ?? ''), tools, now)
  return { ...reading, asked, paths: reading.articles.map(({ url }) => new URL(url ?? '').pathname) }
}

describe('readSitemap', () => {
  it('needs no further request for a sitemap of pages', async () => {
    const { asked, paths, title, siteUrl } = await read({ '/sitemap.xml': urlset('/the-old-mill-turns') })
    expect({ asked, paths, title, siteUrl }).toEqual({
      asked: [],
      paths: ['/the-old-mill-turns'],
      title: 'paper.example',
      siteUrl: 'https://paper.example/',
    })
  })

  it('asks for the news alone where an index has them', async () => {
    const { asked, paths } = await read({
      '/sitemap.xml': index('/post-sitemap.xml', '/news-sitemap.xml'),
      '/news-sitemap.xml': urlset('/the-old-mill-turns'),
    })
    expect(asked).toEqual(['/news-sitemap.xml'])
    expect(paths).toEqual(['/the-old-mill-turns'])
  })

  it('asks for three parts at most, an index inside an index being one', async () => {
    const { asked } = await read({
      '/sitemap.xml': index('/posts.xml', '/more-posts.xml'),
      '/more-posts.xml': index('/posts-1.xml', '/posts-2.xml', '/posts-3.xml'),
      '/posts-3.xml': urlset('/the-old-mill-turns'),
      '/posts-1.xml': urlset('/the-new-mill-turns'),
    })
    expect(asked).toEqual(['/more-posts.xml', '/posts-3.xml', '/posts-1.xml'])
  })

  it('asks for no part twice, also when an index names itself', async () => {
    const { asked, problems } = await read({
      '/sitemap.xml': index('/sitemap.xml', '/posts.xml'),
      '/posts.xml': index('/posts.xml', '/sitemap.xml'),
    })
    expect(asked).toEqual(['/posts.xml'])
    expect(problems).toEqual([{ key: 'source.problemNoAddresses', params: {} }])
  })

  it('goes on without a part that cannot be read, and says so', async () => {
    const { paths, problems } = await read({
      '/sitemap.xml': index('/posts-1.xml', '/posts-2.xml'),
      '/posts-1.xml': urlset('/the-old-mill-turns'),
    })
    expect(paths).toEqual(['/the-old-mill-turns'])
    expect(problems).toEqual([{ key: 'source.sitemapPartUnread', params: { count: 1 } }])
  })

  it('fails when no part can be read', async () => {
    await expect(read({ '/sitemap.xml': index('/posts.xml') })).rejects.toThrow(
      expect.objectContaining({ key: 'source.gone' }),
    )
  })
})

describe('the parts of an index are planned', () => {
  const plan = (parts: Record<string, string | null>) =>
    planParts(
      Object.entries(parts).map(([path, day]) => ({
        url: `${site}/${path}`,
        modifiedAt: day ? Date.parse(day) : null,
      })),
      now,
    ).map(({ url }) => url.slice(site.length + 1))

  it.each([
    [
      'the latest changed first',
      { 'posts-1.xml': '2026-10-01', 'posts-2.xml': '2026-10-20' },
      ['posts-2.xml', 'posts-1.xml'],
    ],
    [
      'articles before others',
      { 'misc.xml': '2026-10-20', 'post-sitemap.xml': '2026-10-01' },
      ['post-sitemap.xml'],
    ],
    [
      'by the month in their name',
      { 'sitemap-2026-08.xml': null, 'sitemap-2026-10.xml': null },
      ['sitemap-2026-10.xml', 'sitemap-2026-08.xml'],
    ],
    [
      'the last and the first of undated ones',
      { 'posts-1.xml': null, 'posts-2.xml': null, 'posts-3.xml': null },
      ['posts-3.xml', 'posts-1.xml', 'posts-2.xml'],
    ],
    [
      'without pictures, tags, authors and fixed pages',
      {
        'image.xml': null,
        'post_tag-sitemap.xml': null,
        'author.xml': null,
        'page-sitemap.xml': null,
        'main.xml': null,
      },
      ['main.xml'],
    ],
    ['with them where there is nothing else', { 'page-sitemap.xml': null }, ['page-sitemap.xml']],
  ])('%s', (_, parts, planned) => {
    expect(plan(parts)).toEqual(planned)
  })
})
