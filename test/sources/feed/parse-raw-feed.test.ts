import { describe, expect, it } from 'vitest'
import { baseAddress, type FeedItem, parseFeed, parseRawFeed } from '../../../src/sources/feed/parse-feed.js'

const at = 'https://news.example/feeds/all.xml'
const rss = (channel: string) =>
  `<rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/" xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:media="http://search.yahoo.com/mrss/" xmlns:itunes="http://www.itunes.com/dtds/podcast-1.0.dtd"><channel>${channel}</channel></rss>`
const atom = (feed: string, attributes = '') =>
  `<feed xmlns="http://www.w3.org/2005/Atom" ${attributes}>${feed}</feed>`
const item = (fields: string): FeedItem | undefined =>
  parseRawFeed(rss(`<item>${fields}</item>`), at)?.items[0]
const entry = (fields: string, attributes = ''): FeedItem | undefined =>
  parseRawFeed(atom(`<entry>${fields}</entry>`, attributes), at)?.items[0]

describe('xml:base', () => {
  it.each([
    ['of the element itself', 'xml:base="/a/"', 'xml:base="b/"', 'https://news.example/a/b/'],
    ['inherited', 'xml:base="http://b.example/x/"', '', 'http://b.example/x/'],
    ['the address of the feed', '', '', at],
    ['not an address that is none of the web', '', 'xml:base="javascript:alert(1)"', at],
  ])('is %s', (_name, outer, inner, base) => {
    const found = entry(`<title ${inner}>T</title><link ${inner} href="p"/>`, outer)
    expect(found?.title?.base).toBe(base)
    expect(found?.url).toBe(new URL('p', base).href)
  })

  it('starts from Content-Location, if that is a web address', () => {
    expect(baseAddress(at, '/2023/')).toBe('https://news.example/2023/')
    expect(baseAddress(at, 'javascript:alert(1)')).toBe(at)
    expect(baseAddress(at, null)).toBe(at)
  })

  it('resolves an Atom id that is a path, and leaves any other id as it is', () => {
    expect(entry('<id>posts/1</id>')?.id).toBe('https://news.example/feeds/posts/1')
    for (const id of ['tag:x.example,2023:a/b', 'http://X.example/%7ea', '17'])
      expect(entry(`<id>${id}</id>`)?.id).toBe(id)
    expect(item('<guid>posts/1</guid>')?.id).toBe('posts/1')
  })
})

describe('xml:lang', () => {
  it('is that of the nearest element, and an empty one takes it back', () => {
    const found = entry('<title>T</title><summary xml:lang="">S</summary>', 'xml:lang="de-AT"')
    expect([found?.language, found?.title?.language, found?.summary?.language]).toEqual(['de', 'de-AT', null])
  })
})

describe('people', () => {
  const none = { name: null, email: null, url: null }
  it.each([
    ['<author>jo@x.example (Jo Doe)</author>', { ...none, name: 'Jo Doe', email: 'jo@x.example' }],
    ['<dc:creator>Jo Doe (jo@x.example)</dc:creator>', { ...none, name: 'Jo Doe', email: 'jo@x.example' }],
    [
      '<author>"Jo Doe" &lt;jo+news@x.example&gt;</author>',
      { ...none, name: 'Jo Doe', email: 'jo+news@x.example' },
    ],
    ['<author>jo@x.example</author>', { ...none, email: 'jo@x.example' }],
    ['<author>jo@x.example</author><dc:creator>Jo</dc:creator>', { ...none, name: 'Jo' }],
    [
      '<author><name>Jo</name><uri>/jo</uri></author>',
      { ...none, name: 'Jo', url: 'https://news.example/jo' },
    ],
    ['<itunes:author>Radio</itunes:author>', { ...none, name: 'Radio' }],
  ])('%s', (fields, person) => {
    expect(item(fields)?.authors).toEqual([person])
  })

  it('are not who took the picture', () => {
    expect(item('<media:credit>Photo Agency</media:credit>')?.authors).toEqual([])
  })

  it('of an Atom entry are its own, its source’s, or the feed’s', () => {
    const author = (name: string) => `<author><name>${name}</name></author>`
    const sources = `<entry><title>1</title>${author('A')}</entry><entry><title>2</title><source>${author('B')}</source></entry><entry><title>3</title></entry>`
    const feed = parseFeed(atom(author('C') + sources), at, 0)
    expect(feed.items.map((article) => article.author)).toEqual(['A', 'B', 'C'])
  })
})

