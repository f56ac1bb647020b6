import { describe, expect, it } from 'vitest'
import { parseHtml } from '../../../src/sources/page/parse-html.js'

const words = 'The tram left the depot at dawn, carrying more people than on any morning before. '
const paragraphs = `<p>${words.repeat(3)}</p><p>${words.repeat(3)}</p>`
const page = (head: string, body: string) =>
  parseHtml(`<html><head>${head}</head><body>${body}</body></html>`, null)

describe('parseHtml', () => {
  it('names the author of JSON-LD before metas, and a link to the author last', () => {
    const link = `<h1>T</h1><a rel="author" href="/cy"><b>Cy</b> Doe</a>${paragraphs}`
    const meta = '<meta name="author" content="By Bob Roe">'
    const ld = '<script type="application/ld+json">{"@type":"Article","author":{"name":"Ann Poe"}}</script>'
    expect(page(ld + meta, link).author).toBe('Ann Poe')
    expect(page(meta, link).author).toBe('Bob Roe')
    expect(page('', link).author).toBe('Cy Doe')
    expect(page('', paragraphs).author).toBe(null)
  })

  it('reads a headline that is escaped twice', () => {
    const ld = '<script type="application/ld+json">{"@type":"Article","headline":"Don&#8217;t run"}</script>'
    expect(page(ld, paragraphs).title).toBe('Don’t run')
  })

  it('keeps to a short Chinese article, which says as much as a long English one', () => {
    const text = '电车在黎明时分离开车库，载着比以往任何一个早晨都多的乘客，直到天黑之后才返回。'.repeat(3)
    const teasers = '<div><a href="/x">另一条关于公交线路停运的新闻</a></div>'.repeat(40)
    expect(page('', `<article><p>${text}</p></article>${teasers}`).text).toBe(text)
  })

  it('reads the plain text of a page too deep and wide for anything else', () => {
    const start = performance.now()
    const { text } = page('', `${'<div>'.repeat(450)}${'<p>text, text.</p>'.repeat(15_000)}`)
    expect(text).toContain('text, text.\n\ntext, text.')
    expect(performance.now() - start).toBeLessThan(3000)
  })
})
