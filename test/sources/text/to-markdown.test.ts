import { describe, expect, it } from 'vitest'
import { type Block, type Inline, parseMarkdown } from '../../../src/preview/web/markdown.js'
import { htmlToMarkdown } from '../../../src/sources/text/to-markdown.js'
import { oddPieces, randomFrom, randomText } from '../../support/random.js'

const base = 'https://news.example/a/story'
const markdown = (html: string, maxLength = 2000) => htmlToMarkdown(html, { base, maxLength })

describe('markdown keeps what the source marked up', () => {
  it.each([
    ['paragraphs', '<p>One.</p><p>Two<br>lines.</p>', 'One.\n\nTwo\nlines.'],
    ['emphasis', '<b>b</b> <em>i</em> <u>u</u> <del>s</del>', '**b** *i* __u__ ~~s~~'],
    ['emphasis inside emphasis', '<b>a <i>b</i> c</b> d', '**a *b* c** d'],
    ['emphasis of two kinds on the same words', '<i><b>both</b></i>', '***both***'],
    ['spaces outside of the signs', 'a<b> b </b>c', 'a **b** c'],
    ['one sign for neighbours', '<b>a</b><strong>b</strong>', '**ab**'],
    ['no signs that would touch others', '<b>a</b><i>b</i> <i>c</i>', '**a**b *c*'],
    ['lines of emphasis one by one', '<b>a<br>b</b>', '**a**\n**b**'],
    ['code', 'Use <code>a_b **c**</code> now', 'Use `a_b **c**` now'],
    ['code with its own signs as text', '<code>a`b</code>', 'a\\`b'],
    [
      'code blocks with their language',
      '<pre><code class="language-js">if (a) {\n  b()\n}</code></pre><p>c</p>',
      '```js\nif (a) {\n  b()\n}\n```\n\nc',
    ],
    ['code blocks that hold a fence', '<pre>a\n```\nb</pre>', '```\na\n`\u200b``\nb\n```'],
    ['headings', '<h1>A</h1><p>a</p><h2>B</h2><h5>C<br>D</h5>b', '# A\na\n\n## B\n### C D\nb'],
    ['quotes', '<blockquote><p>a</p><p>b<br>c</p></blockquote>d', '> a\n> \n> b\n> c\n\nd'],
    [
      'lists in lists',
      '<p>a</p><ul><li>b<ol start="3"><li>c</li><li>d</li></ol></li><li><p>e</p></li></ul><p>f</p>',
      'a\n\n- b\n  3. c\n  4. d\n- e\n\nf',
    ],
    ['no bullet of an empty item', '<ul><li> </li></ul><p>a</p>', 'a'],
    [
      'links',
      'See <a href="/b?utm_source=x">the <b>report</b></a>.',
      'See [the report](https://news.example/b).',
    ],
    ['emphasised links', '<b><a href="/b">c</a></b>', '**[c](https://news.example/b)**'],
    [
      'table rows as lines',
      '<table><tr><th>a</th><th>b</th></tr><tr><td>1</td><td>2</td></tr></table>',
      'a · b\n1 · 2',
    ],
    ['emoji that are pictures, and no other pictures', '<p>a <img alt="😀"> <img alt="A tram"></p>', 'a 😀'],
    [
      'what a linked picture shows',
      '<a href="/b"><img alt="A tram"></a>',
      '[A tram](https://news.example/b)',
    ],
    ['nothing hidden', 'a<span style="display:none">b</span><script>c</script>', 'a'],
    ['nothing of nothing', '<p> </p>', ''],
  ])('%s', (_rule, html, expected) => {
    expect(markdown(html)).toBe(expected)
  })
})

