import { describe, expect, it } from 'vitest'
import { parseSitemap } from '../../../src/sources/sitemap/parse-sitemap.js'
import { slugTitle } from '../../../src/sources/sitemap/slug-title.js'

const now = Date.UTC(2026, 9, 25)
const read = (text: string) => parseSitemap(text, 'https://paper.example/sitemap.xml', now)
const page = (path: string, more = '') => `<url><loc>https://paper.example${path}</loc>${more}</url>`
const urlset = (
  ...pages: string[]
) => `<?xml version="1.0"?><urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"
  xmlns:news="http://www.google.com/schemas/sitemap-news/0.9" xmlns:image="http://www.google.com/schemas/sitemap-image/1.1">${pages.join('')}</urlset>`
const many = (count: number, make: (i: number) => string) => Array.from({ length: count }, (_, i) => make(i))
const paths = (text: string) => read(text).articles.map(({ url }) => new URL(url ?? '').pathname)

describe('parseSitemap', () => {
  it('reads headline, date, language and picture of news', () => {
    const news = `<news:news><news:publication><news:name>Paper</news:name><news:language>de-AT</news:language></news:publication>
      <news:publication_date>2026-10-20T08:00:00+02:00</news:publication_date><news:title>Zwei Brücken &amp; ein Steg</news:title></news:news>
      <image:image><image:loc>https://paper.example/steg.jpg</image:loc></image:image>`
    expect(read(urlset(page('/a1', news))).articles).toEqual([
      {
        identity: 'https://paper.example/a1',
        title: 'Zwei Brücken & ein Steg',
        url: 'https://paper.example/a1',
        text: '',
        kind: 'headline',
        author: null,
        language: 'de',
        publishedAt: Date.UTC(2026, 9, 20, 6),
        listedAt: null,
        image: 'https://paper.example/steg.jpg',
        lead: null,
      },
    ])
  })

  it('takes a last change for no publication, but orders by it', () => {
    const { articles } = read(
      urlset(
        page('/the-old-mill-turns', '<lastmod>2026-10-01</lastmod>'),
        page('/the-new-mill-turns', '<lastmod>2026-10-02</lastmod>'),
        page('/2026/10/03/the-third-mill', '<lastmod>2026-10-04</lastmod>'),
      ),
    )
    expect(articles.map(({ title }) => title)).toEqual([
      'The third mill',
      'The new mill turns',
      'The old mill turns',
    ])
    expect(articles.map(({ publishedAt }) => publishedAt)).toEqual([Date.UTC(2026, 9, 3), null, null])
    expect(articles[1]?.listedAt).toBe(Date.UTC(2026, 9, 2))
  })

  it('keeps the newest of very many', () => {
    const day = (i: number) => new Date(Date.UTC(2020, 0, 1 + i)).toISOString().slice(0, 10)
    const kept = paths(
      urlset(...many(1500, (i) => page(`/the-old-mill-${i}`, `<lastmod>${day(i)}</lastmod>`))),
    )
    expect(kept.length).toBe(500)
    expect(kept[0]).toBe('/the-old-mill-1499')
  })

  it.each([
    ['without dates', () => ''],
    ['with one date for all', () => '<lastmod>2026-10-24</lastmod>'],
  ])('keeps both ends of a long one %s, since new pages may stand at either', (_, more) => {
    const kept = paths(urlset(...many(1500, (i) => page(`/the-old-mill-${i}`, more()))))
    expect(kept.length).toBe(500)
    expect(kept).toContain('/the-old-mill-0')
    expect(kept).toContain('/the-old-mill-1499')
  })

  it('leaves out tags, service pages, what is for sale and, beside articles, what is no article', () => {
    const articles = ['/news/the-old-mill-turns', '/news/the-new-mill-turns', '/2026/10/mills']
    const others = [
      '/',
      '/tag/mills',
      '/author/ada',
      '/contact',
      '/product/a-very-fine-mill',
      '/mills',
      '/logo.png',
    ]
    expect(paths(urlset(...[...others, ...articles].map((path) => page(path)))).sort()).toEqual(
      articles.sort(),
    )
  })

  it('takes every page of a site whose addresses say nothing', () => {
    expect(paths(urlset(page('/mills'), page('/boats'), page('/bread')))).toEqual([
      '/mills',
      '/boats',
      '/bread',
    ])
  })

  it('reads plain lists of addresses', () => {
    expect(
      paths(
        'https://paper.example/the-old-mill-turns\r\nhttps://paper.example/the-new-mill-turns\n\nrubbish',
      ),
    ).toEqual(['/the-old-mill-turns', '/the-new-mill-turns'])
  })

  it('reads an index, also with prefixes', () => {
    const text = `<s:sitemapindex xmlns:s="http://www.sitemaps.org/schemas/sitemap/0.9"><s:sitemap><s:loc>/posts.xml</s:loc>
      <s:lastmod>2026-10-20</s:lastmod></s:sitemap><s:sitemap><s:loc>javascript:x</s:loc></s:sitemap></s:sitemapindex>`
    expect(read(text)).toEqual({
      name: null,
      parts: [{ url: 'https://paper.example/posts.xml', modifiedAt: Date.UTC(2026, 9, 20) }],
      articles: [],
      problems: [],
    })
  })

  it('reads what is there of one that breaks off', () => {
    const { articles, problems } = read(urlset(page('/the-old-mill-turns'), page('/cut')).slice(0, -30))
    expect(articles[0]?.title).toBe('The old mill turns')
    expect(problems).toEqual([{ key: 'source.problemTruncated', params: {} }])
  })

  it.each([
    ['feed', '<rss version="2.0"><channel><item/></channel></rss>'],
    ['html', '<!doctype html><html><body>Hello</body></html>'],
    ['other', '{"a":1}'],
    ['other', ''],
  ])('refuses a document that is none: %s', (what, text) => {
    const url = 'https://paper.example/sitemap.xml'
    expect(() => read(text)).toThrow(
      expect.objectContaining({ key: 'source.notASitemap', params: { url, what } }),
    )
  })
})

describe('slugTitle', () => {
  it.each([
    ['/2026/some-article-title-4711.html', 'Some article title'],
    ['/news/4711-some-article-title', 'Some article title'],
    ['/some-article-title/4711', 'Some article title'],
    ['/blog/some_article_title-3f9a8c12', 'Some article title'],
    ['/blog/the-year-2026', 'The year 2026'],
    ['/bread', 'Bread'],
    ['/%E6%B2%B3%E8%BE%B9-%E5%85%AC%E5%9B%AD', '河边 公园'],
    ['/4711', ''],
    ['/%E6', '%E6'],
  ])('%s is “%s”', (path, title) => {
    expect(slugTitle(`https://paper.example${path}`)).toBe(title)
  })
})
