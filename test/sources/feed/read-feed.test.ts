import { describe, expect, it } from 'vitest'
import { readFeed } from '../../../src/sources/feed/read-feed.js'
import type { FetchResult } from '../../../src/sources/fetch/fetch.js'

const source = { url: 'https://a.example/feed', etag: '"1"', lastModified: null }
const fresh = { etag: '"2"', lastModified: 'x', maxAgeMs: 60_000 }
const answering = (result: FetchResult) => ({ get: async () => result })
const ok = (body: string, movedTo: string | null = null): FetchResult => ({
  status: 'ok',
  url: source.url,
  movedTo,
  contentType: null,
  contentLocation: null,
  body: Buffer.from(body),
  ...fresh,
})

describe('reading a feed', () => {
  it('passes on that nothing has changed', async () => {
    expect(await readFeed(answering({ status: 'not-modified', ...fresh }), source, 0)).toEqual({
      status: 'not-modified',
      ...fresh,
    })
  })

  it('gives the articles, the validators and where the feed has moved to', async () => {
    const body = '<rss><channel><title>N</title><item><title>T</title></item></channel></rss>'
    const reading = await readFeed(answering(ok(body, 'https://b.example/feed')), source, 0)
    expect(reading).toMatchObject({
      status: 'ok',
      title: 'N',
      url: 'https://b.example/feed',
      articles: [{ title: 'T' }],
      problems: [],
      ...fresh,
    })
  })

  it.each([
    ['<html></html>', 'source.feedIsHtml'],
    ['\x1f\x8b broken', 'source.garbled'],
  ])('explains %j', async (body, key) => {
    const result = { ...ok(''), body: Buffer.from(body, 'latin1') } as FetchResult
    await expect(readFeed(answering(result), source, 0)).rejects.toMatchObject({ key })
  })
})
