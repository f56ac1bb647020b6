import { describe, expect, it } from 'vitest'
import { parseFeed } from '../../../src/sources/feed/parse-feed.js'

const now = Date.UTC(2023, 4, 4)
const at = 'https://news.example/feed.xml'
const read = (source: string) => parseFeed(source, at, now)
const rss = (items: string, extra = '') =>
  `<?xml version="1.0"?><rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/" xmlns:dc="http://purl.org/dc/elements/1.1/"><channel><title>News</title><link>/</link>${extra}${items}</channel></rss>`
const long = 'The harbour was quiet and the boats lay still. '.repeat(15).trim()

describe('the formats', () => {
  it('RSS 2.0', () => {
    const feed = read(
      rss(
        `<item><title>One &amp; two</title><link>a?id=1&amp;utm_source=x#top</link><guid isPermaLink="false">g1</guid><dc:creator>Ann</dc:creator><pubDate>Wed, 03 May 2023 20:15:30 GMT</pubDate><description>Short</description><content:encoded><![CDATA[<p>First.</p><p>Second &eacute;.</p>]]></content:encoded></item>`,
        '<language>en-GB</language>',
      ),
    )
    expect(feed).toMatchObject({ title: 'News', siteUrl: 'https://news.example/', problems: [] })
    expect(feed.items).toEqual([
      {
        identity: 'g1',
        title: 'One & two',
        url: 'https://news.example/a?id=1',
        text: 'First.\n\nSecond é.',
        kind: 'full',
        author: 'Ann',
        language: 'en',
        publishedAt: Date.UTC(2023, 4, 3, 20, 15, 30),
        image: null,
        lead: 'First.\n\nSecond é.',
      },
    ])
  })

  it('RSS 1.0 (RDF), whose items stand beside the channel', () => {
    const feed = read(
      `<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://purl.org/rss/1.0/"><channel><title>R</title><link>https://r.example</link></channel><item rdf:about="https://r.example/1"><title>T</title><link>https://r.example/1</link></item></rdf:RDF>`,
    )
    expect(feed).toMatchObject({
      title: 'R',
      items: [{ identity: 'https://r.example/1', title: 'T', kind: 'headline' }],
    })
  })

  it.each(['', 'a:'])('Atom with the prefix "%s"', (p) => {
    const feed = read(
      `<${p}feed xmlns${p ? ':a' : ''}="http://www.w3.org/2005/Atom" xml:base="https://b.example/blog/" xml:lang="de"><${p}title>B</${p}title><${p}entry><${p}id>urn:1</${p}id><${p}title type="html">A &lt;b&gt;bold&lt;/b&gt; word</${p}title><${p}link rel="self" href="x"/><${p}link href="post"/><${p}author><${p}name>Jo</${p}name></${p}author><${p}updated>2023-05-03T00:00:00Z</${p}updated><${p}content type="xhtml"><div xmlns="http://www.w3.org/1999/xhtml"><p>In</p><p>two</p></div></${p}content></${p}entry></${p}feed>`,
    )
    expect(feed.items).toEqual([
      {
        identity: 'urn:1',
        title: 'A bold word',
        url: 'https://b.example/blog/post',
        text: 'In\n\ntwo',
        kind: 'full',
        author: 'Jo',
        language: 'de',
        publishedAt: Date.UTC(2023, 4, 3),
        image: null,
        lead: 'In\n\ntwo',
      },
    ])
  })

  it('JSON Feed', () => {
    const feed = read(
      JSON.stringify({
        version: 'https://jsonfeed.org/version/1.1',
        title: 'J',
        home_page_url: 'https://j.example',
        items: [
          {
            id: 7,
            url: '/p',
            title: 'T',
            content_html: '<p>x</p>',
            authors: [{ name: 'A' }],
            date_published: '2023-05-03T00:00:00Z',
            language: 'fr',
          },
        ],
      }),
    )
    expect(feed.items).toEqual([
      {
        identity: '7',
        title: 'T',
        url: 'https://news.example/p',
        text: 'x',
        kind: 'full',
        author: 'A',
        language: 'fr',
        publishedAt: Date.UTC(2023, 4, 3),
        image: null,
        lead: 'x',
      },
    ])
  })
})

