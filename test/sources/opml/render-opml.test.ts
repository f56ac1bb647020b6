import { parseOpml as parseWithFeedsmith } from 'feedsmith'
import { describe, expect, it } from 'vitest'
import { parseSourceList } from '../../../src/sources/opml/parse-source-list.js'
import { type ExportedSource, renderOpml } from '../../../src/sources/opml/render-opml.js'
import { noon } from '../../support/articles.js'
import { oddPieces, randomFrom, randomText } from '../../support/random.js'

const feed = (fields: Partial<ExportedSource> = {}): ExportedSource => ({
  kind: 'feed',
  url: 'https://a.test/feed',
  title: 'A',
  siteUrl: null,
  ...fields,
})

describe('renderOpml', () => {
  it('lists feeds as other readers expect them, and what only this bot reads as links', () => {
    const { opml } = renderOpml(
      'Sources of R & D',
      [
        feed({ siteUrl: 'https://a.test/' }),
        feed({ kind: 'page', url: 'https://b.test/news', title: 'B <b>' }),
      ],
      noon,
    )
    expect(opml).toContain('<title>Sources of R &#38; D</title>')
    expect(opml).toContain(
      '<outline type="rss" text="A" title="A" xmlUrl="https://a.test/feed" htmlUrl="https://a.test/"/>',
    )
    expect(opml).toContain(
      '<outline type="link" text="B &#60;b&#62;" title="B &#60;b&#62;" url="https://b.test/news"/>',
    )
    expect(opml).toContain(`<dateCreated>${new Date(noon).toUTCString()}</dateCreated>`)
  })

  it('gives no passwords away, and tells whose it left out', () => {
    const secret = feed({ url: 'https://theo:pass@a.test/feed?x=1', siteUrl: 'https://theo:pass@a.test/' })
    const { opml, withoutPassword } = renderOpml('', [secret, feed()], noon)
    expect(opml).not.toMatch(/theo|pass/)
    expect(opml).toContain('xmlUrl="https://a.test/feed?x=1"')
    expect(withoutPassword).toEqual([secret])
  })

  it('leaves folders out, and tells which', () => {
    const folder = feed({ kind: 'folder', url: 'file:///srv/articles' })
    const { opml, omitted } = renderOpml('', [folder], noon)
    expect(opml).not.toContain('srv')
    expect(omitted).toEqual([folder])
  })

  it('names a source without a title by its address', () => {
    expect(renderOpml('', [feed({ title: ' \u0000 ' })], noon).opml).toContain('text="https://a.test/feed"')
  })

  it('is read back as it was, here and by another reader, whatever the titles', () => {
    const seed = 20261123
    const random = randomFrom(seed)
    const pieces = [...oddPieces, '<', '>', '&', "'", ']]>', '<!--', '&', '\ufffe', '\t']
    for (let i = 0; i < 300; i++) {
      const sources = Array.from({ length: 1 + Math.floor(random() * 5) }, (_, n) =>
        feed({
          kind: random() < 0.5 ? 'feed' : 'page',
          url: `https://f${n}.test/${new URL(`https://x/${randomText(random, pieces, 5)}`).pathname.slice(1)}`,
          title: randomText(random, pieces, 12),
        }),
      )
      const { opml } = renderOpml(randomText(random, pieces, 6), sources, noon)
      const hint = `seed ${seed}: ${opml}`
      // What XML 1.0 allows (section 2.2).
      expect(opml, hint).toMatch(/^[\t\n\r\u{20}-\u{D7FF}\u{E000}-\u{FFFD}\u{10000}-\u{10FFFF}]*$/u)
      const { entries, problems } = parseSourceList(opml)
      expect(problems, hint).toEqual([])
      const outlines = parseWithFeedsmith(opml).body?.outlines ?? []
      expect(entries.map(({ url }) => url)).toEqual(sources.map(({ url }) => withoutHash(url)))
      expect(
        outlines.map(({ text }) => text?.trim()),
        hint,
      ).toEqual(entries.map(({ title }) => title))
    }
  })
})

function withoutHash(address: string): string {
  const url = new URL(address)
  url.hash = ''
  return url.href
}
