import { describe, expect, it } from 'vitest'
import { extractArticle } from '../../../src/sources/page/extract-article.js'

const textIn = (page: string, title: string) => extractArticle(page, title).text

const first =
  'The tram left the depot at dawn, carrying more people than on any morning before, and came back late.'
const second =
  'Its driver, who had waited eleven years for the line to open, said that the noise was lower than she feared.'
const third =
  'Tickets stay at their old price until spring, the council decided, and the night service begins in June.'
const body = [first, second, third].join('\n\n')
const p = (text: string) => `<p>${text}</p>`

/** The article's text in a page where `extra` stands between its first and second paragraph. */
const withInside = (extra: string) =>
  textIn(`<body><div>${p(first)}${extra}${p(second)}${p(third)}</div></body>`, 'Tram opens')
const withAbove = (extra: string) =>
  textIn(`<body><div>${extra}${p(first)}${p(second)}${p(third)}</div></body>`, 'Tram opens')
const withBelow = (extra: string) =>
  textIn(`<body><div>${p(first)}${p(second)}${p(third)}${extra}</div></body>`, 'Tram opens')

describe('leaves out between paragraphs', () => {
  it.each([
    [
      'a caption named in camel case',
      '<div class="newsCaption">The tram at the depot, seen from above.</div>',
    ],
    ['a caption named by an element', '<figure><img src="a"><span>The tram at the depot.</span></figure>'],
    ['a caption without a name', '<div><img src="a"><span>The tram at the depot</span></div>'],
    ['a newsletter box', '<div id="inline-newsletter"><p>Every morning, the best of the city.</p></div>'],
    [
      'a teaser box',
      '<div class="article__related"><p>Bus line closes after a long, bitter dispute.</p></div>',
    ],
    [
      'a card shown on pointing at a name',
      '<span class="rollover-people"><b>Ann Poe</b> More, older news.</span>',
    ],
    ['what is hidden', '<p style="display: none">You have read all your free articles.</p>'],
    ['a labelled link', '<p>SEE MORE: <a href="/x">Bus line closes after long dispute</a></p>'],
    ['a labelled link in French', '<p>Lire aussi : <a href="/x">La ligne de bus ferme</a></p>'],
    ['a labelled link in Russian', '<p>Читайте также: <a href="/x">Автобусная линия закрыта</a></p>'],
    ['a labelled link in Chinese', '<p>相关阅读：<a href="/x">公交线路停运</a></p>'],
    [
      'a label and the links below it',
      '<p>DON’T MISS</p><p><a href="/x">Bus closes</a></p><p><a href="/y">More buses</a></p>',
    ],
    [
      'a list of half-linked teasers under a label',
      '<h3>More Great Stories</h3><ul><li>Buses <a href="/x">closed</a></li></ul>',
    ],
    ['the label of an advertisement', '<p>Advertisement</p>'],
    ['a request to subscribe', '<p><a href="/s">Subscribe</a> to the paper and never miss a tram.</p>'],
  ])('%s', (_rule, extra) => {
    expect(withInside(extra)).toBe(body)
  })
})

describe('keeps between paragraphs', () => {
  it.each([
    ['a heading that starts like a label', '<h3>Related work</h3>', 'Related work'],
    [
      'a paragraph with a link',
      '<p>The <a href="/x">council’s report</a> is public, in full.</p>',
      'The council’s report is public, in full.',
    ],
    ['code in a class that names furniture', '<pre><code><span class="nav">walk</span></code></pre>', 'walk'],
    [
      'a sentence in Russian that goes on after a label’s word',
      '<p>Мы писали об этом вчера, читайте также завтра.</p>',
      'Мы писали об этом вчера, читайте также завтра.',
    ],
  ])('%s', (_rule, extra, text) => {
    expect(withInside(extra)).toBe([first, text, second, third].join('\n\n'))
  })
})

