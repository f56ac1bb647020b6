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
import { draft, noon } from '../support/articles.js'
import { type Dialect, dialects, emptyDatabase } from '../support/database.js'

describe.each(dialects)('a database of the first version on %s', (dialect) => {
  let folder: string
  let location: Location

  beforeEach(async () => {
    folder = mkdtempSync(join(tmpdir(), 'courant-migration-'))
    location = dialect === 'sqlite' ? { file: join(folder, 'old.db') } : await emptyDatabase(dialect)
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

async function makeOldDatabase(location: Location, dialect: Dialect): Promise<void> {
  const db = new Kysely<unknown>({
    dialect:
      'url' in location
        ? new PostgresDialect({ pool: new pg.Pool({ connectionString: location.url }) })
        : new SqliteDialect({ database: new Sqlite(location.file) }),
  })
  const first = steps['001-start']
  if (!first) throw new Error('the first step is gone')
  const getMigrations = async () => ({ '001-start': { up: (to: Kysely<unknown>) => first.up(to, dialect) } })
  const { error } = await new Migrator({ db, provider: { getMigrations } }).migrateToLatest()
  if (error) throw error
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
