import { describe, expect, it } from 'vitest'
import { judge } from '../../bench/feed-checks.js'
import type { Found, Reading } from '../../bench/feed-readers.js'

const words = (value: string, format: 'html' | 'text' = 'html', base: string | null = null) => ({
  value,
  format,
  base,
  language: 'en-GB',
})
const found: Found = {
  title: words('A <b>bold</b> &amp; <a href="p">linked</a> title', 'html', 'http://x.example/'),
  summary: null,
  content: words('History of the <blink> tag', 'text'),
  link: 'http://x.example',
  id: 'g',
  authors: [{ name: 'Jo', email: 'jo@x.example', url: null }],
  published: Date.UTC(2003, 11, 31, 10, 14, 55),
  updated: null,
  tags: ['a', 'b'],
  enclosures: [{ url: 'http://x.example/f', type: 'audio/mpeg' }],
  language: 'en',
}
const reading: Reading = { feed: { ...found, link: null }, items: [found] }
const file = { bytes: Buffer.from([0xe9]), url: 'http://x.example/', headers: {} }
const verdict = (path: (string | number)[], value: unknown, op = '==') =>
  judge({ path, op, value }, reading, 'é', file)?.met

describe('a check', () => {
  it.each([
    [
      'is met by other markup that reads the same',
      ['title'],
      '<i>A bold</i> &#38; <a href="http://x.example/p">linked</a> title',
    ],
    ['is met by plain text as it stands', ['content', 0, 'value'], 'History of the <blink> tag'],
    ['takes the only text an item has for its summary', ['description'], 'History of the <blink> tag'],
    ['is met by the same address in other words', ['link'], 'http://x.example/'],
    ['is met by the same instant', ['published_parsed'], [2003, 12, 31, 10, 14, 55, 2, 365, 0]],
    ['is met by the primary language', ['title_detail', 'language'], 'en'],
    ['knows the ways to write a person', ['author'], 'Jo (jo@x.example)'],
    ['finds the second tag', ['tags', 1, 'term'], 'b'],
    ['finds the type of an enclosure', ['enclosures', 0, 'type'], 'audio/mpeg'],
  ])('%s', (_name, path, value) => {
    expect(verdict(['entries', 0, ...path], value)).toBe(true)
  })

  it.each([
    ['another word', ['title'], 'A <b>bald</b> title'],
    [
      'a link that leads elsewhere',
      ['title'],
      'A <b>bold</b> &amp; <a href="http://y.example/p">linked</a> title',
    ],
    ['an id that is only equivalent', ['id'], 'G'],
    ['a date that is missing', ['updated_parsed'], [2003, 12, 31, 10, 14, 55, 2, 365, 0]],
    ['a date in no known notation', ['updated'], 'soon'],
    ['another language', ['language'], 'de'],
    ['no language where there is one', ['language'], null],
    ['a tag that is not there', ['tags', 2, 'term'], 'c'],
  ])('is not met by %s', (_name, path, value) => {
    expect(verdict(['entries', 0, ...path], value)).toBe(false)
  })

  it('is not met by an item that was not found, nor by a document that was refused', () => {
    expect(verdict(['entries', 1, 'id'], 'g')).toBe(false)
    expect(judge({ path: ['feed', 'title'], op: '==', value: 'T' }, null, '', file)?.met).toBe(false)
  })

  it('on the encoding compares the text', () => {
    expect(verdict(['encoding'], 'iso-8859-1')).toBe(true)
    expect(verdict(['encoding'], 'koi8-r')).toBe(false)
  })

  it('counts and excludes', () => {
    expect(verdict(['feed', 'tags'], 2, 'len==')).toBe(true)
    expect(verdict(['feed', 'link'], undefined, 'absent')).toBe(true)
    expect(verdict(['entries', 0, 'link'], undefined, 'absent')).toBe(false)
  })

  it.each([
    [['bozo'], 'falsy'],
    [['version'], '=='],
    [['feed', 'cloud', 'port'], '=='],
  ])('on %j is out of scope', (path, op) => {
    expect(judge({ path, op, value: '1' }, reading, '', file)).toBeNull()
  })
})
