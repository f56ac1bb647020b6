import { gzipSync } from 'node:zlib'
import { afterAll, describe, expect, it } from 'vitest'
import { UserError } from '../../../src/core/errors.js'
import type { FetchedDocument } from '../../../src/sources/parsing/document.js'
import { outcomeOf, resultOf } from '../../../src/sources/parsing/outcome.js'
import { createParser } from '../../../src/sources/parsing/parser.js'
import { SourceError } from '../../../src/sources/source-error.js'

const parser = createParser()
afterAll(() => parser.close())

const now = Date.UTC(2026, 0, 5)

function document(body: string | Uint8Array): FetchedDocument {
  const bytes = typeof body === 'string' ? Buffer.from(body) : body
  return { body: bytes, contentType: null, url: 'https://news.example/feed', contentLocation: null }
}

const rss = (text: string) =>
  `<rss><channel><title>News</title><item><title>One</title><link>/1</link><description>${text}</description></item></channel></rss>`
const small = document(rss('Some words.'))
const large = document(rss('Some words. '.repeat(1000)))

describe('the parser', () => {
  it('reads a large document as it reads a small one', async () => {
    const [one, other] = [await parser.feed(small, now), await parser.feed(large, now)]
    expect(other.items.map(({ title, url }) => ({ title, url }))).toEqual([
      { title: 'One', url: 'https://news.example/1' },
    ])
    expect({ ...other, items: [] }).toEqual({ ...one, items: [] })
  })

  it('leaves the bytes to the caller', async () => {
    await parser.feed(large, now)
    expect(Buffer.from(large.body).toString()).toContain('Some words.')
  })

  it.each([
    ['small', '<html>no feed</html>'],
    ['large', `<html>${'no feed '.repeat(1000)}</html>`],
  ])('throws the SourceError of a %s document', async (_size, body) => {
    const failed = parser.feed(document(body), now)
    await expect(failed).rejects.toBeInstanceOf(SourceError)
    await expect(failed).rejects.toMatchObject({
      key: 'source.feedIsHtml',
      params: { url: 'https://news.example/feed' },
      retryAfterMs: null,
    })
  })

  it.each([1, 10_000])('throws the UserError of a file with %i blanks', async (count) => {
    const failed = parser.file({ body: Buffer.alloc(count, ' ') }, '.txt', 'a.txt')
    await expect(failed).rejects.toBeInstanceOf(UserError)
    await expect(failed).rejects.toMatchObject({ key: 'source.skipEmpty' })
  })

  it('gives the parts of a large file that could not be read as plain data', async () => {
    const lines = `{"title": "A"}\n{oops\n${'{"title": "B"}\n'.repeat(500)}`
    const { articles, problems } = await parser.file({ body: Buffer.from(lines) }, '.jsonl', 'a.jsonl')
    expect(articles).toHaveLength(501)
    expect(problems).toEqual([{ key: 'source.skipBadLine', params: { line: 2, entry: 2 } }])
  })

  it('unpacks gzip, and refuses a bomb and what is cut off', async () => {
    expect((await parser.feed(document(gzipSync(small.body)), now)).items).toHaveLength(1)
    for (const bytes of [gzipSync(Buffer.alloc(50_000_000)), gzipSync(large.body).subarray(0, 60)])
      await expect(parser.feed(document(bytes), now)).rejects.toMatchObject({
        key: 'source.garbled',
        params: { host: 'news.example' },
      })
  })

  it('says when a document or a file takes more time than it may', async () => {
    const hasty = createParser({ budgetMs: 1 })
    await expect(hasty.feed(large, now)).rejects.toMatchObject({
      key: 'source.parseBudget',
      params: { host: 'news.example' },
    })
    const file = { body: Buffer.alloc(10_000, 'a') }
    await expect(hasty.file(file, '.txt', 'a.txt')).rejects.toMatchObject({ key: 'source.skipBudget' })
    await hasty.close()
  })

  it('says when a document takes more memory than it may', async () => {
    const poor = createParser({ maxHeapMb: 20 })
    await expect(poor.feed(document(rss('<a/>'.repeat(300_000))), now)).rejects.toMatchObject({
      key: 'source.parseBudget',
    })
    await poor.close()
  })
})

describe('an outcome', () => {
  it.each([
    new SourceError('source.busy', { host: 'a.example' }, 60_000),
    new UserError('source.skipBadLine', { line: 3 }),
  ])('of %s throws it again, after it was cloned', async (error) => {
    const outcome = structuredClone(await outcomeOf(() => Promise.reject(error)))
    expect(() => resultOf(outcome)).toThrow(error)
    expect(await outcomeOf(async () => resultOf(outcome))).toEqual(outcome)
  })

  it('of a fault is no refusal', async () => {
    const outcome = await outcomeOf(() => Promise.reject(new RangeError('too deep')))
    expect(() => resultOf(outcome)).toThrow('RangeError: too deep')
    expect(() => resultOf(outcome)).not.toThrow(UserError)
  })
})
