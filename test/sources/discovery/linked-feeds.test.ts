import { describe, expect, it } from 'vitest'
import { linkedFeeds } from '../../../src/sources/discovery/linked-feeds.js'

const page = 'https://site.test/'

function feeds(html: string, url = page) {
  return linkedFeeds(html, url).feeds.map((feed) => [
    new URL(feed.url).href.replace('https://site.test', ''),
    feed.role,
  ])
}

function meant(html: string, url = page): unknown[] {
  return feeds(html, url).flatMap(([address, role]) => (role === 'meant' ? [address] : []))
}

const rss = 'type="application/rss+xml"'

describe('the feeds that a page names', () => {
  it.each<[string, string, string[]]>([
    ['the usual link', `<link rel="alternate" ${rss} title="News" href="/feed.xml">`, ['/feed.xml']],
    [
      'capitals and spaces',
      '<LINK REL=" Alternate " TYPE="Application/RSS+XML; charset=utf-8" HREF=" /a.xml ">',
      ['/a.xml'],
    ],
    ['no quotes', '<link rel=alternate type=application/atom+xml href=/atom.xml>', ['/atom.xml']],
    ['several relations', `<link rel="alternate home" ${rss} href="/a">`, ['/a']],
    ['a misspelt relation', `<link rel="alternative" ${rss} href="/a">`, ['/a']],
    ['no relation', `<link ${rss} href="/a">`, ['/a']],
    ['the relation "feed"', '<link rel="feed" href="/a">', ['/a']],
    [
      'older types',
      '<link rel="alternate" type="text/rss+xml" href="/a"><link rel="alternate" type="application/x.atom+xml" href="/b">',
      ['/a', '/b'],
    ],
    ['JSON Feed', '<link rel="alternate" type="application/feed+json" href="/j">', ['/j']],
    [
      'JSON Feed by its old type',
      '<link rel="alternate" type="application/json" href="/feed.json">',
      ['/feed.json'],
    ],
    [
      'XML that is written like a feed',
      '<link rel="alternate" type="text/xml" href="/rss.xml">',
      ['/rss.xml'],
    ],
    ['no type, and written like a feed', '<link rel="alternate" href="/index.xml">', ['/index.xml']],
    [
      'an entity in the address',
      `<link rel="alternate" ${rss} href="/?feed=rss2&amp;cat=3">`,
      ['/?feed=rss2&cat=3'],
    ],
    ['the scheme of old reader buttons', `<link rel="alternate" ${rss} href="feed://site.test/a">`, ['/a']],
    [
      'the scheme of old reader buttons before another',
      `<link rel="alternate" ${rss} href="feed:https://site.test/a">`,
      ['/a'],
    ],
    [
      'an address without a scheme',
      `<link rel="alternate" ${rss} href="//cdn.test/a">`,
      ['https://cdn.test/a'],
    ],
    [
      'a link outside the head',
      `<body><p>x</p><noscript><link rel="alternate" ${rss} href="/a"></noscript>`,
      ['/a'],
    ],
    [
      'a link in an unfinished tag soup',
      `<head><title>x<link rel="alternate" ${rss} href="/t"></title></p></div><link rel="alternate" ${rss} href="/a">`,
      ['/a'],
    ],
  ])('are found with %s', (_, html, expected) => {
    expect(meant(html)).toEqual(expected)
  })

  it.each<[string, string]>([
    ['a translation', '<link rel="alternate" hreflang="de" href="/de/">'],
    ['the page for phones', '<link rel="alternate" media="(max-width: 640px)" href="https://m.site.test/">'],
    [
      'a description for embedding',
      '<link rel="alternate" type="application/json+oembed" href="/oembed?format=json">',
    ],
    [
      'an interface of WordPress',
      '<link rel="alternate" type="application/json" href="/wp-json/wp/v2/posts/1">',
    ],
    ['an account as activity', '<link rel="alternate" type="application/activity+json" href="/@ada">'],
    [
      'a search description',
      '<link rel="search" type="application/opensearchdescription+xml" href="/osd.xml">',
    ],
    ['a style sheet', '<link rel="alternate stylesheet" type="text/css" href="/feed.css">'],
    ['an empty address', `<link rel="alternate" ${rss} href="">`],
    ['no address', `<link rel="alternate" ${rss}>`],
    ['a script as address', `<link rel="alternate" ${rss} href="javascript:alert(1)">`],
    ['a link in a comment', `<!-- <link rel="alternate" ${rss} href="/a"> -->`],
    ['a link in a script', `<script>"<link rel='alternate' ${rss} href='/a'>"</script>`],
    ['an endless address', `<link rel="alternate" ${rss} href="/${'a'.repeat(3000)}">`],
  ])('are not %s', (_, html) => {
    expect(feeds(html)).toEqual([])
  })

  it('resolve against the base of the page, and without one against its address', () => {
    const link = `<link rel="alternate" ${rss} href="feed.xml">`
    expect(meant(`<base href="/news/">${link}`, 'https://site.test/a/b')).toEqual(['/news/feed.xml'])
    expect(meant(link, 'https://site.test/a/b')).toEqual(['/a/feed.xml'])
    expect(meant(`<base href="javascript:0">${link}`)).toEqual(['/feed.xml'])
  })
})

