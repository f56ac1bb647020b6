import { describe, expect, it } from 'vitest'
import {
  type Block,
  type Inline,
  parseInline,
  parseMarkdown,
  safeUrl,
} from '../../../src/preview/web/markdown.js'

/** A short notation for trees: `b(…)` bold, `i(…)` italic and so on. */
function show(nodes: Inline[]): string {
  return nodes.map(showNode).join('')
}

function showNode(node: Inline): string {
  if (node.type === 'text') return node.text
  if (node.type === 'link') return `link<${node.url}>(${show(node.children)})`
  if ('children' in node) return `${node.type}(${show(node.children)})`
  const { type, ...rest } = node
  return `${type}{${Object.values(rest).join(' ')}}`
}

function showBlock(block: Block): string {
  if (block.type === 'codeBlock') return `pre[${block.text}]`
  if (block.type === 'quote') return `quote[${block.blocks.map(showBlock).join('|')}]`
  if (block.type === 'list')
    return `list[${block.items.map(({ level, number, children }) => `${level}:${number ?? '-'} ${show(children)}`).join('|')}]`
  if (block.type === 'heading') return `h${block.level}[${show(block.children)}]`
  return `${block.type === 'subtext' ? 'small' : 'p'}[${show(block.children)}]`
}

describe('marks inside a line', () => {
  it.each([
    ['**a** *b* _c_ __d__ ~~e~~ ||f||', 'bold(a) italic(b) italic(c) underline(d) strike(e) spoiler(f)'],
    ['**a *b* c**', 'bold(a italic(b) c)'],
    ['***both***', 'bold(italic(both))'],
    ['__*a*__', 'underline(italic(a))'],
    ['snake_case_name and 2*3*4', 'snake_case_name and 2italic(3)4'],
    ['* not italic *', '* not italic *'],
    ['**open', '**open'],
    ['a ** b', 'a ** b'],
    ['*a **b*', 'italic(a **b)'],
    ['`a *b* <@1>` c', 'code{a *b* <@1>} c'],
    ['``a ` b``', 'code{a ` b}'],
    ['\\*a\\* \\\\ \\q', '*a* \\ \\q'],
    ['****', '****'],
  ])('%j is %s', (text, tree) => {
    expect(show(parseInline(text))).toBe(tree)
  })
})

describe('names and times', () => {
  it.each([
    ['<@12> <@!12>', 'user{12} user{12}'],
    ['<@&12> <#34>', 'role{12} channel{34}'],
    ['</topic create:99>', 'command{topic create}'],
    ['<t:1700000000:R> <t:1700000000>', 'time{1700000000 R} time{1700000000 f}'],
    ['<:wave:123> <a:dance:123>', 'emoji{wave} emoji{dance}'],
    ['<@abc> <t:x> <script>', '<@abc> <t:x> <script>'],
  ])('%j is %s', (text, tree) => {
    expect(show(parseInline(text))).toBe(tree)
  })
})

describe('links', () => {
  it.each([
    ['[a **b**](https://x.test/p)', 'link<https://x.test/p>(a bold(b))'],
    ['[a](<https://x.test/p>)', 'link<https://x.test/p>(a)'],
    ['[a](https://x.test/w_(y))', 'link<https://x.test/w_(y)>(a)'],
    ['[a](https://x.test "title")', 'link<https://x.test/>(a)'],
    ['see https://x.test/a_b_c.', 'see link<https://x.test/a_b_c>(https://x.test/a_b_c).'],
    ['(https://x.test/a)', '(link<https://x.test/a>(https://x.test/a))'],
    ['<https://x.test/>', 'link<https://x.test/>(https://x.test/)'],
    ['[a](javascript:alert(1))', '[a](javascript:alert(1))'],
    ['[a](data:text/html,x)', '[a](data:text/html,x)'],
    ['<javascript:alert(1)>', '<javascript:alert(1)>'],
    ['[https://x.test](https://y.test)', 'link<https://y.test/>(https://x.test)'],
  ])('%j is %s', (text, tree) => {
    expect(show(parseInline(text))).toBe(tree)
  })

  it('go only to http and https', () => {
    for (const bad of [
      'javascript:x',
      ' https://a',
      'ftp://a',
      '//a',
      'https:',
      'file:///a',
      '',
      undefined,
      null,
    ])
      expect(safeUrl(bad)).toBeNull()
    expect(safeUrl('HTTPS://a.test/ü')).toBe('https://a.test/%C3%BC')
  })
})

describe('blocks', () => {
  it.each([
    ['a\nb', 'p[a\nb]'],
    ['# one\n## two\n### three\n#### four\n#five', 'h1[one] h2[two] h3[three] p[#### four\n#five]'],
    ['-# small', 'small[small]'],
    ['> a\n> **b**\nc', 'quote[p[a\nbold(b)]] p[c]'],
    ['>>> a\n# b', 'quote[p[a]|h1[b]]'],
    ['> > a', 'quote[p[> a]]'],
    ['- a\n  - b\n- c', 'list[0:- a|1:- b|0:- c]'],
    ['3. a\n4. b', 'list[0:3 a|0:4 b]'],
    ['```js\nlet a\n# b\n```\nc', 'pre[let a\n# b] p[c]'],
    ['a ```b``` c', 'p[a ] pre[b] p[ c]'],
    ['```open', 'p[```open]'],
    ['a\n\n> b', 'p[a\n\n] quote[p[b]]'],
  ])('%j is %s', (text, blocks) => {
    expect(parseMarkdown(text).map(showBlock).join(' ')).toBe(blocks)
  })
})

/** All words of a block, without its structure. */
function letters(block: Block): string {
  if (block.type === 'codeBlock') return block.text
  if (block.type === 'quote') return block.blocks.map(letters).join('')
  if (block.type === 'list') return block.items.map(({ children }) => words(children)).join('')
  return words(block.children)
}

function words(nodes: Inline[]): string {
  return nodes
    .map((node) => ('text' in node ? node.text : 'children' in node ? words(node.children) : ''))
    .join('')
}

describe('hostile text', () => {
  const pieces = [
    '*',
    '**',
    '_',
    '__',
    '~~',
    '||',
    '[',
    ']',
    '(',
    ')',
    '<',
    '>',
    '\\',
    '> ',
    '- ',
    '# ',
    '\n',
    'a',
    ' ',
  ]

  it('never loses a letter, however marks are mixed', () => {
    let seed = 20_240_601
    const random = () => {
      seed = (Math.imul(seed, 1_664_525) + 1_013_904_223) >>> 0
      return seed / 2 ** 32
    }
    const count = (text: string) => text.replace(/[^a]/g, '').length
    for (let round = 0; round < 500; round++) {
      const text = Array.from({ length: 40 }, () => pieces[Math.floor(random() * pieces.length)]).join('')
      expect(count(parseMarkdown(text).map(letters).join('')), JSON.stringify(text)).toBe(count(text))
    }
  })

  it.each(pieces.concat('`', 'http://', '[a](', '<@', '```', '# ', '||**', '*a _b '))(
    'reads 4,000 characters of %j at once',
    (piece) => {
      const started = performance.now()
      parseMarkdown(piece.repeat(Math.ceil(4000 / piece.length)))
      expect(performance.now() - started).toBeLessThan(500)
    },
  )
})
