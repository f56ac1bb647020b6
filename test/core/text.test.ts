import { describe, expect, it } from 'vitest'
import { escapeMarkdown, escapeParams, markdownLink, truncate } from '../../src/core/text.js'

const loneSurrogate = /\p{Surrogate}/u

describe('truncate', () => {
  it.each([
    ['short stays', 'abc', 3, 'abc'],
    ['ends in dots', 'abcdef', 4, 'abc…'],
    ['no space before the dots', 'ab cdef', 4, 'ab…'],
    ['an emoji stays whole or goes', 'ab👩‍👩‍👧‍👦cd', 6, 'ab…'],
    ['a combining mark stays with its letter', 'cafe\u0301s', 5, 'caf…'],
    ['nothing fits', 'abc', 0, ''],
    ['one unit is the dots', 'abc', 1, '…'],
  ])('%s', (_, text, max, expected) => {
    expect(truncate(text, max)).toBe(expected)
  })

  it('never lengthens, never exceeds, never splits a surrogate pair', () => {
    const alphabet = ['a', ' ', '👍🏽', '🇩🇪', '漢', 'e\u0301', '\ud83d', '👩‍👩‍👧', '\n']
    for (let i = 0; i < 500; i++) {
      const text = Array.from(
        { length: i % 90 },
        (_, j) => alphabet[(i * 7 + j * j * 3) % alphabet.length],
      ).join('')
      const max = (i * 13) % 80
      const cut = truncate(text, max)
      expect(cut.length).toBeLessThanOrEqual(Math.max(max, 0))
      if (text.length > max && max > 0) expect(cut.endsWith('…')).toBe(true)
      const body = cut.endsWith('…') && cut !== text ? cut.slice(0, -1) : cut
      if (!loneSurrogate.test(text)) expect(body).not.toMatch(loneSurrogate)
    }
  })
})

describe('escapeMarkdown', () => {
  it.each([
    [
      '*bold* _it_ ~~no~~ `code` ||spoiler||',
      '\\*bold\\* \\_it\\_ \\~\\~no\\~\\~ \\`code\\` \\|\\|spoiler\\|\\|',
    ],
    ['[x](https://evil.test)', '\\[x\\](https://evil.test)'],
    ['<@123> <#1> <https://a.test>', '\\<@123\\> \\<#1\\> \\<https://a.test\\>'],
    ['# heading\n- item\n1. one', '\\# heading\n\\- item\n1\\. one'],
    ['C# and a-b and 2.5', 'C# and a-b and 2.5'],
  ])('shows %j as it was written', (text, escaped) => {
    expect(escapeMarkdown(text)).toBe(escaped)
  })

  it('breaks mentions of everyone', () => {
    expect(escapeMarkdown('@everyone @here')).not.toMatch(/@everyone|@here/)
  })
})

describe('markdownLink', () => {
  it('lets neither label nor address leave the link', () => {
    expect(markdownLink('a](https://evil.test) [b', 'https://a.test/x_(y) z')).toBe(
      '[a\\](https://evil.test) \\[b](https://a.test/x%5F%28y%29%20z)',
    )
  })
})

describe('escapeParams', () => {
  it('keeps numbers, addresses and channels, and shows the rest as it was written', () => {
    expect(
      escapeParams({
        n: 3,
        url: 'https://a.test/x_y',
        channel: '<#12>',
        title: '[a](https://evil.test) @everyone',
      }),
    ).toEqual({
      n: 3,
      url: 'https://a.test/x_y',
      channel: '<#12>',
      title: '\\[a\\](https://evil.test) @\u200beveryone',
    })
    expect(escapeParams({ url: 'https://a.test/[x](https://evil.test)' }).url).toContain('\\[')
  })
})