describe('what comes with an item', () => {
  it('tags, each once', () => {
    const fields =
      '<category>A</category><category> A </category><dc:subject>B</dc:subject><media:keywords>c, d</media:keywords><itunes:category text="E"><itunes:category text="F"/></itunes:category>'
    expect(item(fields)?.tags).toEqual(['A', 'B', 'c', 'd', 'E', 'F'])
    expect(entry('<category term="t" label="Label"/>')?.tags).toEqual(['t'])
  })

  it('enclosures, also as links and Media RSS, each once', () => {
    const fields =
      '<enclosure url="/a.mp3" type="audio/mpeg"/><media:group><media:content url="/a.mp3"/><media:content url="/v.mp4" type="video/mp4"/></media:group>'
    expect(item(fields)?.enclosures).toEqual([
      { url: 'https://news.example/a.mp3', type: 'audio/mpeg' },
      { url: 'https://news.example/v.mp4', type: 'video/mp4' },
    ])
    expect(entry('<link rel="enclosure" href="x.pdf"/>')?.enclosures).toEqual([
      { url: 'https://news.example/feeds/x.pdf', type: null },
    ])
  })

  it.each([
    '<media:thumbnail url="/p.jpg"/>',
    '<media:group><media:thumbnail url="/p.jpg"/></media:group>',
    '<media:content url="/v.mp4"><media:thumbnail url="/p.jpg"/></media:content>',
    '<media:content url="/p.jpg" medium="image"/>',
    '<enclosure url="/p.jpg" type="image/jpeg"/>',
    '<itunes:image href="/p.jpg"/>',
  ])('the picture of %s', (fields) => {
    expect(item(fields)?.image).toBe('https://news.example/p.jpg')
  })

  it('title and text of a media group', () => {
    const found = entry(
      '<media:group xmlns:media="http://search.yahoo.com/mrss/"><media:title>T</media:title><media:description>D</media:description></media:group>',
    )
    expect([found?.title?.value, found?.summary?.value]).toEqual(['T', 'D'])
  })

  it('both dates, of repeated ones the last', () => {
    const found = entry(
      '<published>2023-05-01</published><published>2023-05-02</published><updated>2023-05-03</updated>',
    )
    expect(found).toMatchObject({ publishedAt: Date.UTC(2023, 4, 2), updatedAt: Date.UTC(2023, 4, 3) })
  })
})

describe('the link of an item', () => {
  it.each([
    ['<link rel="self" href="/s"/><link href="/a"/>', '/a'],
    ['<link type="application/json" href="/j"/><link type="text/html" href="/a"/>', '/a'],
    ['<link rel="self" href="/s"/><link rel="replies" href="/r"/>', '/s'],
    ['<link rel="replies" href="/r"/>', null],
  ])('of %s is %s', (links, path) => {
    expect(entry(links)?.url).toBe(path && `https://news.example${path}`)
  })
})

describe('how words are written', () => {
  it.each([
    ['type="text"', 'a &lt;b&gt; c', 'a <b> c', 'text'],
    ['type="html"', 'a &lt;b&gt;c&lt;/b&gt;', 'a <b>c</b>', 'html'],
    ['type="xhtml"', '<div>a <b>c</b></div>', '<div>a <b>c</b></div>', 'html'],
    ['type="xhtml"', '<div><![CDATA[1 < 2]]></div>', '<div>1 &lt; 2</div>', 'html'],
    ['type="html"', '<div>a &lt;b&gt;c&lt;/b&gt;</div>', 'a <b>c</b>', 'html'],
    ['mode="base64"', 'PGI+YzwvYj4=', '<b>c</b>', 'html'],
    ['type="application/octet-stream"', 'PGI+YzwvYj4=', '<b>c</b>', 'html'],
    ['', 'AT&amp;amp;T', 'AT&amp;T', 'html'],
    ['', 'plain', 'plain', 'text'],
  ])('%s %s', (attributes, written, value, format) => {
    expect(entry(`<summary ${attributes}>${written}</summary>`)?.summary).toMatchObject({ value, format })
  })

  it.each([
    ['an element that is empty as in XML', 'One <iframe src="x" /> two', 'One two'],
    ['a link whose unquoted address ends in a slash', '<a href=http://x.example/>One</a> two', 'One two'],
    ['a break', 'One<br/>two', 'One\ntwo'],
    ['a CDATA section inside another', '<![CDATA[One two', 'One two'],
  ])('loses no word to %s', (_name, html, text) => {
    const description = html.replaceAll('<', '&lt;')
    const source = rss(`<item><title>T</title><description>${description}</description></item>`)
    expect(parseFeed(source, at, 0).items[0]?.text).toBe(text)
  })

  it('keeps the parameters of an address in which & is not escaped', () => {
    expect(item('<link>https://x.example/?a=1&copy=2&reg=3</link>')?.url).toBe(
      'https://x.example/?a=1&copy=2&reg=3',
    )
  })
})