describe('words can not become', () => {
  it.each([
    ['emphasis', '**a** _b_ ~~c~~ `d`', '\\*\\*a\\*\\* \\_b\\_ \\~\\~c\\~\\~ \\`d\\`'],
    ['spoilers', '||a||', '\\|\\|a\\|\\|'],
    ['headings', '# a<br>## b<br>-# c', '\\# a\n\\## b\n\\-# c'],
    ['lists', '- a<br>1. b<br>* c', '\\- a\n1\\. b\n\\* c'],
    ['quotes', '&gt; a<br>&gt;&gt;&gt; b', '\\> a\n\\>\\>\\> b'],
    ['a code block', '```<br>a<br>```', '\\`\\`\\`\na\n\\`\\`\\`'],
    ['a mention of everyone', '@everyone @<b></b>here', '@\u200beveryone @\u200bhere'],
    ['a mention behind what cannot be seen', '@every\u200bone &lt;\u2060@1>', '@\u200beveryone \\<@1\\>'],
    ['a mention in code', '<code>@everyone &lt;@1></code>', '`@\u200beveryone <@\u200b1>`'],
    [
      'a mention of people, roles, channels, commands',
      '&lt;@1> &lt;@!1> &lt;@&amp;1> &lt;#1> &lt;/a:1> &lt;id:guide>',
      '\\<@1\\> \\<@!1\\> \\<@&1\\> \\<#1\\> \\</a:1\\> \\<id:guide\\>',
    ],
    ['a time or an emoji', '&lt;t:1:R> &lt;:a:1> &lt;a:b:1>', '\\<t:1:R\\> \\<:a:1\\> \\<a:b:1\\>'],
    ['a masked link', '[a](https://evil.example)', '\\[a\\](<https://evil.example/>)'],
    ['a link to an app', 'discord://-/x steam://run/1', 'discord\\://-/x steam\\://run/1'],
    [
      'an invitation',
      'discord.gg/abc https://discord.gg/abc https://discord.com/invite/abc',
      'discord\\.gg/abc https\\://discord\\.gg/abc https\\://discord\\.com/invite/abc',
    ],
    ['what reads backwards', 'a\u202eb\u2066c', 'abc'],
  ])('%s', (_rule, html, expected) => {
    expect(markdown(html)).toBe(expected)
  })
})

describe('a link', () => {
  it.each([
    ['of another scheme is its words', '<a href="javascript:alert(1)">a</a> <a href="data:,x">b</a>', 'a b'],
    ['inside the page is its words', '<a href="#note">1</a>', '1'],
    ['to an invitation is its words', '<a href="https://discord.gg/x">Join</a>', 'Join'],
    ['without words is nothing', 'a <a href="/b"> </a>c', 'a c'],
    [
      'whose words name another site shows where it leads',
      '<a href="https://evil.example/x">https://bank.com/login</a>',
      '<https://bank.com/login> [evil.example](https://evil.example/x)',
    ],
    [
      'whose words look like another site shows where it leads',
      '<a href="https://bаnk.com/">bank.com</a>',
      'bank.com [xn--bnk-6cd.com](https://xn--bnk-6cd.com/)',
    ],
    [
      'whose words name its own site stays',
      '<a href="https://www.bank.com/x">https://bank.com/x</a>',
      '[bank.com/x](https://www.bank.com/x)',
    ],
    ['whose words look like a file stays', '<a href="/b">Node.js</a>', '[Node.js](https://news.example/b)'],
    [
      'whose words hold brackets stays one link',
      '<a href="/b(c)">a](x) [b</a>',
      '[a\\](x) \\[b](https://news.example/b%28c%29)',
    ],
    ['can not mention anyone', '<a href="/@everyone">a</a>', '[a](https://news.example/%40everyone)'],
    ['loses its user name', '<a href="https://bank.com@evil.example/">a</a>', '[a](https://evil.example/)'],
    ['without an end is its words', `<a href="/${'x'.repeat(400)}">a</a>`, 'a'],
    [
      'that is written out is not masked and draws no card',
      'See https://news.example/b_c_d?x=1, or (https://news.example/e).',
      'See <https://news.example/b_c_d?x=1>, or (<https://news.example/e>).',
    ],
  ])('%s', (_rule, html, expected) => {
    expect(markdown(html)).toBe(expected)
  })
})

describe('what is too long', () => {
  const sentences = 'The tram left at dawn. It came back late. Nobody slept that night, they say.'

  it('ends at a sentence when that is most of it, else at a word', () => {
    expect(markdown(sentences, 60)).toBe('The tram left at dawn. It came back late. …')
    expect(markdown(sentences, 20)).toBe('The tram left at…')
  })

  it('has every emphasis closed', () => {
    expect(markdown(`<p><b>The <i>tram left</i> at dawn</b></p>`, 16)).toBe('**The *tram…***')
  })

  it('keeps characters whole, also in words without an end', () => {
    expect(markdown('👩‍👩‍👧'.repeat(20), 30)).toBe('👩‍👩‍👧👩‍👩‍👧👩‍👩‍👧…')
    expect(markdown('*'.repeat(50), 20)).toBe(`${'\\*'.repeat(8)}…`)
    expect(markdown('电车在黎明出发。它很晚才回来，比以往任何一个早晨都多的乘客。'.repeat(2), 12)).toBe(
      '电车在黎明出发。 …',
    )
  })

  it('does not end in a heading, a bullet or half an address', () => {
    expect(markdown('<p>The tram left.</p><h2>Buses</h2><p>Incomprehensibilities</p>', 36)).toBe(
      'The tram left.…',
    )
    expect(markdown('<p>The tram left.</p><ul><li>Incomprehensibilities</li></ul>', 30)).toBe(
      'The tram left.…',
    )
    expect(markdown('The tram https://news.example/abcdefghijklmnop left', 30)).toBe('The tram…')
  })

  it('keeps the first lines of code', () => {
    expect(markdown('<pre>one\ntwo\nthree</pre>', 20)).toBe('```\none\ntwo\n``` …')
  })

  it('is nothing where nothing fits', () => {
    expect(markdown('<p>Incomprehensibilities</p>', 5)).toBe('')
    expect(markdown('a', 0)).toBe('')
  })
})

