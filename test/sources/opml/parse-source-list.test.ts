import { describe, expect, it } from 'vitest'
import { translator } from '../../../src/core/i18n.js'
import { parseSourceList } from '../../../src/sources/opml/parse-source-list.js'
import { decode } from '../../../src/sources/text/decode.js'
import { oddPieces, randomFrom, randomText } from '../../support/random.js'

const t = translator('en')
const said = (text: string) => parseSourceList(text).problems.map(({ key, params }) => t(key, params))
const keys = (text: string) => parseSourceList(text).problems.map(({ key }) => key)
/** Entries as "url | title | folder", what is absent left out. */
const short = (text: string) =>
  parseSourceList(text).entries.map(({ url, title, folder }) =>
    [url, title, folder && `in ${folder}`].filter(Boolean).join(' | '),
  )
const opml = (body: string) =>
  `<?xml version="1.0"?><opml version="2.0"><head><title>Mine</title></head><body>${body}</body></opml>`
const a = 'https://a.test/feed'
const b = 'https://b.test/feed'

describe('an OPML list', () => {
  it.each<[string, string, string[]]>([
    ['of one feed', `<outline type="rss" text="A" xmlUrl="${a}"/>`, [`${a} | A`]],
    ['without types', `<outline text="A" xmlUrl="${a}"/>`, [`${a} | A`]],
    ['with other types', `<outline type="atom" text="A" xmlUrl="${a}"/>`, [`${a} | A`]],
    ['with addresses in lower case', `<outline text="A" xmlurl="${a}"/>`, [`${a} | A`]],
    ['with tags and attributes in capitals', `<OUTLINE TEXT="A" XMLURL="${a}"/>`, [`${a} | A`]],
    ['with addresses called url', `<outline type="link" text="A" url="${a}"/>`, [`${a} | A`]],
    ['of sites', '<outline text="A" htmlUrl="https://a.test"/>', ['https://a.test/ | A']],
    ['with feeds and their sites', `<outline htmlUrl="https://x.test" xmlUrl="${a}"/>`, [a]],
    [
      'where an empty address stands before a usable one',
      `<outline xmlUrl="" url="${a}" htmlUrl="https://x.test"/>`,
      [a],
    ],
    ['with titles only', `<outline title="A" xmlUrl="${a}"/>`, [`${a} | A`]],
    ['where text is what the person called it', `<outline title="T" text="A" xmlUrl="${a}"/>`, [`${a} | A`]],
    ['where text is empty', `<outline title="T" text=" " xmlUrl="${a}"/>`, [`${a} | T`]],
    ['without names', `<outline xmlUrl="${a}"/>`, [a]],
    [
      'with folders in folders',
      `<outline text="News"><outline text="Local"><outline text="A" xmlUrl="${a}"/></outline><outline xmlUrl="${b}"/></outline>`,
      [`${a} | A | in News / Local`, `${b} | in News`],
    ],
    [
      'with categories instead of folders',
      `<outline category="/Tech/Web,/News" xmlUrl="${a}"/><outline category="Tech" xmlUrl="${b}"/>`,
      [`${a} | in Tech / Web`, `${b} | in Tech`],
    ],
    ['with a feed twice', `<outline xmlUrl="${a}"/><outline text="again" xmlUrl="${a}#top"/>`, [a]],
    [
      'with entities of XML and HTML, numbers and bare ampersands',
      `<outline text="B&amp;B caf&eacute; &#8211; R&D &lt;x&gt;" xmlUrl="${a}?a=1&b=2&amp;copy=3"/>`,
      [`${a}?a=1&b=2&copy=3 | B&B café – R&D <x>`],
    ],
    [
      'with what was escaped twice',
      `<outline text="AT&amp;amp;T &amp;#8217;s" xmlUrl="${a}?a=1&amp;amp;b=2"/>`,
      [`${a}?a=1&b=2 | AT&T ’s`],
    ],
    ['with comments', `<!-- <outline xmlUrl="${b}"/> --><outline xmlUrl="${a}"/>`, [a]],
    [
      'with outlines that are commented out',
      `<outline text="F" isComment="true"><outline xmlUrl="${b}"/></outline><outline xmlUrl="${a}"/>`,
      [a],
    ],
    ['with single quotes, or none', `<outline text='A' xmlUrl=${a} >`, [`${a} | A`]],
    ['with line breaks in names', `<outline text="A\n  b&#10;c" xmlUrl="${a}"/>`, [`${a} | A b c`]],
    ['with prefixes', `<o:outline xmlns:o="http://opml.test" xmlUrl="${a}"/>`, [a]],
    [
      'with feed: addresses and none of a scheme',
      '<outline xmlUrl="feed://a.test/feed"/><outline xmlUrl="feed:http://b.test/"/><outline xmlUrl="//c.test/x"/><outline xmlUrl="d.test/rss"/>',
      [a, 'http://b.test/', 'https://c.test/x', 'https://d.test/rss'],
    ],
    ['with spaces around an address', `<outline xmlUrl="\n ${a} "/>`, [a]],
    [
      'whose feeds are not closed',
      `<outline text="F"><outline xmlUrl="${a}"><outline xmlUrl="${b}"></outline>`,
      [`${a} | in F`, `${b} | in F`],
    ],
    ['with tags that cross', `<outline text="F"><b><outline xmlUrl="${a}"/></outline></b>`, [`${a} | in F`]],
  ])('%s', (_, body, entries) => {
    expect(short(opml(body))).toEqual(entries)
  })

  it('tells its title', () => {
    expect(parseSourceList(opml('')).title).toBe('Mine')
    expect(parseSourceList(`<opml><head><TITLE><![CDATA[R & D]]></TITLE></head></opml>`).title).toBe('R & D')
    expect(parseSourceList(`<opml><body><outline xmlUrl="${a}"/></body></opml>`).title).toBeNull()
  })

  it.each<[string, string]>([
    ['a byte order mark', `\uFEFF${opml(`<outline xmlUrl="${a}"/>`)}`],
    ['blank lines', `\n\n  ${opml(`<outline xmlUrl="${a}"/>`)}`],
    ['a sentence of a mail program', `Here is my list:\n${opml(`<outline xmlUrl="${a}"/>`)}`],
    ['no declaration', `<opml><body><outline xmlUrl="${a}"/></body></opml>`],
    ['no body', `<opml><outline xmlUrl="${a}"/></opml>`],
    ['no root', `<outline xmlUrl="${a}"/>`],
    ['a document type', `<!DOCTYPE opml [<!ENTITY x "y">]><opml><outline xmlUrl="${a}"/></opml>`],
  ])('may begin with %s', (_, text) => {
    expect(short(text)).toEqual([a])
    expect(said(text)).toEqual([])
  })

  it('that breaks off gives what was there, and says so', () => {
    const text = `<opml><body><outline xmlUrl="${a}"/><outline text="B" xmlUrl="https://b.te`
    expect(short(text)).toEqual([a])
    expect(said(text)).toEqual(['The list is not well-formed; what could be read was read.'])
  })

  it('reports what has no usable address with its line, and keeps silent on empty folders', () => {
    const text = opml(
      '\n<outline text="Empty folder"/>\n<outline type="rss" text="No address"/>\n<outline xmlUrl="javascript:alert(1)"/>\n<outline text="Other" type="include" url="https://x.test/more.opml"/>',
    )
    expect(said(text)).toEqual([
      'Line 3: “No address” has no address; add the one of its feed or site.',
      'Line 4: “javascript:alert(1)” is not a web address; write one that begins with https://.',
      'Line 5: “Other” stands for another list; import that list by itself.',
    ])
  })

  it('is read whole when no outline of many is closed', () => {
    const feeds = Array.from({ length: 3000 }, (_, i) => `<outline xmlUrl="https://f${i}.test/">`)
    expect(parseSourceList(opml(feeds.join(''))).entries).toHaveLength(3000)
  })

  it('that is nested without end stops there', () => {
    const text = `${'<outline text="x">'.repeat(100_000)}<outline xmlUrl="${a}"/>`
    expect(parseSourceList(text).entries).toEqual([])
    expect(keys(text)).toEqual(['source.listDamaged'])
  })
})

