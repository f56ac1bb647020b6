import { describe, expect, it } from 'vitest'
import { parseFeedTree } from '../../../src/sources/feed/feed-tree.js'
import { parseFeed } from '../../../src/sources/feed/parse-feed.js'
import { parseFile } from '../../../src/sources/folder/parse-file.js'
import { extractArticle } from '../../../src/sources/page/extract-article.js'
import { findArticleData } from '../../../src/sources/page/json-ld.js'
import { parseHtml } from '../../../src/sources/page/parse-html.js'
import { parseListing } from '../../../src/sources/page/parse-listing.js'
import { canonicalUrl } from '../../../src/sources/text/canonical-url.js'
import { maxTextLength } from '../../../src/sources/text/html-to-text.js'
import { parseJson } from '../../../src/sources/text/parse-json.js'

const url = 'https://news.example/feed'
const now = Date.UTC(2026, 0, 5)
const rss = (channel: string, before = '') =>
  `${before}<rss><channel><title>News</title>${channel}</channel></rss>`
const read = (channel: string, before?: string) => parseFeed(rss(channel, before), url, now)
const keys = ({ problems }: ReturnType<typeof read>) => problems.map(({ key }) => key)

describe('a feed', () => {
  it('with a million elements is read to where they are too many', () => {
    const feed = read(
      `<item><title>One</title></item>${'<a/>'.repeat(1_000_000)}<item><title>Two</title></item>`,
    )
    expect(feed.items.map(({ title }) => title)).toEqual(['One'])
    expect(keys(feed)).toEqual(['source.problemTruncated'])
  })

  it('with a million attributes is read to the element that has them', () => {
    const attributes = Array.from({ length: 500_000 }, (_, i) => `a${i}=""`).join(' ')
    const feed = read(`<item><title>One</title></item><item ${attributes}><title>Two</title></item>`)
    expect(feed.items.map(({ title }) => title)).toEqual(['One'])
    expect(keys(feed)).toEqual(['source.problemTruncated'])
  })

  it('with 100,000 items is read to the 500th', () => {
    const feed = read(
      '<item><guid>a</guid><title>b</title></item>'
        .repeat(100_000)
        .replaceAll('a<', () => `${Math.random()}<`),
    )
    expect(feed.items).toHaveLength(500)
    expect(keys(feed)).toEqual(['source.problemTooMany'])
  })

  it('with a million items in JSON is read to the 500th', () => {
    const items = Array.from({ length: 100_000 }, (_, id) => ({ id, title: 'a' }))
    const feed = parseFeed(
      JSON.stringify({ version: 'https://jsonfeed.org/version/1', title: 'N', items }),
      url,
      now,
    )
    expect(feed.items).toHaveLength(500)
    expect(keys(feed)).toEqual(['source.problemTooMany'])
  })

  it('gives an item that is not closed no words of the next one', () => {
    const feed = read(
      '<item><title>One</title><description><p>first<item><title>Two</title><description><p>second',
    )
    expect(feed.items.map(({ title, text }) => [title, text])).toEqual([
      ['One', 'first'],
      ['Two', 'second'],
    ])
  })

  it('does not let entities of its own make it large', () => {
    const types = `<!DOCTYPE rss [<!ENTITY a "${'x'.repeat(100)}"><!ENTITY b "${'&a;'.repeat(30)}">]>`
    const { root } = parseFeedTree(rss('<item><a>&a;</a><b>&a;&b;</b></item>'.repeat(20_000), types), null)
    const items = root.children[0]?.children[0]?.children.slice(1) ?? []
    expect(items[0]?.children.map(({ text }) => text.length)).toEqual([100, 190])
    const length = items.flatMap(({ children }) => children).reduce((sum, { text }) => sum + text.length, 0)
    expect(length).toBeLessThan(2_500_000)
  })

  it('ignores a base that is too long for an address', () => {
    const inside = '<item xml:base="b/"><title>One</title><link>c</link></item>'
    const based = (base: string) =>
      read(`<a xml:base="https://other.example/${base}">${inside}</a>`).items[0]?.url
    expect(based('a/')).toBe('https://other.example/a/b/c')
    expect(based('a/'.repeat(1000))).toBe('https://news.example/b/c')
  })

  it.each([
    ['a title', (text: string) => `<item><title>${text}</title></item>`],
    ['a text', (text: string) => `<item><title>One</title><description>${text}</description></item>`],
    ['markup', (text: string) => `<item><title>One</title><description><p>${text}</p></description></item>`],
    ['a date', (text: string) => `<item><title>One</title><pubDate>${text}</pubDate></item>`],
    ['an author', (text: string) => `<item><title>One</title><author>${text}</author></item>`],
    ['an attribute', (text: string) => `<item><title>One</title><link href="${text}"/></item>`],
    ['an id', (text: string) => `<item><title>One</title><guid>${text}</guid></item>`],
  ])('keeps %s short, whatever it consists of', (_name, item) => {
    for (const piece of [
      'word ',
      'a',
      ' ',
      '&',
      '&amp;',
      '&lt;',
      '&lt;a ',
      '1 Jan ',
      '(',
      '\0',
      '\u200b',
      '\ud83d',
    ]) {
      const { items } = read(item(piece.repeat(200_000)))
      expect(JSON.stringify(items).length, piece).toBeLessThan(maxTextLength * 2.1)
    }
  })
})