describe('the feeds that a page links to', () => {
  it.each<[string, string, string[]]>([
    ['an address like those of feeds', '<a href="/sport/rss.xml">Sport</a>', ['/sport/rss.xml']],
    ['words that say so', '<a href="/latest">RSS feed</a>', ['/latest']],
    ['a picture that says so', '<a href="/latest"><img src="i.png" alt="RSS"></a>', ['/latest']],
    ['a label that says so', '<a href="/latest" aria-label="RSS"><svg></svg></a>', ['/latest']],
    [
      'a feed that is served elsewhere',
      '<a href="https://feeds.elsewhere.test/site">Podcast</a>',
      ['https://feeds.elsewhere.test/site'],
    ],
    [
      'a button of a reader',
      '<a href="https://feedly.com/i/subscription/feed%2Fhttps%3A%2F%2Fsite.test%2Frss">+</a>',
      ['/rss'],
    ],
  ])('are found by %s', (_, html, expected) => {
    expect(meant(html)).toEqual(expected)
  })

  it.each<[string, string]>([
    ['the feed of somebody else', '<p>I read <a href="https://friend.test/feed.xml">a friend</a>.</p>'],
    ['the page itself', '<a href="#">RSS</a><a href="/">RSS</a>'],
    ['feedback', '<a href="/feedback">Feedback</a>'],
    ['a tag of that name', '<a href="/tags/rss">more on this</a>'],
    ['a button without the address of a feed', '<a href="https://feedly.com/">RSS</a>'],
  ])('are not %s', (_, html) => {
    expect(feeds(html)).toEqual([])
  })
})

