import { describe, expect, it } from 'vitest'
import { fillTemplate, parseTemplate, placeholders } from '../../src/topics/template.js'

describe('a text above posts', () => {
  const article = {
    title: 'A *star* @everyone',
    sourceTitle: 'Herald',
    author: null,
    url: 'https://a.test/',
    datedAt: 0,
  }

  it('is filled from the article, escaped', () => {
    expect(fillTemplate('New in {topic}: {title} ({source}) {url} {author}{date}', article, 'Trains')).toBe(
      'New in Trains: A \\*star\\* @\u200beveryone (Herald) https://a.test/ <t:0:D>',
    )
  })

  it('knows its placeholders, and names those it does not', () => {
    expect(parseTemplate(placeholders.map((name) => `{${name}}`).join(''))).toContain('{title}')
    expect(() => parseTemplate('{titel} {constructor}')).toThrow(
      expect.objectContaining({ params: expect.objectContaining({ unknown: '{titel}, {constructor}' }) }),
    )
    expect(() => parseTemplate('x'.repeat(501))).toThrow()
  })

  it('does not outgrow a message', () => {
    const long = { ...article, title: 'x'.repeat(500) }
    expect(fillTemplate('{title}'.repeat(50), long, 'T').length).toBeLessThanOrEqual(1500)
  })
})