describe('a page', () => {
  const page = (body: string, head = '') =>
    `<html><head><title>Page</title>${head}</head><body>${body}</body></html>`
  const words = `<p>${'The ferry has left the harbour for good. '.repeat(20)}</p>`

  it.each([
    ['elements', '<div>'.repeat(300)],
    ['headings, which one library puts inside each other and another does not', '<h1>x'.repeat(2000)],
  ])('of deeply nested %s is read as plain text', (_name, start) => {
    expect(extractArticle(page(start + words), 'Page').text).toBe('')
    expect(parseHtml(page(start + words), null).text).toContain('The ferry has left')
  })

  it('has a short title and author, whatever they consist of', () => {
    const long = 'A name '.repeat(100_000)
    const head = `<meta name="author" content="${long}"><meta property="og:title" content="${long}">`
    const { title, author } = parseHtml(page(words, head), null)
    expect(title.length + (author ?? '').length).toBeLessThan(20_000)
  })

  it('with elements of a thousand attributes is read as plain text', () => {
    const attributes = Array.from({ length: 2000 }, (_, i) => `a${i}=""`).join(' ')
    expect(parseHtml(page(`<div ${attributes}>${words}</div>`), null).text).toContain('The ferry has left')
  })

  it('with a base that is too long for an address has links of its own', () => {
    const links = Array.from(
      { length: 5 },
      (_, i) => `<li><a href="/news/story-${i}-of-today">Story number ${i} of today</a></li>`,
    )
    const long = `<base href="https://other.example/${'a/'.repeat(2000)}">`
    const { articles } = parseListing(
      page(`<ul>${links.join('')}</ul>`, long),
      'https://news.example/news/',
      now,
    )
    expect(articles.map(({ url }) => url)).toContain('https://news.example/news/story-0-of-today')
  })

  it('has JSON-LD with anything around it', () => {
    const script = '{"@type": "Article", "headline": "One"}'
    for (const wrapped of [`<!-- ${script} -->`, `//<![CDATA[\n${script}\n//]]>`, `${script};\n;`])
      expect(findArticleData([wrapped])).toMatchObject({ headline: 'One' })
    for (const piece of [' ', '; ', '-->', '//]]>', '[', '{"mainEntity":'])
      expect(findArticleData([`${script}${piece.repeat(200_000)}x`])).toBeNull()
  })
})

describe('an address', () => {
  it('loses a thousand tracking parameters and keeps the others in order', () => {
    const tracked = Array.from({ length: 300 }, (_, i) => `utm_${i}=1`).join('&')
    expect(canonicalUrl(`https://news.example/a?b=1&${tracked}&c=2`)).toBe('https://news.example/a?b=1&c=2')
  })

  it('is none when it is too long to be looked into', () => {
    expect(canonicalUrl(`https://news.example/?${'utm_a=1&'.repeat(10_000)}`)).toBeNull()
  })
})

describe('JSON', () => {
  it.each(['[', '{"a":'])('nested deeply with %j is none', (piece) => {
    expect(() => parseJson(piece.repeat(1_000_000))).toThrow(SyntaxError)
  })

  it('may hold any number of brackets in its strings and beside each other', () => {
    const value = { text: '[{'.repeat(1000), quote: '"\\"[', list: Array.from({ length: 2000 }, () => [{}]) }
    expect(parseJson(JSON.stringify(value))).toEqual(value)
  })

  it('of a file with more bad lines than good ones is not read to its end', () => {
    const { articles, problems } = parseFile(
      `{"title": "A"}\n${'{oops\n'.repeat(5000)}{"title": "B"}`,
      '.jsonl',
      'a',
    )
    expect(articles.map(({ title }) => title)).toEqual(['A'])
    expect(problems.length).toBeLessThan(1100)
  })

  it('wrapped a thousand times is no title', () => {
    const wrapped = `${'{"rendered":'.repeat(400)}"A"${'}'.repeat(400)}`
    expect(() => parseFile(`{"title":${wrapped}}`, '.json', 'a')).toThrow('source.skipNoArticles')
  })
})
