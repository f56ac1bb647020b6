import { describe, expect, it } from 'vitest'
import { parseHtml } from '../../../src/sources/page/parse-html.js'

const words = 'The tram left the depot at dawn, carrying more people than on any morning before. '
const paragraphs = `<p>${words.repeat(3)}</p><p>${words.repeat(3)}</p>`
const page = (head: string, body: string) =>
  parseHtml(`<html><head>${head}</head><body>${body}</body></html>`, null)

describe('parseHtml', () => {
  it('names the author of JSON-LD before metas, and a link to the author last', () => {
    const link = `<h1>T</h1><a rel="author" href="/cy"><b>Cy</b> Doe</a>${paragraphs}`
    const meta = '<meta name="author" content="By Bob Roe">'
    const ld = '<script type="application/ld+json">{"@type":"Article","author":{"name":"Ann Poe"}}</script>'
    expect(page(ld + meta, link).author).toBe('Ann Poe')
    expect(page(meta, link).author).toBe('Bob Roe')
    expect(page('', link).author).toBe('Cy Doe')
    expect(page('', paragraphs).author).toBe(null)
  })

  it('reads a headline that is escaped twice', () => {
    const ld = '<script type="application/ld+json">{"@type":"Article","headline":"Don&#8217;t run"}</script>'
    expect(page(ld, paragraphs).title).toBe('Don’t run')
  })

  it('begins as the page marks it up, without the title said twice', () => {
    const html = `<article><h1>Tram opens</h1><p>The <b>tram</b> <a href="/depot">left</a>.</p>${paragraphs}</article>`
    const { lead } = parseHtml(`<title>Tram opens</title><body>${html}</body>`, 'https://paper.example/a')
    expect(lead).toMatch(/^The \*\*tram\*\* \[left\]\(https:\/\/paper\.example\/depot\)\.\n\nThe tram left/)
    expect(lead?.length).toBeLessThanOrEqual(600)
  })

  it('keeps to a short Chinese article, which says as much as a long English one', () => {
    const text = '电车在黎明时分离开车库，载着比以往任何一个早晨都多的乘客，直到天黑之后才返回。'.repeat(3)
    const teasers = '<div><a href="/x">另一条关于公交线路停运的新闻</a></div>'.repeat(40)
    expect(page('', `<article><p>${text}</p></article>${teasers}`).text).toBe(text)
  })

  it('reads the plain text of a page too deep and wide for anything else', () => {
    const start = performance.now()
    const { text } = page('', `${'<div>'.repeat(450)}${'<p>text, text.</p>'.repeat(15_000)}`)
    expect(text).toContain('text, text.\n\ntext, text.')
    expect(performance.now() - start).toBeLessThan(3000)
  })
})

describe('the address of a page', () => {
  const addressOf = (
    canonical: string,
    url: string | null = 'https://paper.example/amp/tram?id=1&utm_source=x',
  ) => parseHtml(`<link rel="canonical" href="${canonical}"><title>T</title>${paragraphs}`, url).url

  it.each([
    ['is what it calls itself', '/tram', 'https://paper.example/tram'],
    [
      'may be on another host of its site',
      'https://www.paper.example/tram',
      'https://www.paper.example/tram',
    ],
    ['is not that of another site', 'https://other.example/tram', 'https://paper.example/amp/tram?id=1'],
    ['is not another page of the same host for many', 'https://b.github.io/tram', 'https://a.github.io/tram'],
    ['is not the home page', 'https://paper.example/', 'https://paper.example/amp/tram?id=1'],
    ['is not what is no web address', 'javascript:0', 'https://paper.example/amp/tram?id=1'],
  ])('%s', (_rule, canonical, expected) => {
    const url = expected.includes('github') ? expected : undefined
    expect(addressOf(canonical, url)).toBe(expected)
  })

  it('is what a saved page says', () => {
    expect(addressOf('https://paper.example/tram', null)).toBe('https://paper.example/tram')
    expect(addressOf('/tram', null)).toBe(null)
  })
})

describe('the picture of a page', () => {
  const imageOf = (head: string, body = '') =>
    parseHtml(
      `<html><head>${head}</head><body><h1>T</h1>${body}${paragraphs}<img src="/far.jpg"></body></html>`,
      'https://paper.example/a',
    ).image
  const og = (address: string) => `<meta property="og:image" content="${address}">`
  const ld = (data: unknown) => `<script type="application/ld+json">${JSON.stringify(data)}</script>`
  const logo = { '@type': 'Article', publisher: { logo: { url: 'https://paper.example/brand.png' } } }

  it.each([
    ['is the one for links to it', og('/a.jpg'), '<img src="/b.jpg">', 'https://paper.example/a.jpg'],
    [
      'is that of JSON-LD',
      ld({ ...logo, image: [{ url: '/c.jpg' }, '/d.jpg'] }),
      '',
      'https://paper.example/c.jpg',
    ],
    ['is not the logo', ld(logo) + og('https://paper.example/brand.png'), '', null],
    ['is not a file called logo', og('/img/site-logo-512x512.png'), '', null],
    ['is the first one below the title', '', '<img src="/b.jpg">', 'https://paper.example/b.jpg'],
    ['is not an avatar below the title', '', '<img class="avatar" src="/ann.jpg">', null],
    ['is none further down', '', '', null],
  ])('%s', (_rule, head, body, expected) => {
    expect(imageOf(head, body)).toBe(expected)
  })
})
