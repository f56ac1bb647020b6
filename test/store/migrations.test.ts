import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import Sqlite from 'better-sqlite3'
import { Kysely, Migrator, PostgresDialect, SqliteDialect, sql } from 'kysely'
import pg from 'pg'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { type Location, openDatabase } from '../../src/store/database.js'
import { steps } from '../../src/store/migrations/index.js'
import { createStores } from '../../src/store/stores.js'
import { keptTables } from '../../src/store/tables.js'
import { draft, noon } from '../support/articles.js'
import { blankDatabase, type Dialect, dialects } from '../support/database.js'
import { fillDatabase, rowsOf } from '../support/filled-database.js'

describe.each(dialects)('a database of the first version on %s', (dialect) => {
  let folder: string
  let location: Location

  beforeEach(async () => {
    folder = mkdtempSync(join(tmpdir(), 'courant-migration-'))
    location = dialect === 'sqlite' ? { file: join(folder, 'old.db') } : await blankDatabase(dialect)
    await makeOldDatabase(location, dialect)
  })
  afterEach(() => rmSync(folder, { recursive: true, force: true }))

  it('keeps its sources, articles and ledger', async () => {
    const { db, close } = await openDatabase(location)
    const stores = createStores(db)
    expect(await stores.followers.followedBy('g1')).toMatchObject([
      { id: 7, title: 'Old News', scope: '', full_text: 'auto', headers: {}, remarks: [], pace: null },
    ])
    expect(await stores.articles.get(11)).toMatchObject({ title: 'Kept', sourceId: 7, image: null })
    expect(await stores.deliveries.of(3)).toMatchObject([{ article_id: 11, state: 'sent' }])
    await close()
  })

  it('recognises its articles when they are read again', async () => {
    const { db, close } = await openDatabase(location)
    const stores = createStores(db)
    expect(await stores.articles.known(7, ['id:guid-1', 'id:guid-2'])).toMatchObject([
      { key: 'id:guid-1', articleId: 11 },
    ])
    const put = await stores.articles.put(7, draft({ title: 'Kept, changed', identity: 'guid-1' }), noon)
    expect(put).toEqual({ id: 11, change: 'updated' })
    await close()
  })

  it('still removes what belongs to a source with it', async () => {
    const { db, close } = await openDatabase(location)
    const stores = createStores(db)
    await stores.sources.remove(7)
    expect(await stores.articles.count()).toBe(0)
    expect(await stores.deliveries.of(3)).toEqual([])
    await close()
  })
})

it('is brought up to date on PostgreSQL in its own time, as an index over millions of rows needs', async () => {
  const limits: unknown[] = []
  steps['999-slow'] = {
    async up(db) {
      limits.push(...(await sql`show statement_timeout`.execute(db)).rows)
    },
  }
  try {
    const { db, close } = await openDatabase(await blankDatabase('postgres'))
    limits.push(...(await sql`show statement_timeout`.execute(db)).rows)
    await close()
  } finally {
    delete steps['999-slow']
  }
  expect(limits).toEqual([{ statement_timeout: '0' }, { statement_timeout: '30s' }])
})

describe.each(dialects)('a database with data on %s', (dialect) => {
  /** The newest has nothing to do. */
  it.each(Object.keys(steps).slice(0, -1))('keeps all of it from the version of %s on', async (version) => {
    const { location, remove } = await fileOrDatabase(dialect)
    const old = await openAt(version, location, dialect)
    await fillDatabase(old)
    const before = new Map<string, Record<string, unknown>[]>()
    for (const table of await tablesOf(old)) before.set(table, await rowsOf(old, table))
    await old.destroy()

    const { db, close } = await openDatabase(location)
    for (const [table, rows] of before) {
      const columns = Object.keys(rows[0] ?? {})
      const now = await rowsOf(db, table, columns)
      // A step may add rows of its own, such as the keys of articles; it loses and changes none.
      expect([table, now]).toEqual([table, expect.arrayContaining(rows)])
    }
    if (dialect === 'sqlite') expect((await sql`pragma foreign_key_check`.execute(db)).rows).toEqual([])
    const stores = createStores(db)
    expect(await stores.sources.all()).toHaveLength(3)
    expect(await stores.articles.byIds([1, 2, 3])).toHaveLength(3)
    // What comes next does not get the id of what is there.
    const put = await stores.articles.put(1, draft({ title: 'New' }), noon)
    expect(put.change).toBe('new')
    await close()
    remove()
  })

  it('is not opened by a program that is older than its schema, and stays as it is', async () => {
    const { location, remove } = await fileOrDatabase(dialect)
    await (await openDatabase(location)).close()
    const later = await openAt('', location, dialect)
    await sql`insert into kysely_migration (name, timestamp) values ('999-later', 'x')`.execute(later)
    await expect(openDatabase(location)).rejects.toThrow(
      /^database: it was made by a newer version of Courant\. Update the program, or open another database\.$/,
    )
    const { rows } = await sql<{ name: string }>`select name from kysely_migration order by name`.execute(
      later,
    )
    expect(rows.map(({ name }) => name)).toEqual([...Object.keys(steps), '999-later'])
    await later.destroy()
    remove()
  })
})