describe('whatever the HTML is', () => {
  const names = 'p b i u s em code pre blockquote ul ol li h1 h3 a td table tr div span'.split(' ')
  const pieces = [
    ...names.flatMap((name) => [`<${name}>`, `</${name}>`]),
    ...oddPieces,
    ...'<br>|<a href="/x_*y">|<a href="javascript:x">|&lt;@1>|&lt;#2>|||a|||&#96;&#96;&#96;|https://a.example/_x_|discord.gg/a|\\|__|~~|> |-# |@here|&amp;|<@&amp;3>|&lt;t:1>'.split(
      /(?<!\|)\|(?!\|)/,
    ),
  ]

  it('the result is short enough, well-formed, and holds no mention and no spoiler', () => {
    const seed = 20261123
    const random = randomFrom(seed)
    for (let i = 0; i < 3000; i++) {
      const html = randomText(random, pieces, 60)
      const max = Math.floor(random() * 300)
      const result = markdown(html, max)
      const context = `seed ${seed}, case ${i}, ${JSON.stringify(html)} as ${JSON.stringify(result)}`
      expect(result.length, context).toBeLessThanOrEqual(max)
      expect(result, context).not.toMatch(/\p{Surrogate}/u)
      expect(result, context).not.toMatch(/@(everyone|here)|(?<!\\)<@[!&]?\d|discord\.gg/)
      const nodes = nodesOf(parseMarkdown(result))
      expect(
        nodes.filter(({ type }) => /spoiler|user|role|channel|command|time|emoji/.test(type)),
        context,
      ).toEqual([])
    }
  })

  it('every sign that is written is read as one', () => {
    const seed = 7
    const random = randomFrom(seed)
    const tags = 'b i u s'.split(' ').flatMap((name) => [`<${name}>`, `</${name}>`])
    for (let i = 0; i < 3000; i++) {
      const html = randomText(random, [...tags, 'a', 'b ', ' c', ' ', '。', 'd.', '<br>'], 24)
      const result = markdown(html, 20 + Math.floor(random() * 40))
      const text = nodesOf(parseMarkdown(result)).map((node) => (node.type === 'text' ? node.text : ''))
      expect(text.join(''), `seed ${seed}, ${html} as ${result}`).not.toMatch(/[*_~]/)
    }
  })

  it.each([
    ['five megabytes of words', 'word '.repeat(1_000_000)],
    ['five megabytes of spaces', `${' '.repeat(5_000_000)}a`],
    ['five megabytes of empty tags', '<b></b>'.repeat(700_000)],
    ['five megabytes of one word', 'a'.repeat(5_000_000)],
    ['five megabytes of addresses', 'http://'.repeat(700_000)],
    ['deep nesting', `${'<blockquote><ul><b>'.repeat(100_000)}a`],
    ['a million ampersands', '&'.repeat(1_000_000)],
  ])('%s is read in one pass', (_what, html) => {
    // Anything slower than one pass would pass the test's own time limit.
    expect(markdown(html, 600).length).toBeLessThanOrEqual(600)
  })
})

/** All inline nodes of a message, outer ones first. */
function nodesOf(blocks: readonly Block[]): Inline[] {
  const inline = (nodes: readonly Inline[]): Inline[] =>
    nodes.flatMap((node) => ('children' in node ? [node, ...inline(node.children)] : [node]))
  return blocks.flatMap((block) => {
    if (block.type === 'quote') return nodesOf(block.blocks)
    if (block.type === 'list') return block.items.flatMap(({ children }) => inline(children))
    return block.type === 'codeBlock' ? [] : inline(block.children)
  })
}