describe('how much of an article a feed gives', () => {
  it.each([
    ['', 'headline'],
    ['<description>Two words</description>', 'excerpt'],
    [`<description>${long}</description>`, 'full'],
    [`<description>${long} […]</description>`, 'excerpt'],
    [`<description>${long}&lt;a&gt;Read more&lt;/a&gt;</description>`, 'excerpt'],
    ['<content:encoded>Two words</content:encoded>', 'full'],
    ['<description>Two words</description><content:encoded>Two words</content:encoded>', 'excerpt'],
  ])('%.60s is %s', (fields, kind) => {
    expect(read(rss(`<item><title>T</title>${fields}</item>`)).items[0]?.kind).toBe(kind)
  })
})

describe('identity', () => {
  it('is told apart by the address where a guid is used twice', () => {
    const item = (url: string) =>
      `<item><guid isPermaLink="false">same</guid><title>T</title><link>${url}</link></item>`
    const [a, b, c] = read(rss(item('/a') + item('/b') + item('/a'))).items
    expect(a?.identity).not.toBe(b?.identity)
    expect(c).toBeUndefined()
  })

  it('is the address, then the words, where there is no guid', () => {
    const [a, b] = read(
      rss('<item><title>T</title><link>/a?utm_medium=x</link></item><item><title>U</title></item>'),
    ).items
    expect(a?.identity).toBe('https://news.example/a')
    expect(read(rss('<item><title> U </title></item>')).items[0]?.identity).toBe(b?.identity)
  })
})

describe('damaged and odd feeds', () => {
  it('give the items that can be read, and say so', () => {
    const whole = rss(
      '<item><title>A</title><guid>1</guid></item><item><title>B</title><guid>2</guid></item>',
    )
    const feed = read(whole.slice(0, whole.indexOf('<guid>2')))
    expect(feed.items.map(({ title }) => title)).toEqual(['A', 'B'])
    expect(feed.problems).toEqual([{ key: 'source.problemTruncated', params: {} }])
  })

  it('give both items when the first is not closed', () => {
    expect(
      read(rss('<item><title>A</title><item><title>B</title></item>')).items.map(({ title }) => title),
    ).toEqual(['A', 'B'])
  })

  it('give HTML that was not escaped', () => {
    expect(
      read(rss('<item><title>A</title><description><p>x</p><br/>y</description></item>')).items[0]?.text,
    ).toBe('x\n\ny')
  })

  it('take a title from the text, and now for a date to come', () => {
    const [item] = read(
      rss(
        '<item><description>It rained all day. Then it stopped.</description><pubDate>2033-01-01</pubDate></item>',
      ),
    ).items
    expect(item).toMatchObject({ title: 'It rained all day.', publishedAt: now })
  })

  it('keep the first 500 items of an archive', () => {
    const feed = read(
      rss(Array.from({ length: 600 }, (_, i) => `<item><title>T${i}</title></item>`).join('')),
    )
    expect(feed.items).toHaveLength(500)
    expect(feed.problems[0]?.key).toBe('source.problemTooMany')
  })
})

describe('what is no feed is named', () => {
  it.each([
    ['<!doctype html><html><body>x</body></html>', 'source.feedIsHtml', undefined],
    ['  ', 'source.feedIsEmpty', undefined],
    ['<?xml version="1.0"?><opml><body/></opml>', 'source.feedIsOther', 'opml'],
    ['<urlset/>', 'source.feedIsOther', 'sitemap'],
    ['{"a": 1}', 'source.feedIsOther', 'json'],
    ['hello', 'source.feedIsOther', 'other'],
  ])('%s', (source, key, what) => {
    const expected = what === undefined ? { key } : { key, params: { what } }
    expect(() => read(source)).toThrow(
      expect.objectContaining({ ...expected, ...(what && { params: expect.objectContaining({ what }) }) }),
    )
  })
})

