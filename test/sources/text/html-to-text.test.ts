import { describe, expect, it } from 'vitest'
import { canonicalUrl } from '../../../src/sources/text/canonical-url.js'
import { htmlToText } from '../../../src/sources/text/html-to-text.js'

describe('the text of HTML', () => {
  it.each([
    ['paragraphs are separated by one blank line', '<p>a</p>\n\n<div><p> b  c </p></div>', 'a\n\nb c'],
    ['a break is a line, two are a paragraph', 'a<br>b<br><br>c', 'a\nb\n\nc'],
    ['list items are lines', '<p>a</p><ul><li>b</li><li><p>c</p></li></ul><p>d</p>', 'a\n\n- b\n- c\n\nd'],
    ['table rows are lines', '<table><tr><td>a</td><td>b</td></tr><tr><td>c</td></tr></table>', 'a | b\nc'],
    ['inline tags do not part words', 'un<b>break</b>able <i>a</i> <i>b</i>', 'unbreakable a b'],
    [
      'scripts, styles and hidden elements are dropped',
      'a<script>x</script><style>y</style><p hidden>z<b>z</b></p><span style="display: none">q</span>b',
      'ab',
    ],
    ['entities are decoded', '&eacute;&#8220;&amp;lt;&nbsp;x', 'é“&lt; x'],
    ['invisible characters are removed', 'a\u200Bb\u202Ec\u2066d\uFEFF', 'abcd'],
    [
      'joiners inside emoji and Arabic stay',
      '👩\u200D🚀 می\u200Cخواهم a\u200Db',
      '👩\u200D🚀 می\u200Cخواهم ab',
    ],
    ['preformatted lines stay lines', '<pre>a\n  b</pre>', 'a\nb'],
  ])('%s', (_rule, html, text) => {
    expect(htmlToText(html)).toBe(text)
  })

  it('ends, with what was read, where elements nest too deeply', () => {
    expect(htmlToText(`start ${'<i>'.repeat(100_000)}x`)).toBe('start')
  })
})

describe('a canonical address', () => {
  it.each([
    ['/a?utm_source=x&b=1&fbclid=2#top', 'https://n.example/a?b=1'],
    ['HTTP://User:pw@X.example:80/', 'http://x.example/'],
    ['https://x.example/#!/route', 'https://x.example/#!/route'],
    ['https://x.example/?q=a%20b+c', 'https://x.example/?q=a%20b+c'],
    ['javascript:alert(1)', null],
    ['', null],
  ])('%s', (href, expected) => {
    expect(canonicalUrl(href, 'https://n.example/feed')).toBe(expected)
  })
})
