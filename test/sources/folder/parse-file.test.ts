import { describe, expect, it } from 'vitest'
import type { FileType } from '../../../src/sources/folder/file-type.js'
import { parseFile } from '../../../src/sources/folder/parse-file.js'

const one = (text: string, type: FileType) => parseFile(text, type, 'file').articles[0]
const may3 = Date.UTC(2023, 4, 3)

describe('JSON under the names that exports use', () => {
  it.each([
    [
      {
        title: 'T',
        text: 'x',
        url: 'https://a.example',
        author: 'A',
        date: '2023-05-03',
        id: 1,
        language: 'en',
      },
    ],
    [
      {
        headline: 'T',
        articleBody: 'x',
        link: 'https://a.example',
        author: { name: 'A' },
        datePublished: '2023-05-03',
        guid: '1',
        lang: 'en-GB',
      },
    ],
    [
      {
        name: 'T',
        content_html: '<p>x</p>',
        permalink: 'https://a.example',
        byline: 'A',
        published: may3,
        id: '1',
        inLanguage: 'en',
      },
    ],
    [
      {
        title: 'T',
        body: '<p>x</p>',
        url: 'https://a.example',
        creator: [{ name: 'A' }],
        pubDate: 'Wed, 03 May 2023 00:00:00 GMT',
        id: '1',
        language: 'en',
      },
    ],
    [
      {
        title: 'T',
        content_text: 'x',
        url: 'https://a.example',
        authors: ['A'],
        created_at: may3 / 1000,
        id: '1',
        language: 'en',
      },
    ],
  ])('%j', (entry) => {
    const expected = {
      identity: '1',
      title: 'T',
      text: 'x',
      url: 'https://a.example/',
      author: 'A',
      publishedAt: may3,
      image: null,
      lead: 'content_html' in entry ? 'x' : null,
      language: 'en',
      kind: 'full',
    }
    for (const document of [entry, [entry], { articles: [entry] }, { items: [entry] }])
      expect(one(JSON.stringify(document), '.json')).toEqual(expected)
    expect(one(JSON.stringify(entry), '.jsonl')).toEqual(expected)
  })
})

describe('Markdown', () => {
  it('takes title, date, author and address from its front matter', () => {
    const source =
      '---\ntitle: "A day"\ndate: 2023-05-03\nauthor: Ann\nurl: https://a.example/day\ntags: [x, y]\n---\nText.'
    expect(one(source, '.md')).toMatchObject({
      title: 'A day',
      publishedAt: may3,
      author: 'Ann',
      url: 'https://a.example/day',
      text: 'Text.',
    })
  })

  it('is the words without the signs', () => {
    const source =
      '# A *day*\n\nFirst [link](https://x.example) and **bold**\nwords_with_marks.\n\n## Part\n\n- one\n* two\n\n> said\n\n```\na * b\n```\n'
    expect(one(source, '.md')).toMatchObject({
      title: 'A day',
      text: 'First link and bold words_with_marks.\n\nPart\n\n- one\n- two\n\nsaid\n\na * b',
    })
  })
})

describe('a page', () => {
  const words =
    'The tram left the depot at dawn and came back after dark, with more people than ever before. '
  const body = `<nav><a href="/">Home</a></nav><article><h1>Tram opens</h1><p>${words.repeat(4)}</p><p>${words.repeat(3)}</p></article><footer>Imprint</footer>`

  it('gives its article with what JSON-LD and metas say', () => {
    const ld =
      '{"@graph":[{"@type":"NewsArticle","headline":"Tram opens","datePublished":"2023-05-03","author":{"name":"Ann"}}]}'
    const page = `<html lang="en"><head><title>Tram opens | Post</title><link rel="canonical" href="https://p.example/tram?utm_source=a"><meta property="article:published_time" content="2020-01-01"><script type="application/ld+json">${ld}</script></head><body>${body}</body></html>`
    expect(one(page, '.html')).toMatchObject({
      title: 'Tram opens',
      url: 'https://p.example/tram',
      author: 'Ann',
      publishedAt: may3,
      language: 'en',
      text: `${words.repeat(4).trim()}\n\n${words.repeat(3).trim()}`,
    })
  })

  it('takes the date from metas before time elements', () => {
    const page = `<head><meta property="article:published_time" content="2023-05-03"></head><body>${body}<time datetime="2019-01-01"></time></body>`
    expect(one(page, '.html')?.publishedAt).toBe(may3)
  })

  it.each([
    ['<div>'.repeat(20_000), 'source.pageTooDeep'],
    ['<p> </p>', 'source.pageEmpty'],
  ])('is refused when it is %.20s…', (page, key) => {
    const start = performance.now()
    expect(() => one(page, '.html')).toThrow(expect.objectContaining({ key }))
    expect(performance.now() - start).toBeLessThan(1000)
  })
})
