import { describe, expect, it } from 'vitest'
import type { ArticleDraft } from '../../src/core/article.js'
import { translator } from '../../src/core/i18n.js'
import { articleEmbed, articleLine } from '../../src/core/render-article.js'
import { draft } from '../support/articles.js'

describe('articleLine', () => {
  const t = translator('en')
  const line = (fields: Parameters<typeof draft>[0]) => articleLine({ ...draft(fields), sourceTitle: 'A' }, t)

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

describe('articleEmbed', () => {
  const t = translator('en')
  const embed = (fields: Partial<ArticleDraft>, extra = {}) =>
    articleEmbed(
      {
        ...draft({ title: 'T', ...fields }),
        sourceTitle: 'A',
      },
      t,
      extra,
    )

  it('shows the beginning as the source marked it up, and the picture', () => {
    const fields = { text: 'The *tram*.', lead: 'The **tram**.', image: 'https://a.test/b.jpg' }
    expect(embed(fields)).toMatchObject({ description: 'The **tram**.', image: 'https://a.test/b.jpg' })
  })

  it('shows the first paragraph, escaped, where no beginning is known', () => {
    const shown = embed({ text: 'The *tram*.\n\nMore.', image: null, lead: null })
    expect(shown.description).toBe('The \\*tram\\*.')
    expect(shown).not.toHaveProperty('image')
  })

  it('shows what it is told instead', () => {
    expect(embed({ lead: 'The **tram**.' }, { description: 'D' }).description).toBe('D')
  })

  it('shows neither beginning nor picture of a bare headline', () => {
    const shown = embed({ text: '', kind: 'headline' })
    expect(shown).not.toHaveProperty('description')
    expect(shown.footer).toBe('Headline only')
  })
})
