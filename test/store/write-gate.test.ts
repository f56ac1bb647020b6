import { sql } from 'kysely'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { silentLog } from '../../src/core/log.js'
import { type OpenDatabase, openDatabase } from '../../src/store/database.js'
import { createStores, type Stores } from '../../src/store/stores.js'
import { createWriteGate, type WriteGate } from '../../src/store/write-gate.js'
import { draft, noon } from '../support/articles.js'

describe('a database that is full', () => {
  let database: OpenDatabase
  let stores: Stores
  let gate: WriteGate
  let lines: string[]

  beforeEach(async () => {
    lines = []
    const keep = (_: object, line: string) => void lines.push(line)
    gate = createWriteGate({
      probe: () => stores.writeProbe.write(noon),
      log: { ...silentLog, error: keep, info: keep },
    })
    database = await openDatabase({ file: ':memory:' }, (error) => gate.failed(error))
    stores = createStores(database.db)
  })
  afterEach(() => database.close())

  const limitPages = async (pages: number) => sql.raw(`pragma max_page_count = ${pages}`).execute(database.db)
  const store = async (id: string) => {
    const blank = { site_url: null, etag: null, last_modified: null, next_check_at: noon }
    const url = 'https://a.test/feed'
    const source =
      (await stores.sources.byUrl(url)) ??
      (await stores.sources.add({ kind: 'feed', url, title: 'A', ...blank }, noon))
    await stores.articles.put(source.id, draft({ title: id, identity: id, text: 'x'.repeat(50_000) }), noon)
  }

  it('closes the gate with one line that says what to do, keeps what it has, and opens it when there is room', async () => {
    await store('one')
    // As many pages as there are: SQLite does not go below that.
    await limitPages(1)
    expect(await gate.isOpen()).toBe(true)
    await expect(store('two')).rejects.toMatchObject({ code: 'SQLITE_FULL' })
    await expect(store('three')).rejects.toMatchObject({ code: 'SQLITE_FULL' })
    expect(await gate.isOpen()).toBe(false)
    expect(lines).toEqual([
      'nothing can be stored: the disk of the database is full; make room, and everything goes on by itself',
    ])
    expect(await stores.articles.count()).toBe(1)

    await limitPages(1_000_000)
    expect(await gate.isOpen()).toBe(true)
    expect(lines.at(-1)).toBe('the database can be written again; what waited goes on')
    await store('two')
    expect(await stores.articles.count()).toBe(2)
  })

  it('is not what other errors tell of', async () => {
    await expect(sql`select nothing from nowhere`.execute(database.db)).rejects.toThrow()
    expect(await gate.isOpen()).toBe(true)
    expect(lines).toEqual([])
  })
})
