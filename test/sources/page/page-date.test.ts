import { expect, it } from 'vitest'
import { publishedAt } from '../../../src/sources/page/page-date.js'
import { readPageHead } from '../../../src/sources/page/read-page-head.js'

const dateOf = (html: string, fromJsonLd: string | null = null, url: string | null = null) => {
  const date = publishedAt(readPageHead(html), fromJsonLd, url)
  return date === null ? null : new Date(date).toISOString().slice(0, 10)
}

it('believes JSON-LD before metas, time elements, the address and the words below the title', () => {
  const words = '<h1>T</h1><p>5 May 2015</p>'
  const time = `<time datetime="2014-05-05"></time>${words}`
  const meta = `<meta property="article:published_time" content="2012-05-05">${time}`
  const url = 'https://a.example/2013/05/05/x'
  expect(dateOf(meta, '2011-05-05', url)).toBe('2011-05-05')
  expect(dateOf(meta, null, url)).toBe('2012-05-05')
  expect(dateOf(time, null, url)).toBe('2014-05-05')
  expect(dateOf(words, null, url)).toBe('2013-05-05')
  expect(dateOf(words)).toBe('2015-05-05')
  expect(dateOf('<h1>T</h1>')).toBe(null)
})

it.each([
  ['<span itemprop="datePublished" content="2019-11-20"></span>', '2019-11-20'],
  ['<abbr class="published" title="2019-11-20T10:00:00Z">today</abbr>', '2019-11-20'],
  [
    '<time datetime="2018-01-01"></time><time itemprop="datePublished" datetime="2019-11-20"></time>',
    '2019-11-20',
  ],
  ['<time datetime="2018-01-01"></time><time pubdate datetime="2019-11-20"></time>', '2019-11-20'],
])('takes the date that is marked as that of publication: %s', (html, date) => {
  expect(dateOf(html)).toBe(date)
})

it.each([
  ['https://a.example/2019/11/8/x', '2019-11-08'],
  ['https://a.example/news/2019-11-20-tram', '2019-11-20'],
  ['https://a.example/20191120/tram.html', '2019-11-20'],
  ['https://a.example/world/2019/nov/18/tram', '2019-11-18'],
  ['https://a.example/2019/11/tram', null],
  ['https://a.example/p/201911204711', null],
  ['https://a.example/p?since=2019-11-20', null],
  ['https://a.example/2019/31/12/x', null],
])('reads the day in %s as %s', (url, date) => {
  expect(dateOf('', null, url)).toBe(date)
})

it.each([
  ['By Ann | Nov. 20, 2019 6:02 AM', '2019-11-20'],
  ['Publicado el 20 de noviembre de 2019', '2019-11-20'],
  ['20.11.2019, 08:30 Uhr', '2019-11-20'],
  ['2019年11月20日 08:30', '2019-11-20'],
  ['Room 20 holds 2019 people', null],
  [`${'word '.repeat(200)} 20 November 2019`, null],
])('reads the words below the title: %.40s', (words, date) => {
  expect(dateOf(`<h1>T</h1><style>.a{}</style><script>"1 May 2001"</script><p>${words}</p>`)).toBe(date)
})
