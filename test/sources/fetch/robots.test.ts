import { describe, expect, it } from 'vitest'
import { isAllowed, parseRobots, rulesFor } from '../../../src/sources/fetch/robots.js'

const site = 'https://paper.example'
/** A file is written with its lines after each other. */
const rules = (lines: string, agent = 'Courant') =>
  rulesFor(parseRobots(lines.replaceAll(' | ', '\n')), agent)
const allows = (lines: string, path: string, agent?: string) => isAllowed(rules(lines, agent), site + path)

describe('a crawler follows', () => {
  it.each([
    ['the group that names it', 'User-agent: * | Disallow: / | User-agent: Courant | Disallow: /x', true],
    ['its name in any case', 'User-agent: cOURANT | Disallow: /', false],
    ['its name before a version', 'User-agent: Courant/2.0 (all) | Disallow: /', false],
    ['no group of a crawler whose name begins alike', 'User-agent: Courantes | Disallow: /', true],
    [
      'everybody’s group when none names it',
      'User-agent: other | Allow: / | User-agent: * | Disallow: /',
      false,
    ],
    [
      'all groups that name it',
      'User-agent: Courant | Allow: /x | User-agent: b | Disallow: / | User-agent: courant | Disallow: /',
      false,
    ],
    ['a group for several crawlers', 'User-agent: a | User-agent: Courant | Disallow: /', false],
    [
      'a group whose list of crawlers a sitemap interrupts',
      'User-agent: Courant | Sitemap: x | User-agent: b | Disallow: /',
      false,
    ],
    ['no rule before the first group', 'Disallow: / | User-agent: Courant | Allow: /x', true],
    ['fields without a colon, and misspelt ones', 'User-agent Courant | Dissalow: /', false],
    ['nothing in a web page', '<html><body>User-agent: nobody</body></html>', true],
    ['nothing in an empty file', '', true],
  ])('%s', (_rule, lines, allowed) => {
    expect(allows(lines, '/page')).toBe(allowed)
  })

  it('files with odd line ends, a byte order mark and comments', () => {
    for (const end of ['\r', '\r\n', '\n', '\n\n'])
      expect(allows(['\ufeffUser-agent: * # all', 'Disallow: /a#b'].join(end), '/a')).toBe(false)
  })

  it('nothing beyond the first 500 KiB', () => {
    const filler = `# ${'x'.repeat(1000)}\n`.repeat(600)
    expect(allows(`User-agent: *\n${filler}Disallow: /`, '/a')).toBe(true)
  })
})

describe('a path', () => {
  it.each([
    ['Disallow: /a | Allow: /a/b', '/a/b/c', true],
    ['Disallow: /a/b | Allow: /a', '/a/b/c', false],
    ['Disallow: /a | Allow: /a', '/a', true],
    ['Disallow:', '/a', true],
    ['Disallow: /a', '/A', true],
    ['Disallow: /*.pdf$', '/x/y.pdf', false],
    ['Disallow: /*.pdf$', '/x/y.pdf?page=1', true],
    ['Disallow: /*.pdf', '/x/y.pdf?page=1', false],
    ['Disallow: /a**b', '/axxb', false],
    ['Disallow: /*a*a$', '/a', true],
    ['Disallow: /a$b', '/a$b', false],
    ['Disallow: /a%24', '/a$', false],
    ['Disallow: /a%2Ab', '/axb', true],
    ['Disallow: /a%2Ab', '/a*b', false],
    ['Disallow: /%7Ejane', '/~jane', false],
    ['Disallow: /~jane', '/%7ejane', false],
    ['Disallow: /caf\u00e9', '/caf%c3%a9', false],
    ['Disallow: /a%2fb', '/a/b', true],
    ['Disallow: /a b', '/a%20b', false],
    ['Disallow: / | Allow: /$', '/', true],
    ['Disallow: / | Allow: /in/index.html', '/in/', true],
    ['Disallow: / | Allow: /in/index.html', '/in/other', false],
    ['Disallow: /?s=', '/?s=ferry', false],
    ['Disallow: /', '', false],
  ])('under "%s": %s may be read: %s', (lines, path, allowed) => {
    expect(allows(`User-agent: * | ${lines}`, path)).toBe(allowed)
  })

  it('matches what the obvious reading of stars and ends matches', () => {
    const parts = ['a', 'b', '*', '/', 'ab']
    for (let i = 0; i < 3000; i++) {
      const pattern = `/${[0, 1, 2, 3].map((digit) => parts[Math.floor(i / 5 ** digit) % 5]).join('')}${i % 2 ? '$' : ''}`
      const path = `/${[7, 3, 1].map((step) => ['a', 'b', '/', 'aab', 'ba'][(i * step) % 5]).join('')}`
      const body = pattern.replace(/\$$/, '').replaceAll('*', '.*')
      const obvious = new RegExp(`^${body}${i % 2 ? '$' : ''}`).test(path)
      expect(allows(`User-agent: * | Disallow: ${pattern}`, path), `${pattern} ${path}`).toBe(!obvious)
    }
  })
})

describe('besides rules a file gives', () => {
  it('sitemaps, wherever they stand, and the delay for the crawler', () => {
    const lines =
      'Sitemap: https://paper.example/a.xml | User-agent: * | Crawl-delay: 2.5 | site-map: https://paper.example/b.xml | User-agent: Other | Crawl-delay: 60'
    expect(parseRobots(lines.replaceAll(' | ', '\n')).sitemaps).toEqual([`${site}/a.xml`, `${site}/b.xml`])
    expect(rules(lines).crawlDelayMs).toBe(2500)
    expect(rules('User-agent: * | Crawl-delay: soon').crawlDelayMs).toBeNull()
  })
})