describe('a JSON list', () => {
  it.each<[string, unknown, string[]]>([
    ['of addresses', [a, b], [a, b]],
    [
      'of objects',
      [
        { title: 'A', url: a },
        { name: 'B', feed_url: b },
      ],
      [`${a} | A`, `${b} | B`],
    ],
    [
      'that MonitoRSS 6 saved',
      {
        profile: { _id: '1', name: 'Server', url: 'https://not.test' },
        feeds: [
          { _id: '65a', title: 'A', url: a, channel: '9', embeds: [{ url: 'https://not.test' }] },
          { _id: '65b', title: 'B', url: b, webhook: { url: 'https://not.test' } },
        ],
        filteredFormats: [{ feed: '65a', embeds: [{ title: 'x', url: 'https://not.test' }] }],
        subscribers: [],
      },
      [`${a} | A`, `${b} | B`],
    ],
    [
      'that older MonitoRSS saved',
      {
        name: 'Server',
        id: '1',
        sources: { Alpha: { link: a, channel: '9' }, '12_b': { title: 'B', link: b } },
      },
      [a, `${b} | B`],
    ],
    ['of the oldest MonitoRSS', { id: '1', rssList: { x: { title: 'A', link: a } } }, [`${a} | A`]],
    [
      'of the MonitoRSS web interface',
      { results: [{ id: '1', title: 'A', url: a, inputUrl: 'https://a.test', connections: {} }], total: 1 },
      [`${a} | A`],
    ],
    [
      'of the Google Reader API',
      { subscriptions: [{ id: `feed/${a}`, title: 'A', categories: [{ id: 'x', label: 'News' }] }] },
      [`${a} | A | in News`],
    ],
    [
      'of Miniflux',
      [{ id: 7, feed_url: a, site_url: 'https://a.test', title: 'A', category: { title: 'News' } }],
      [`${a} | A | in News`],
    ],
    ['by folder', { News: [a], Tech: [{ url: b, title: 'B' }] }, [`${a} | in News`, `${b} | B | in Tech`]],
    ['by title', { version: '1', 'The A': a }, [`${a} | The A`]],
    ['in wrappers', { data: { feeds: [a] } }, [a]],
    ['of a single source', { title: 'A', xmlUrl: a }, [`${a} | A`]],
  ])('%s', (_, value, entries) => {
    expect(short(JSON.stringify(value))).toEqual(entries)
    expect(said(JSON.stringify(value))).toEqual([])
  })

  it('takes a JSON Feed for that feed, not its articles for sources', () => {
    const feed = {
      version: 'https://jsonfeed.org/version/1.1',
      title: 'A',
      feed_url: a,
      items: [{ id: '1', url: b }],
    }
    expect(short(JSON.stringify(feed))).toEqual([`${a} | A`])
  })

  it('reports what has no usable address with its number', () => {
    expect(said(JSON.stringify([a, { title: 'B' }, 'not one', 7, { url: 'ftp://x.test' }]))).toEqual([
      'Entry 2: “B” has no address; add the one of its feed or site.',
      'Entry 3: “not one” is not a web address; write one that begins with https://.',
      'Entry 4: “…” has no address; add the one of its feed or site.',
      'Entry 5: “ftp://x.test” is not a web address; write one that begins with https://.',
    ])
  })

  it('that is broken says where', () => {
    expect(said('[{"url": "https://a.test"},]')).toEqual([
      expect.stringMatching(/^The file is not valid JSON \(/),
    ])
  })

  it('may be nested without end', () => {
    expect(parseSourceList('['.repeat(100_000) + ']'.repeat(100_000)).entries).toEqual([])
    expect(parseSourceList(`${'{"data":'.repeat(50_000)}1${'}'.repeat(50_000)}`).entries).toEqual([])
  })
})

describe('a CSV list', () => {
  it.each<[string, string, string[]]>([
    ['with heads', `title,url\nA,${a}\nB,${b}\n`, [`${a} | A`, `${b} | B`]],
    ['with heads in other words', `Feed URL;Category;Name\r\n${a};News;A\r\n`, [`${a} | A | in News`]],
    ['with tabs', `Name\tLink\nA\t${a}`, [`${a} | A`]],
    ['with quotes', `"url","title"\n"${a}?x=1,2","Say ""A"", B"`, [`${a}?x=1,2 | Say "A", B`]],
    ['without heads', `A,${a},x\nB,${b},y`, [`${a} | A`, `${b} | B`]],
    ['with one column', `url\n${a}\n${b}`, [a, b]],
    ['with addresses first', `${a},A\n${b},B`, [`${a} | A`, `${b} | B`]],
    ['that ends in a comma', `url,title\n${a},`, [a]],
  ])('%s', (_, text, entries) => {
    expect(short(text)).toEqual(entries)
    expect(said(text)).toEqual([])
  })

  it('may have some odd rows', () => {
    const text = `A,${a},x\nB,${b},y\nC,https://c.test/,z\nD,https://d.test/,z\nE`
    expect(short(text)).toEqual([`${a} | A`, `${b} | B`, 'https://c.test/ | C', 'https://d.test/ | D'])
    expect(said(text)).toEqual(['Line 5: “E” has no address; add the one of its feed or site.'])
  })

  it('reports rows without a usable address with their line, also after a line break in a cell', () => {
    expect(said(`title,url\n"two\nlines",${a}\nB,\nC,x y`)).toEqual([
      'Line 4: “B” has no address; add the one of its feed or site.',
      'Line 5: “x y” is not a web address; write one that begins with https://.',
    ])
  })
})

describe('a list of lines', () => {
  it.each<[string, string, string[]]>([
    ['of addresses', `${a}\n\n${b}\r\n`, [a, b]],
    ['with an address that has a comma', 'https://a.test/1,2', ['https://a.test/1,2']],
    ['without schemes', 'a.test/feed\n* b.test', [a, 'https://b.test/']],
    ['in angle brackets', `<${a}>\n- <${b}>`, [a, b]],
    ['with titles before', `A: ${a}\nThe B - ${b}`, [`${a} | A`, `${b} | The B`]],
    ['with titles after', `${a} A\n${b} – “B”`, [`${a} | A`, `${b} | “B”`]],
    ['with links of markdown', `1. [A](${a})\n2) [B b](<${b}> "hint") and more`, [`${a} | A`, `${b} | B b`]],
    [
      'with brackets in addresses',
      `[A](https://a.test/x_(y))\nB (https://b.test/x_(y)).`,
      ['https://a.test/x_(y) | A', 'https://b.test/x_(y) | B'],
    ],
    ['with tables of markdown', `| A | ${a} |\n|---|---|\n| B | ${b} |`, [`${a} | A`, `${b} | B`]],
    ['with several in a line', `${a}, ${b}.`, [a, b]],
    ['with sentences', `I like ${a}, which is good.`, [a]],
    ['with comments', `# all of them\n// more\n# https://c.test\n${a}\n; end`, [`${a} | in all of them`]],
    [
      'with headings as folders',
      `## News ##\n- ${a}\n\nTech:\n- [ ] ${b}`,
      [`${a} | in News`, `${b} | in Tech`],
    ],
    ['of newsboat', `${a} "news" "~The A"\n${b} "~B"`, [`${a} | The A | in news`, `${b} | B`]],
  ])('%s', (_, text, entries) => {
    expect(short(text)).toEqual(entries)
    expect(said(text)).toEqual([])
  })

  it('reports lines without an address', () => {
    expect(said(`${a}\n\nask Mia\n---\nme@b.test`)).toEqual([
      'Line 3: “ask Mia” has no address; add the one of its feed or site.',
      'Line 5: “me@b.test” has no address; add the one of its feed or site.',
    ])
  })
})

describe('a list of any kind', () => {
  it('is not read when it is something else', () => {
    for (const text of [
      '<!doctype html><html><body><a href="https://a.test">A</a></body></html>',
      '<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"></rdf:RDF>',
      'PK\u0003\u0004\0\0https://a.test',
    ]) {
      expect(parseSourceList(text).entries, text).toEqual([])
      expect(keys(text)).toEqual(['source.listUnknown'])
    }
    for (const text of ['', ' \n', '[]', '{}', '<opml></opml>'])
      expect(keys(text)).toEqual(['source.listEmpty'])
  })

  it('may be in any encoding', () => {
    const bytes = Buffer.from(
      `<?xml version="1.0" encoding="windows-1251"?><outline text="?" xmlUrl="${a}"/>`,
      'latin1',
    )
    bytes[bytes.indexOf('?"', 40)] = 0xdf
    expect(parseSourceList(decode(bytes, 'text/xml')).entries[0]?.title).toBe('Я')
    const wide = Buffer.from(`\uFEFF${a}`, 'utf16le')
    expect(parseSourceList(decode(wide, 'text/plain; charset=utf-8')).entries[0]?.url).toBe(a)
  })

  it('gives at most 5,000 sources and says so', () => {
    const urls = Array.from({ length: 5001 }, (_, i) => `https://f${i}.test/`)
    for (const text of [
      urls.join('\n'),
      JSON.stringify(urls),
      `url,title\n${urls.map((url) => `${url},x`).join('\n')}`,
      opml(urls.map((url) => `<outline xmlUrl="${url}"/>`).join('')),
    ]) {
      expect(parseSourceList(text).entries).toHaveLength(5000)
      expect(said(text)).toEqual(['The list has more than 5,000 addresses; the first 5,000 were read.'])
    }
  })

  it('names a hundred refused lines and counts the others', () => {
    const { problems } = parseSourceList(`${a}\n${'no address\n'.repeat(250)}`)
    expect(problems).toHaveLength(101)
    expect(problems.at(-1)).toEqual({ key: 'source.listMoreRefused', params: { count: 150 } })
  })

  it('keeps names short and clean', () => {
    const [entry] = parseSourceList(
      opml(`<outline text="a\u202eb${'x'.repeat(5000)}" xmlUrl="${a}"/>`),
    ).entries
    expect(entry?.title).toMatch(/^abx+…$/)
    expect(entry?.title?.length).toBeLessThanOrEqual(200)
  })

  it('never throws, and gives only web addresses, each once', () => {
    const seed = 20261123
    const random = randomFrom(seed)
    const pieces = [
      ...oddPieces,
      ...[
        '<',
        '>',
        '/>',
        '</',
        '<outline ',
        'xmlUrl="',
        'text=',
        '<opml>',
        '<!--',
        '-->',
        '<![CDATA[',
        ']]>',
        '&amp;',
      ],
      ...[
        '{',
        '}',
        ':',
        ',',
        '"url"',
        '"feeds"',
        ';',
        '\t',
        '\r\n',
        a,
        b,
        'feed://',
        'c.test',
        '](',
        ')',
        '- ',
        ':\n',
      ],
    ]
    for (let i = 0; i < 3000; i++) {
      const text = randomText(random, pieces, 60)
      const urls = parseSourceList(text).entries.map(({ url }) => url)
      expect(new Set(urls).size, `seed ${seed}: ${text}`).toBe(urls.length)
      for (const url of urls) expect(new URL(url).protocol, text).toMatch(/^https?:$/)
    }
  })
})
