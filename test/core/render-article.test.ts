import { describe, expect, it } from 'vitest'
import { translator } from '../../src/core/i18n.js'
import { articleLine } from '../../src/core/render-article.js'
import { draft } from '../support/articles.js'

describe('articleLine', () => {
  const t = translator('en')
  const line = (fields: Parameters<typeof draft>[0]) =>
    articleLine({ ...draft(fields), id: 1, sourceId: 1, sourceTitle: 'A', addedAt: 0 }, t)

  it('links the title, and names source, date and what was not read', () => {
    expect(line({ title: 'T', url: 'https://a.test/', publishedAt: 0, kind: 'excerpt' })).toBe(
      '**[T](https://a.test/)** · A · <t:0:R> · Excerpt only',
    )
  })

  it.each([
    ['a long address', { title: 'T'.repeat(300), url: `https://a.test/${'x'.repeat(900)}` }],
    ['a title of marks', { title: '*'.repeat(300), url: 'https://a.test/' }],
    ['both', { title: '_'.repeat(300), url: `https://a.test/${'x'.repeat(250)}` }],
  ])('stays on one line of 330 characters with %s', (_, fields) => {
    expect(line(fields).length).toBeLessThanOrEqual(330)
  })
})