describe('of several feeds', () => {
  it('those that are linked to are beside one that the head names, unless the page is a list of them', () => {
    const head = `<link rel="alternate" ${rss} href="/feed">`
    const parts = ['/sport/feed', '/boats/feed', '/gulls/feed'].map((href) => `<a href="${href}">x</a>`)
    expect(meant(`${parts[0]}${head}`)).toEqual(['/feed'])
    expect(meant(`${parts.join('')}${head}`)).toEqual(['/feed', '/sport/feed', '/boats/feed', '/gulls/feed'])
  })

  it('those of other sites are beside its own', () => {
    const html = '<a href="https://friend.test/rss">RSS</a><a href="/rss">RSS</a>'
    expect(meant(html)).toEqual(['/rss'])
  })

  it('the one of the part of the site that was asked for comes first', () => {
    const html = ['/feed/', '/boats/feed/']
      .map((href) => `<link rel="alternate" ${rss} href="${href}">`)
      .join('')
    expect(meant(html, 'https://site.test/boats/')).toEqual(['/boats/feed/', '/feed/'])
  })

  it('comments are beside what is meant', () => {
    const html = `<link rel="alternate" ${rss} title="Site » Comments Feed" href="/all/">
      <link rel="alternate" ${rss} title="Site » Feed" href="/feed/">
      <link rel="alternate" ${rss} title="Kommentar-Feed" href="/k/">`
    expect(feeds(html)).toEqual([
      ['/feed/', 'meant'],
      ['/all/', 'beside'],
      ['/k/', 'beside'],
    ])
  })

  it('the one below an article has its comments', () => {
    const html = ['/2024/05/late-again/feed/', '/feed/'].map(
      (href) => `<link rel="alternate" ${rss} href="${href}">`,
    )
    expect(meant(html.join(''), 'https://site.test/2024/05/late-again/')).toEqual(['/feed/'])
  })

  it.each<[string, string[]]>([
    ['folders', ['/feed/', '/feed/atom/']],
    ['file names', ['/rss.xml', '/atom.xml']],
    ['endings', ['/news.rss', '/news.atom']],
    ['parameters', ['/?feed=rss2', '/?feed=atom']],
    ['hosts with and without www', ['/feed', 'https://www.site.test/feed']],
  ])('one in two formats counts once, told by %s', (_, [first = '', second = '']) => {
    const html = [first, second].map((href) => `<link rel="alternate" ${rss} href="${href}">`).join('')
    expect(feeds(html)).toEqual([
      [first, 'meant'],
      [second, 'copy'],
    ])
  })

  it('those whose addresses differ by more than the format count each', () => {
    const html = ['/1/feed', '/2/feed', '/feedback/rss', '/feed?id=2'].map(
      (href) => `<link rel="alternate" ${rss} href="${href}">`,
    )
    expect(meant(html.join(''))).toHaveLength(4)
  })

  it('each is there once, with the first title that tells something', () => {
    const html = `<link rel="alternate" ${rss} href="/a" title="Harbour news"><a href="/a">RSS</a><a href="/b">Subscribe to the RSS feed</a>`
    expect(linkedFeeds(html, page).feeds.map(({ title }) => title)).toEqual(['Harbour news', null])
  })

  it('what the platform is known for comes before what its page names', () => {
    const html = `<meta name="generator" content="Discourse 3"><link rel="alternate" ${rss} href="/posts.rss">`
    expect(feeds(html, 'https://site.test/c/boats/5')).toEqual([
      ['/c/boats/5.rss', 'meant'],
      ['/latest.rss', 'beside'],
      ['/posts.rss', 'beside'],
    ])
  })
})

describe('a page', () => {
  it('names and links to sitemaps', () => {
    const html =
      '<link rel="sitemap" href="/map.xml"><a href="/sitemap-news.xml">Map</a><a href="/sitemap">Map</a>'
    expect(linkedFeeds(html, page).sitemaps).toEqual([
      'https://site.test/map.xml',
      'https://site.test/sitemap-news.xml',
    ])
  })

  it.each([
    ['0; url=/news/', 'https://site.test/news/'],
    ["5;URL='https://other.test/'", 'https://other.test/'],
    ['300', null],
    ['0; url=javascript:alert(1)', null],
  ])('that refreshes with "%s" sends on to %s', (content, target) => {
    expect(linkedFeeds(`<meta http-equiv="Refresh" content="${content}">`, page).refresh).toBe(target)
  })

  it.each<[string, string]>([
    ['of millions of characters', `<p>${'word '.repeat(1_000_000)}`],
    ['of a million unclosed tags', '<div>'.repeat(1_000_000)],
    ['of a hundred thousand links', `<a href="/feed">RSS`.repeat(100_000)],
    ['with an endless link', `<a href="/x">${'RSS '.repeat(500_000)}`],
    ['of unfinished tags', '<link rel="alternate" '.repeat(200_000)],
    ['of marks of software', '<meta name="generator" content="'.repeat(100_000)],
  ])('%s is read to an end', (_, html) => {
    expect(linkedFeeds(html, page).feeds.length).toBeLessThanOrEqual(200)
  })
})
