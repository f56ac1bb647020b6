import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { ArticleDraft } from '../../../src/core/article.js'
import { createIngest } from '../../../src/ingest.js'
import { nameAll } from '../../../src/sources/reading/identify.js'
import type { SourceReading } from '../../../src/sources/reading/read-source.js'
import { type Incoming, type TakeDeps, takeReading } from '../../../src/sources/reading/take-reading.js'
import { type OpenDatabase, openDatabase } from '../../../src/store/database.js'
import type { Source } from '../../../src/store/sources.js'
import { createStores, type Stores } from '../../../src/store/stores.js'
import { draft, minute, noon } from '../../support/articles.js'
import { dialects, emptyDatabase } from '../../support/database.js'

const url = 'https://harbour.test/feed'

function reading(articles: ArticleDraft[]): SourceReading {
  const about = { status: 'read', kind: 'feed', url, title: 'Harbour', siteUrl: null } as const
  const freshness = { etag: null, lastModified: null, maxAgeMs: null, expiresAt: null }
  return { ...about, ...freshness, articles, remarks: [], pace: {} as SourceReading['pace'], bodyHash: 'h' }
}

describe.each(dialects)('of what a changed feed lists, with %s,', (dialect) => {
  let database: OpenDatabase
  let stores: Stores
  let source: Source
  let taken: Incoming[]

  const tide = draft({ title: 'Tide tables', identity: 'a', url: 'https://harbour.test/a' })
  const quay = draft({ title: 'Quay closed', identity: 'b', url: 'https://harbour.test/b' })
  const crane = draft({ title: 'New crane', identity: 'c', url: 'https://harbour.test/c' })
  const ferry = draft({ title: 'Late ferry', identity: 'd', url: 'https://harbour.test/d' })

  beforeEach(async () => {
    database = await openDatabase(await emptyDatabase(dialect))
    stores = createStores(database.db)
    const blank = { site_url: null, etag: null, last_modified: null, next_check_at: noon }
    source = await stores.sources.add({ kind: 'feed', url, title: 'Harbour', ...blank }, noon)
    for (const { draft: stored, keys } of nameAll([tide, quay, crane]))
      await stores.articles.put(source.id, stored, noon, { keys })
  })
  afterEach(() => database.close())

  /** What of it is handed on to be stored, by title. */
  async function handedOn(...articles: ArticleDraft[]): Promise<string[]> {
    const { ingest } = createIngest({
      stores,
      indexing: { take: () => {} },
      stories: { link: async () => {} },
      served: { has: () => false },
      announce: () => {},
      now: () => noon,
    })
    taken = []
    const deps: TakeDeps = {
      stores,
      async ingest(sourceId, incoming, then) {
        taken.push(...incoming)
        return await ingest(sourceId, incoming, then)
      },
    }
    await takeReading(source, reading(articles), noon + minute, deps)
    return taken.map(({ draft: { title } }) => title)
  }

  it('what is stored as it is listed is left alone', async () => {
    expect(await handedOn(ferry, tide, quay, crane)).toEqual(['Late ferry'])
    expect(await handedOn(ferry, tide, quay, crane)).toEqual([])
  })

  it.each([
    ['title', { title: 'Quay open again' }],
    ['text', { text: 'It is open again.' }],
    ['address', { url: 'https://harbour.test/quay' }],
    ['date', { publishedAt: noon }],
  ])('an article with another %s is stored anew, once', async (_, change) => {
    const changed = { ...quay, ...change }
    expect(await handedOn(tide, changed, crane)).toEqual([changed.title])
    expect(taken[0]?.known).toBeGreaterThan(0)
    expect(await handedOn(tide, changed, crane)).toEqual([])
  })

  it('another name of an article is kept, once', async () => {
    const renamed = { ...quay, identity: 'b-2' }
    expect(await handedOn(tide, renamed, crane)).toEqual(['Quay closed'])
    expect(await handedOn(tide, renamed, crane)).toEqual([])
    expect(await stores.articles.count()).toBe(3)
  })

  it('a lot of text is looked through in turns with others', async () => {
    const long = Array.from({ length: 20 }, (_, i) =>
      draft({ title: `Report ${i}`, text: `${i} ferries. `.repeat(10_000) }),
    )
    for (const { draft: stored, keys } of nameAll(long))
      await stores.articles.put(source.id, stored, noon, { keys })
    let turns = 0
    let next = setImmediate(function count() {
      turns++
      next = setImmediate(count)
    })
    expect(await handedOn(...long)).toEqual([])
    clearImmediate(next)
    expect(turns).toBeGreaterThanOrEqual(4)
  })

  it('what was removed stays away', async () => {
    const { id = 0 } = (await stores.articles.byUrl('https://harbour.test/b')) ?? {}
    await stores.articles.remove([id])
    expect(await handedOn(tide, quay, crane)).toEqual([])
  })
})