describe('bounded time', () => {
  it.each([
    ['unclosed tags', '<a>'.repeat(300_000)],
    ['one text', 'word '.repeat(400_000)],
    ['ampersands', '&'.repeat(300_000)],
    ['nested elements', `${'<div>'.repeat(20_000)}x${'</div>'.repeat(20_000)}`],
  ])('%s', (_name, body) => {
    const start = performance.now()
    const sources = [
      rss(`<item><title>T</title><description>${body}</description></item>`),
      rss(`<item><title>T</title><description><![CDATA[${body}]]></description></item>`),
    ]
    for (const source of sources) expect(read(source).items).toHaveLength(1)
    expect(performance.now() - start).toBeLessThan(2000)
  })

  it('keeps the title of a feed short, however long it is made', () => {
    const text = `<rss><channel><title>${'t '.repeat(1_000_000)}</title><item><title>a</title></item></channel></rss>`
    expect(parseFeed(text, 'https://a.test/', 0).title.length).toBeLessThanOrEqual(200)
  })
})

describe('the picture of an item', () => {
  const imageOf = (item: string) => read(rss(`<item><title>T</title>${item}</item>`)).items[0]?.image
  const html = (body: string) => `<description><![CDATA[${body}]]></description>`

  it.each([
    ['is what the feed names', `<media:thumbnail url="/a.jpg"/>${html('<img src="/b.jpg">')}`, '/a.jpg'],
    ['is an enclosed picture', '<enclosure url="/a.jpg" type="image/jpeg"/>', '/a.jpg'],
    [
      'is no portrait',
      `<media:thumbnail url="https://gravatar.com/avatar/x"/>${html('<img src="/b.jpg">')}`,
      '/b.jpg',
    ],
    ['is no counter', html('<img src="/c.gif" width="1" height="1"><img src="/b.jpg">'), '/b.jpg'],
    ['is no smiley', html('<img class="wp-smiley" src="/c.png"><img src="/b.jpg">'), '/b.jpg'],
    ['is no icon', html('<img src="/icons/c.png"><img src="/c.svg"><img src="/b.jpg">'), '/b.jpg'],
    ['is not inside the address', html('<img src="data:image/gif;base64,x" data-src="/b.jpg">'), '/b.jpg'],
    ['may be the first of several sizes', html('<img srcset="/b.jpg 300w, /c.jpg 600w">'), '/b.jpg'],
  ])('%s', (_rule, item, expected) => {
    expect(imageOf(item)).toBe(`https://news.example${expected}`)
  })

  it('is nothing where there is none', () => {
    expect(imageOf(html('<img src="file:///a.jpg"><p>a</p>'))).toBe(null)
    expect(imageOf('<enclosure url="/a.mp3" type="audio/mpeg"/>')).toBe(null)
  })
})

describe('the beginning of an item', () => {
  const leadOf = (item: string) => read(rss(`<item><title>Tram opens</title>${item}</item>`)).items[0]?.lead

  it('is what the feed marked up, from the field that the text is from', () => {
    const content =
      '<content:encoded><![CDATA[<h2>Tram opens</h2><p>The <b>tram</b> <a href="/x">left</a>.</p>]]></content:encoded>'
    expect(leadOf(`<description>Short</description>${content}`)).toBe(
      'The **tram** [left](https://news.example/x).',
    )
  })

  it('keeps the lines of plain text, and its signs as they are written', () => {
    expect(leadOf('<description>One *two*\n\nThree &amp;amp; four</description>')).toBe(
      'One \\*two\\*\n\nThree & four',
    )
    expect(leadOf('')).toBe(null)
  })
})