describe('begins below', () => {
  it.each([
    ['the title', '<p>Tram opens</p>'],
    ['a title that varies', '<h2>The Tram Opens</h2>'],
    ['a title that the head calls otherwise', '<h1>Eleven years later</h1>'],
    ['a byline', '<p>By Ann Poe and Bob Roe</p>'],
    [
      'a date with the standfirst above it',
      '<p>The line is ready, years late.</p><p>Nov. 20, 2019 6:02 AM EST</p>',
    ],
    ['a Chinese date', '<p>2019年11月20日 08:30</p>'],
    [
      'a menu',
      '<ul><li><a href="/">Home</a></li><li><a href="/n">News</a></li><li><a href="/s">Sport</a></li></ul>',
    ],
    ['the printed address', '<p>https://paper.example/tram</p>'],
  ])('%s', (_rule, extra) => {
    expect(withAbove(extra)).toBe(body)
  })

  it('nothing when a first sentence names a day', () => {
    const opening = 'Nobody slept on 20 November 2019.'
    expect(withAbove(p(opening))).toBe(`${opening}\n\n${body}`)
  })
})

describe('ends above', () => {
  it.each([
    ['a list of links under a heading', '<h3>Elsewhere</h3><ul><li><a href="/x">Bus closes</a></li></ul>'],
    ['a heading without a text', '<h2>Comments</h2>'],
    ['a legal line', '<p>© 2019 The Paper. All rights reserved.</p>'],
    ['an invitation to share', '<p>Like this story? Share it with a friend!</p>'],
  ])('%s', (_rule, extra) => {
    expect(withBelow(extra)).toBe(body)
  })
})

describe('finds the article', () => {
  it('where the page marks its words, whatever is around them', () => {
    const teaser = p('A long, long teaser about something else, which goes on and on and on, as they do.')
    const page = `<body>${teaser}<div itemprop="articleBody">${p(first)}<ul><li>one</li></ul>${p(second)}${p(third)}</div></body>`
    expect(textIn(page, '')).toBe([first, '- one', second, third].join('\n\n'))
  })

  it('in the one article element that is far longer than the teasers beside it', () => {
    const teaser = `<article>${p('A short, quick teaser, nothing else.')}</article>`
    const page = `<body><article>${p(first)}${p(second)}${p(third)}</article>${teaser.repeat(6)}</body>`
    expect(textIn(page, '')).toBe(body)
  })

  it('in lines that only breaks part', () => {
    const page = `<body><div>By Ann Poe<br><br>${first}<br><br>${second}<br><br>${third}<br><a href="/x">Bus closes</a></div></body>`
    expect(textIn(page, '').split(/\n+/)).toEqual([first, second, third])
  })

  it('on a page whose posts have the class of comments', () => {
    const posts = [first, second, third].map((text) => `<div class="comment">${p(text)}</div>`).join('')
    expect(textIn(`<body><main>${posts}</main></body>`, '')).toBe(body)
  })

  it('as the whole main part when a box in it looks most like an article', () => {
    const rows = Array.from(
      { length: 40 },
      (_, i) => `<dt>Part ${i}</dt><dd>What part ${i} of it is good for</dd>`,
    )
    const page = `<body><main><dl>${rows.join('')}</dl><div><p>${first}</p></div></main></body>`
    const text = textIn(page, '')
    for (let i = 0; i < 40; i++) expect(text).toContain(`What part ${i} of it is good for`)
  })

  it('without a body element, and gives nothing for a page without words', () => {
    expect(textIn(`<h1>Tram opens</h1>${p(first)}${p(second)}${p(third)}`, 'Tram opens')).toBe(body)
    expect(textIn('<!-- <body > --><div></div>', '')).toBe('')
  })
})

it.each([
  ['lines', `<body><article>${'line<br>'.repeat(5000)}</article></body>`],
  [
    'links',
    `<body><main><ul>${'<li><a href="x">a link</a></li>'.repeat(5000)}</ul>${p(first)}</main></body>`,
  ],
  ['words in a class', `<body><p class="${'author-'.repeat(50_000)}">w</p>${p(first)}</body>`],
  ['boxes that all look like furniture', `<body>${'<div class="related">'.repeat(400)}${p(first)}</body>`],
])('reads many %s without slowing down', (_what, page) => {
  const start = performance.now()
  textIn(page, '')
  expect(performance.now() - start).toBeLessThan(4000)
})
