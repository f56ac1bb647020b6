import { readdirSync, readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { z } from 'zod'
import { fromRoot } from '../../../src/core/root.js'
import { parseListing } from '../../../src/sources/page/parse-listing.js'

const now = Date.UTC(2026, 9, 25)
const folder = fromRoot('test/fixtures/sources/listings')
const expectations = z.object({
  url: z.string(),
  isListing: z.boolean(),
  articles: z.array(
    z.object({
      title: z.string(),
      url: z.string(),
      date: z.string().nullish(),
      teaser: z.string().optional(),
    }),
  ),
})

const names = readdirSync(folder)
  .filter((file) => file.endsWith('.html'))
  .map((file) => file.slice(0, -'.html'.length))

describe('parseListing reads the articles of', () => {
  it.each(names)('%s', (name) => {
    const expected = expectations.parse(JSON.parse(readFileSync(`${folder}/${name}.json`, 'utf8')))
    const found = parseListing(readFileSync(`${folder}/${name}.html`, 'utf8'), expected.url, now)
    expect(found.isListing).toBe(expected.isListing)
    if (!expected.isListing) return
    expect(found.articles.map(({ title, url }) => `${title} ${url}`)).toEqual(
      expected.articles.map(({ title, url }) => `${title} ${url}`),
    )
    for (const [i, { date, teaser }] of expected.articles.entries()) {
      const article = found.articles[i]
      const day = article?.publishedAt ? new Date(article.publishedAt).toISOString().slice(0, 10) : null
      if (date !== undefined) expect(day).toBe(date)
      if (teaser !== undefined) expect(article?.text).toBe(teaser)
    }
  })
})

interface Story {
  slug: string
  title: string
}

const stories: Story[] = Array.from({ length: 8 }, (_, i) => ({
  slug: `story-number-${i}-of-the-harbour`,
  title: `Story ${i} of the harbour and its boats`,
}))

/** A front page as it is drawn at some hour: with ages, counters and links that say where they stood. */
function frontPage(shown: readonly Story[], hour: number): string {
  const items = shown.map(
    (
      { slug, title },
      i,
    ) => `<li><h3><a href="/news/${slug}?ref=place${i}&amp;utm_source=h${hour}">${title}</a></h3>
      <span class="age">${hour + i} hours ago</span> <a href="/news/${slug}#comments">${hour * 3} comments</a></li>`,
  )
  const popular = `<aside><ul>${[1, 2, 3].map((n) => `<li><a href="/news/old-favourite-${hour}-${n}-of-all">Old favourite ${n} of all</a></li>`).join('')}</ul></aside>`
  return `<html lang="en"><body><main><ul>${items.join('')}</ul></main>${popular}</body></html>`
}

const read = (html: string, url = 'https://paper.example/') => parseListing(html, url, now)
const list = (link: (i: number) => string) =>
  `<html lang="en"><body><ul>${Array.from({ length: 6 }, (_, i) => `<li>${link(i)}</li>`).join('')}</ul></body></html>`

describe('a list that is read again', () => {
  it('names its articles the same, in another order, with other ages, counters and favourites', () => {
    const first = read(frontPage(stories, 1)).articles
    const second = read(frontPage(stories.toReversed(), 9)).articles
    expect(second.toReversed()).toEqual(first)
    expect(first.map(({ url }) => url)).toEqual(
      stories.map(({ slug }) => `https://paper.example/news/${slug}`),
    )
  })

  it('has a new article for a new link alone', () => {
    const known = new Set(read(frontPage(stories.slice(1), 1)).articles.map(({ identity }) => identity))
    const fresh = read(frontPage(stories, 2)).articles.filter(({ identity }) => !known.has(identity))
    expect(fresh.map(({ title }) => title)).toEqual(['Story 0 of the harbour and its boats'])
  })
})

describe('the address of a listed article', () => {
  const urls = (href: (i: number) => string, page?: string) =>
    read(
      list(
        (i) => `<a href="${href(i)}">A headline of six words, ${i}</a> <time datetime="2026-10-01"></time>`,
      ),
      page,
    ).articles.map(({ url }) => url)

  it.each([
    ['keeps the query that says which article', '/view?id=40', 'https://paper.example/view?id=40'],
    ['loses the session', '/a/the-old-mill-40;jsessionid=AB12', 'https://paper.example/a/the-old-mill-40'],
    ['resolves against the page', 'the-old-mill-40.html', 'https://paper.example/the-old-mill-40.html'],
    ['loses the fragment', '/a/the-old-mill-40#more', 'https://paper.example/a/the-old-mill-40'],
  ])('%s', (_, href, url) => {
    expect(urls((i) => href.replace('40', `4${i}`))).toContain(url)
  })

  it.each([
    ['lists by tag', '/tag/rivers-and-lakes-'],
    ['authors', '/author/ada-elm-the-'],
    ['pages of the list', '/page/'],
    ['pages of the list in the query', '/?page='],
    ['files', '/photos/of-the-harbour-1.jpg?'],
    ['share links', 'https://www.facebook.com/sharer.php?u=4711'],
    ['scripts', 'javascript:open(4711)'],
    ['places on the page', '#section-4711-'],
  ])('is never one of %s', (_, href) => {
    expect(urls((i) => `${href}${i}`)).toEqual([])
  })
})

describe('a headline in a list', () => {
  const others = (i: number) => `<a href="/a/another-old-mill-${i}">Another headline of six words ${i}</a>`
  const titleOf = (html: string) => read(list((i) => (i === 0 ? html : others(i)))).articles[0]?.title

  it.each([
    [
      'loses a date before it',
      '<a href="/a/the-old-mill">2026-10-03: The old mill turns</a>',
      'The old mill turns',
    ],
    [
      'loses a date behind it',
      '<a href="/a/the-old-mill">The old mill turns (03.10.2026)</a>',
      'The old mill turns',
    ],
    ['loses its age', '<a href="/a/the-old-mill">The old mill turns · 3 hours ago</a>', 'The old mill turns'],
    ['loses a counter', '<a href="/a/the-old-mill">The old mill turns (12)</a>', 'The old mill turns'],
    [
      'keeps a year',
      '<a href="/a/the-old-mill">Accounts of the mill (2026)</a>',
      'Accounts of the mill (2026)',
    ],
    [
      'keeps an age that is part of it',
      '<a href="/a/the-old-mill">Lost 10 years ago</a> 3 May 2026',
      'Lost 10 years ago',
    ],
    [
      'comes from the picture',
      '<a href="/a/the-old-mill"><img src="/m.jpg" alt="The old mill turns"></a>',
      'The old mill turns',
    ],
  ])('%s', (_, html, title) => {
    expect(titleOf(html)).toBe(title)
  })
})

describe('parseListing', () => {
  it('reads picture, author and teaser of a card', () => {
    const html = list(
      (
        i,
      ) => `<article><img src="data:x" data-src="/p/${i}.jpg"><h2><a href="/a/the-old-mill-${i}">The old mill turns ${i}</a></h2>
        <span class="byline">By Ada Elm</span><p>The sails went round for the first time since the war, and nobody had told the cat.</p></article>`,
    )
    expect(read(html).articles[2]).toMatchObject({
      image: 'https://paper.example/p/2.jpg',
      author: 'Ada Elm',
      text: 'The sails went round for the first time since the war, and nobody had told the cat.',
      kind: 'excerpt',
      language: 'en',
    })
  })

  it('reads a day without a year as the last one', () => {
    const html = list(
      (i) => `<a href="/a/the-old-mill-${i}">The old mill turns ${i}</a> <i>2${i} December</i>`,
    )
    expect(read(html).articles[0]?.publishedAt).toBe(Date.UTC(2025, 11, 20))
  })

  it('resolves links against the base of the page', () => {
    const html = list((i) => `<a href="the-old-mill-${i}">The old mill turns ${i}</a>`)
    const { articles } = read(html.replace('<body>', '<base href="/north/"><body>'))
    expect(articles[0]?.url).toBe('https://paper.example/north/the-old-mill-0')
  })

  it('says so when a page lists nothing', () => {
    expect(read('<p>Soon.</p>')).toMatchObject({
      isListing: false,
      articles: [],
      problems: [{ key: 'source.problemNoListing' }],
    })
  })

  it('refuses a page that is nested too deeply', () => {
    expect(() => read('<div>'.repeat(1000))).toThrow('source.pageTooDeep')
  })

  it('keeps to the first of very many links', () => {
    const html = Array.from(
      { length: 20_000 },
      (_, i) => `<li><a href="/a/old-mill-${i}">The old mill turns ${i}</a></li>`,
    )
    expect(read(`<ul>${html.join('')}</ul>`).articles.length).toBe(300)
  })
})
