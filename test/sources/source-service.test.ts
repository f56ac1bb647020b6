import { mkdirSync, mkdtempSync, rmSync, symlinkSync, utimesSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { silentLog } from '../../src/core/log.js'
import type { FetchRequest, FetchResult } from '../../src/sources/fetch/fetch.js'
import { createParser } from '../../src/sources/parsing/parser.js'
import { SourceError } from '../../src/sources/source-error.js'
import { createSourceService, type SourceServiceDeps } from '../../src/sources/source-service.js'
import { openDatabase } from '../../src/store/database.js'
import { onlyProcess } from '../../src/store/processes.js'
import type { Handling } from '../../src/store/schema.js'
import { createStores, type Stores } from '../../src/store/stores.js'
import { DatabaseUnavailable } from '../../src/store/unavailable.js'
import { minute, noon } from '../support/articles.js'
import { rss } from '../support/bot.js'
import { emptyDatabase } from '../support/database.js'

const pollMs = 15 * minute
const fresh = { etag: '"1"', lastModified: null, maxAgeMs: null, expiresAt: null }

describe('the source service', () => {
  let stores: Stores
  let close: () => Promise<void>
  let folder: string
  /** What the next request is answered; a thrown error is thrown. */
  let answer: () => Partial<Extract<FetchResult, { status: 'ok' }>> | { status: 'not-modified' }
  let asked: FetchRequest[]
  let ingested: { titles: string[]; then: Handling }[]
  const parser = createParser()

  beforeEach(async () => {
    const database = await openDatabase(await emptyDatabase('sqlite'))
    stores = createStores(database.db)
    close = database.close
    folder = mkdtempSync(join(tmpdir(), 'courant-source-'))
    asked = []
    ingested = []
    answer = () => ({ body: Buffer.from(rss([{ id: '1', title: 'One' }])) })
  })
  afterEach(async () => {
    await close()
    rmSync(folder, { recursive: true, force: true })
  })

  const service = (extra: Partial<SourceServiceDeps> = {}) =>
    createSourceService({
      stores,
      folderRoots: [folder],
      pace: { fastestMs: pollMs },
      holdSite: onlyProcess().holdSite,
      log: silentLog,
      now: () => noon,
      tools: {
        fetcher: {
          async get(url, request = {}) {
            asked.push(request)
            const given = answer()
            if ('status' in given && given.status === 'not-modified')
              return { ...fresh, status: 'not-modified' }
            return {
              ...fresh,
              status: 'ok',
              url,
              movedTo: null,
              contentLocation: null,
              contentType: 'text/xml',
              body: Buffer.from(''),
              ...given,
            }
          },
        },
        parser,
        robots: { check: async () => ({ allowed: true, refusal: null, crawlDelayMs: null, sitemaps: [] }) },
      },
      async ingest(_, incoming, then) {
        ingested.push({ titles: incoming.map(({ draft }) => draft.title), then })
        return { added: incoming.length, updated: 0 }
      },
      complete: async () => {},
      postExisting: async () => {},
      ...extra,
    })

  const request = (address: string, guildId = 'g1') => ({
    address,
    guildId,
    userId: 'theo',
    post: 0,
    now: noon,
    progress: async () => {},
  })
  const followed = async (address = 'https://a.test/feed') => {
    const outcome = await service().follow(request(address))
    if ('candidates' in outcome) throw new Error('several sources')
    return outcome.source
  }

  it('reads a feed once for all servers that follow it', async () => {
    await followed()
    await service().follow(request('https://A.test:443/feed#top', 'g2'))
    expect(asked).toHaveLength(1)
    expect(await stores.sources.all()).toHaveLength(1)
  })

  it('stores the first reading as a baseline and posts what comes later', async () => {
    const source = await followed()
    answer = () => ({ body: Buffer.from(rss([{ id: '2', title: 'Two' }])) })
    await service().poll(source, noon + pollMs)
    expect(ingested.map(({ then }) => then)).toEqual(['quiet', 'post'])
  })

  it('takes the first reading as a baseline again when nobody had followed it for a while', async () => {
    const source = await followed()
    await stores.followers.unfollow('g1', source.id, noon)
    await followed()
    expect(ingested.map(({ then }) => then)).toEqual(['quiet', 'quiet'])
  })

  it.each([
    'example.org/feed',
    'feed://example.org/feed',
    'feed:https://example.org/feed',
    '<https://example.org/feed>',
  ])('understands %s', async (address) => {
    expect((await followed(address)).url).toBe('https://example.org/feed')
  })

  it('leaves nothing behind when the first reading fails', async () => {
    answer = () => {
      throw new SourceError('source.timeout', { host: 'a.test', seconds: 20 })
    }
    await expect(followed()).rejects.toThrow('source.timeout')
    answer = () => ({ body: Buffer.from('<html><body>Hello</body></html>') })
    await expect(followed()).rejects.toThrow('source.')
    await expect(followed('/no/such/folder')).rejects.toThrow('source.folder')
    expect(await stores.sources.all()).toEqual([])
  })

  it('leaves nothing behind when storing the first reading fails', async () => {
    const broken = service({ ingest: () => Promise.reject(new Error('disk full')) })
    await expect(broken.follow(request('https://a.test/feed'))).rejects.toThrow('disk full')
    expect(await stores.sources.all()).toEqual([])
  })

  it('asks conditionally and keeps the validators when nothing changed', async () => {
    const source = await followed()
    answer = () => ({ status: 'not-modified' })
    await service().poll(source, noon + pollMs)
    expect(asked.at(-1)).toMatchObject({ etag: '"1"' })
    expect(await stores.sources.get(source.id)).toMatchObject({ etag: '"1"', failures: 0 })
    expect(ingested).toHaveLength(1)
  })

  it('waits longer after each failure, at most a day, and never gives up', async () => {
    const source = await followed()
    answer = () => {
      throw new SourceError('source.serverFault', { host: 'a.test', status: 500 })
    }
    const waits: number[] = []
    let now = noon
    for (let i = 0; i < 12; i++) {
      const current = (await stores.sources.get(source.id)) ?? source
      await service().poll(current, now)
      const next = (await stores.sources.get(source.id))?.next_check_at ?? 0
      waits.push((next - now) / minute)
      now = next
    }
    // Up to a tenth is left to chance.
    const inSteps = waits.map((wait, i) => wait / Math.min(15 * 2 ** i, 24 * 60))
    expect(Math.min(...inSteps)).toBeGreaterThanOrEqual(1)
    expect(Math.max(...inSteps)).toBeLessThanOrEqual(1.1)
    expect((await stores.sources.get(source.id))?.last_error).toMatchObject({ key: 'source.serverFault' })
  })

  it('takes a server at its word about when to come back', async () => {
    const source = await followed()
    answer = () => {
      throw new SourceError('source.busy', { host: 'a.test' }, 5 * 60 * minute)
    }
    await service().poll(source, noon)
    const wait = ((await stores.sources.get(source.id))?.next_check_at ?? 0) - noon
    expect(wait).toBeGreaterThanOrEqual(5 * 60 * minute)
  })

  it('moves to a new address for good, unless that is a source of its own', async () => {
    const source = await followed()
    const other = await followed('https://b.test/feed')
    const body = Buffer.from(rss([{ id: '2', title: 'Two' }]))
    answer = () => ({ body, movedTo: 'https://new.test/feed' })
    await service().poll(source, noon + pollMs)
    expect((await stores.sources.get(source.id))?.url).toBe('https://new.test/feed')
    await service().poll(other, noon + pollMs)
    expect((await stores.sources.get(other.id))?.url).toBe('https://b.test/feed')
  })

  it('notes a fault of its own without its details, and goes on', async () => {
    const source = await followed()
    const broken = service({ ingest: () => Promise.reject(new Error('secret')) })
    answer = () => ({ body: Buffer.from(rss([{ id: '2', title: 'Two' }])) })
    await broken.poll(source, noon + pollMs)
    expect((await stores.sources.get(source.id))?.last_error).toEqual({ key: 'source.fault', params: {} })
  })

  it('does not blame a source when the database is away', async () => {
    const source = await followed()
    answer = () => {
      throw new DatabaseUnavailable(new Error('Connection terminated unexpectedly'))
    }
    await service().poll(source, noon + pollMs)
    expect(await stores.sources.get(source.id)).toMatchObject({ failures: 0, last_error: null })
  })

  it('reads a folder again only when a file has changed', async () => {
    writeFileSync(join(folder, 'a.md'), '# First\n\nA text.')
    const source = await followed(folder)
    await service().poll((await stores.sources.get(source.id)) ?? source, noon + pollMs)
    expect(ingested).toHaveLength(1)
    writeFileSync(join(folder, 'b.md'), '# Second\n\nA text.')
    utimesSync(join(folder, 'b.md'), noon / 1000, noon / 1000)
    await service().poll((await stores.sources.get(source.id)) ?? source, noon + pollMs)
    expect(ingested.slice(1).flatMap(({ titles }) => titles)).toEqual(['First', 'Second'])
    expect(ingested.at(-1)?.then).toBe('post')
  })

  it('sees a change in a folder whose links lead in circles', async () => {
    mkdirSync(join(folder, 'a'))
    mkdirSync(join(folder, 'b'))
    for (const name of ['a', 'b']) symlinkSync('..', join(folder, name, 'up'))
    writeFileSync(join(folder, 'a', 'x.md'), '# First\n\nA text.')
    const source = await followed(folder)
    await service().poll((await stores.sources.get(source.id)) ?? source, noon + pollMs)
    expect(ingested).toHaveLength(1)
    writeFileSync(join(folder, 'b', 'y.md'), '# Second\n\nA text.')
    await service().poll((await stores.sources.get(source.id)) ?? source, noon + 2 * pollMs)
    expect(ingested.slice(1).flatMap(({ titles }) => titles)).toEqual(['First', 'Second'])
  })

  it('reads no folder outside the roots, and does not tell whether it exists', async () => {
    for (const address of ['/', '/no/such/folder', join(folder, '..')])
      await expect(followed(address)).rejects.toThrow('source.folderOutside')
  })
})