async function fileOrDatabase(dialect: Dialect): Promise<{ location: Location; remove(): void }> {
  if (dialect === 'postgres') return { location: await blankDatabase(dialect), remove: () => {} }
  const folder = mkdtempSync(join(tmpdir(), 'courant-migration-'))
  return {
    location: { file: join(folder, 'old.db') },
    remove: () => rmSync(folder, { recursive: true, force: true }),
  }
}

async function tablesOf(db: Kysely<unknown>): Promise<string[]> {
  const names = (await db.introspection.getTables()).map(({ name }) => name)
  return keptTables.filter((table) => names.includes(table))
}

/** A database as it was when a step was the newest; without one, as it is. */
async function openAt(version: string, location: Location, dialect: Dialect): Promise<Kysely<unknown>> {
  const db = new Kysely<unknown>({
    dialect:
      'url' in location
        ? new PostgresDialect({ pool: openPool(location.url) })
        : new SqliteDialect({ database: openFast(location.file) }),
  })
  const names = Object.keys(steps)
  const done = Object.entries(steps).slice(0, names.indexOf(version) + 1)
  const getMigrations = async () =>
    Object.fromEntries(
      done.map(([name, step]) => [name, { up: (to: Kysely<unknown>) => step.up(to, dialect) }]),
    )
  if (done.length === 0) return db
  const { error } = await new Migrator({ db, provider: { getMigrations } }).migrateToLatest()
  if (error) throw error
  return db
}

function openPool(connectionString: string): pg.Pool {
  const int8 = 20
  const getTypeParser = ((oid: number) =>
    oid === int8 ? Number : pg.types.getTypeParser(oid)) as typeof pg.types.getTypeParser
  return new pg.Pool({ connectionString, types: { getTypeParser } })
}

/** Nothing of it has to survive a power cut. */
function openFast(file: string): Sqlite.Database {
  const database = new Sqlite(file)
  database.pragma('synchronous = OFF')
  database.pragma('foreign_keys = OFF')
  return database
}

async function makeOldDatabase(location: Location, dialect: Dialect): Promise<void> {
  const db = await openAt('001-start', location, dialect)
  await sql`insert into sources (id, kind, url, title, next_check_at, failures, created_at)
    values (7, 'feed', 'https://old.test/feed', 'Old News', 0, 0, 0)`.execute(db)
  await sql`insert into guild_sources (guild_id, source_id, added_by, added_at) values ('g1', 7, 'theo', 0)`.execute(
    db,
  )
  await sql`insert into articles (id, source_id, identity, title, text, kind, dated_at, content_hash, added_at, updated_at)
    values (11, 7, 'guid-1', 'Kept', 'Text', 'full', 0, 'x', 0, 0)`.execute(db)
  await sql`insert into topics (id, guild_id, name, name_key, query, created_by, created_at)
    values (2, 'g1', 'T', 't', 'kept', 'theo', 0)`.execute(db)
  await sql`insert into subscriptions (id, topic_id, guild_id, channel_id, cron, time_zone, next_run_at, created_by, created_at)
    values (3, 2, 'g1', 'news', '* * * * *', 'UTC', 0, 'theo', 0)`.execute(db)
  await sql`insert into deliveries (subscription_id, article_id, state, attempts, created_at, updated_at)
    values (3, 11, 'sent', 1, 0, 0)`.execute(db)
  await db.destroy()
}