describe('odd formats', () => {
  it('a summary beside a description is the teaser of it', () => {
    const found = item('<summary>S</summary><description>D</description>')
    expect([found?.summary?.value, found?.content?.value]).toEqual(['S', 'D'])
  })

  it.each(['', 'a:'])('an Atom entry on its own, with the prefix "%s"', (p) => {
    const source = `<${p}entry xmlns${p ? ':a' : ''}="http://www.w3.org/2005/Atom"><${p}title>T</${p}title><${p}id>urn:1</${p}id><${p}source><${p}title>From</${p}title></${p}source></${p}entry>`
    expect(parseRawFeed(source, at)).toMatchObject({ title: { value: 'From' }, items: [{ id: 'urn:1' }] })
    const without = source.replace(/<\w?:?source>.*<\/\w?:?source>/, '')
    expect(parseFeed(without, at, 0)).toMatchObject({ title: 'news.example', items: [{ title: 'T' }] })
  })

  it('CDF', () => {
    const source =
      '<CHANNEL HREF="/"><TITLE>C</TITLE><ITEM HREF="/a" LASTMOD="2023-05-03T20:15-01:00"><TITLE>T</TITLE><ABSTRACT>A</ABSTRACT></ITEM></CHANNEL>'
    expect(parseRawFeed(source, at)).toMatchObject({
      title: { value: 'C' },
      siteUrl: 'https://news.example/',
      items: [
        {
          url: 'https://news.example/a',
          summary: { value: 'A' },
          updatedAt: Date.UTC(2023, 4, 3, 21, 15),
        },
      ],
    })
  })

  it('JSON Feed has tags, attachments, a picture and its own authors before the feed’s', () => {
    const feed = {
      version: 'https://jsonfeed.org/version/1.1',
      title: 'J',
      authors: [{ name: 'Feed' }],
      items: [
        { id: '1', tags: ['a', 'a', 'b'], attachments: [{ url: '/x.mp3', mime_type: 'audio/mpeg' }] },
        { id: '2', image: '/p.jpg', author: { name: 'Own', url: '/own' }, date_modified: '2023-05-03' },
      ],
    }
    expect(parseRawFeed(JSON.stringify(feed), at)?.items).toMatchObject([
      {
        tags: ['a', 'b'],
        enclosures: [{ url: 'https://news.example/x.mp3', type: 'audio/mpeg' }],
        authors: [{ name: 'Feed' }],
      },
      {
        image: 'https://news.example/p.jpg',
        authors: [{ name: 'Own', url: 'https://news.example/own' }],
        publishedAt: null,
        updatedAt: Date.UTC(2023, 4, 3),
      },
    ])
  })
})

describe('entities', () => {
  const read = (doctype: string, title: string) =>
    parseRawFeed(`${doctype}${rss(`<item><title>${title}</title></item>`)}`, at)?.items[0]?.title?.value

  it.each([
    ['&eacute;&#233;&#xE9;&#XE9;', 'éééé'],
    ['&#146;', '’'],
    ['AT&T &unknown; &', 'AT&T &unknown; &'],
  ])('%s reads %s', (written, title) => {
    expect(read('', written)).toBe(title)
  })

  it('of the document itself are read, and never grow', () => {
    const doctype = '<!DOCTYPE rss [ <!ENTITY pub "Caf&#233;"> <!ENTITY a "&b;"> <!ENTITY b "&a;&a;"> ]>'
    expect(read(doctype, '&pub; &a;')).toBe('Café &b;')
  })
})

describe('bounded time', () => {
  const many = 200_000
  it.each([
    ['CDATA that does not end', `<description><p>x</p>${'<![CDATA['.repeat(many)}</description>`],
    ['one long author', `<author>${'a'.repeat(many)}</author>`],
    ['one long id', `<id>${'/'.repeat(many)} x</id>`],
    ['keywords', `<itunes:keywords>${Array.from({ length: many }, (_, i) => i).join()}</itunes:keywords>`],
    ['enclosures', Array.from({ length: 20_000 }, (_, i) => `<enclosure url="/${i}"/>`).join('')],
    ['empty elements', `<description>${'&lt;a '.repeat(many)}/></description>`],
  ])('%s', (_name, fields) => {
    const start = performance.now()
    expect(item(fields)).toBeDefined()
    expect(performance.now() - start).toBeLessThan(2000)
  })
})
