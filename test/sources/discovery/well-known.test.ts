import { describe, expect, it } from 'vitest'
import { wellKnownFeeds } from '../../../src/sources/discovery/well-known.js'

const paths = (page: string) => wellKnownFeeds(page).map(({ url }) => new URL(url).pathname)

describe('the usual addresses of feeds', () => {
  it('are at the root of a site', () => {
    expect(paths('https://site.test/').slice(0, 4)).toEqual(['/feed', '/rss.xml', '/feed.xml', '/atom.xml'])
  })

  it('are below a page that may be a part of the site with a feed of its own', () => {
    expect(paths('https://site.test/blog/').slice(0, 4)).toEqual([
      '/blog/feed',
      '/blog/index.xml',
      '/blog/rss.xml',
      '/feed',
    ])
    expect(paths('https://site.test/blog/index.html')[0]).toBe('/blog/feed')
  })

  it('are not looked for below an article or a file', () => {
    expect(paths('https://site.test/2024/05/12/the-ferry-is-late')[0]).toBe('/feed')
    expect(paths('https://site.test/boats.html')[0]).toBe('/feed')
  })

  it('are never more than eight', () => {
    for (const page of ['https://site.test/', 'https://site.test/a/b/', 'https://site.test/x.html'])
      expect(paths(page)).toHaveLength(8)
  })
})
