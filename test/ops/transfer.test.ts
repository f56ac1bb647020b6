import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { gunzipSync } from 'node:zlib'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { exportAll } from '../../src/ops/transfer/export-all.js'
import { importAll } from '../../src/ops/transfer/import-all.js'
import { readLines } from '../../src/ops/transfer/read-lines.js'
import { type Location, type OpenDatabase, openDatabase } from '../../src/store/database.js'
import { readNextId } from '../../src/store/next-id.js'
import { keptTables, keyOf, tables } from '../../src/store/tables.js'
import { noon } from '../support/articles.js'
import { rss, startSite, startTestBot } from '../support/bot.js'
import { dialects, emptyDatabase } from '../support/database.js'
import { expectNoViolations } from '../support/discord.js'
import { fillDatabase, rowsOf } from '../support/filled-database.js'

let folder: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'courant-transfer-'))
})
afterEach(() => rmSync(folder, { recursive: true, force: true }))

async function copyTo(location: Location, from: OpenDatabase, name: string): Promise<OpenDatabase> {
  const file = join(folder, name)
  await exportAll(from, file)
  const copy = await openDatabase(location)
  await importAll(copy, readLines(file))
  return copy
}

async function contentOf(database: OpenDatabase) {
  const content: Record<string, unknown> = {}
  for (const table of keptTables) {
    content[table] = await rowsOf(database.db, table)
    if (keyOf(table)[0] === 'id') content[`${table}, next id`] = await readNextId(database, table)
  }
  return content
}

describe('an export', () => {
  it.each(dialects)('knows every table and the key of each, on %s', async (dialect) => {
    const database = await openDatabase(await emptyDatabase(dialect))
    const found = (await database.db.introspection.getTables()).map(({ name }) => name)
    expect(Object.keys(tables).sort()).toEqual(found.filter((name) => !name.startsWith('kysely_')).sort())
    await database.close()
  })

  it('is the same data on SQLite, on PostgreSQL and on SQLite again, row by row and id by id', async () => {
    const first = await openDatabase(await emptyDatabase('sqlite'))
    await fillDatabase(first.db)
    // An id that was given out is not given out again, also when its row is gone.
    await first.db.deleteFrom('deliveries').where('id', '=', 3).execute()
    const content = await contentOf(first)
    for (const table of keptTables) expect([table, content[table]]).not.toEqual([table, []])
    expect(content['deliveries, next id']).toBe(4)
    const second = await copyTo(await emptyDatabase('postgres'), first, 'a.jsonl')
    expect(await contentOf(second)).toEqual(content)
    const third = await copyTo(await emptyDatabase('sqlite'), second, 'b.jsonl.gz')
    expect(await contentOf(third)).toEqual(content)
    const plain = gunzipSync(readFileSync(join(folder, 'b.jsonl.gz'))).toString()
    expect(plain).toContain('Bearer secret')
    for (const database of [first, second, third]) await database.close()
  })

  it('can be read by its owner alone, and leaves nothing behind when it fails', async () => {
    const database = await openDatabase(await emptyDatabase('sqlite'))
    const file = join(folder, 'x.jsonl')
    await exportAll(database, file)
    expect(statSync(file).mode & 0o777).toBe(0o600)
    await expect(exportAll(database, join(folder, 'no', 'such.jsonl'))).rejects.toThrow('ENOENT')
    const others = join(folder, 'y.jsonl.partial')
    writeFileSync(others, 'of another export')
    await expect(exportAll(database, join(folder, 'y.jsonl'))).rejects.toThrow('EEXIST')
    expect(readFileSync(others, 'utf8')).toBe('of another export')
    await database.close()
  })
})

describe('an import', () => {
  let lines: string[]
  let source: OpenDatabase
  let empty: OpenDatabase

  beforeAll(async () => {
    source = await openDatabase(await emptyDatabase('sqlite'))
    await fillDatabase(source.db)
    empty = await openDatabase(await emptyDatabase('sqlite'))
  })
  afterAll(async () => {
    await source.close()
    await empty.close()
  })
  beforeEach(async () => {
    const file = join(folder, 'whole.jsonl')
    await exportAll(source, file)
    lines = readFileSync(file, 'utf8').trimEnd().split('\n')
  })

  const changed = (change: (lines: string[]) => string[]) => `${change([...lines]).join('\n')}\n`
  const swap = (from: string | RegExp, to: string) =>
    changed((all) => all.map((line) => line.replace(from, to)))

  it.each<[string, () => string | Buffer, RegExp]>([
    ['nothing', () => '', /is not an export of Courant/],
    ['something else', () => '<html>\n', /is not an export of Courant/],
    ['the export of another program', () => '{"courant":2}\n', /is not an export of Courant/],
    [
      'another version',
      () => swap(/"schema":"[^"]+"/, '"schema":"999-later"'),
      /another version of Courant \(999-later/,
    ],
    ['a file that was cut between lines', () => changed((all) => all.slice(0, -5)), /is cut off/],
    [
      'a file that was cut in a line',
      () => changed((all) => all.slice(0, 9)).slice(0, -20),
      /line 9 is damaged/,
    ],
    [
      'a packed file that was cut',
      () => Buffer.from('1f8b0800000000000003abca', 'hex'),
      /is cut off or damaged/,
    ],
    ['a table that is none', () => swap('"table":"topics"', '"table":"pg_user"'), /line \d+ is damaged/],
    ['a table twice', () => swap('"table":"topics"', '"table":"articles"'), /line \d+ is damaged/],
    [
      'a column that is none',
      () => swap('"name_key"', '"name_key; drop table topics"'),
      /line \d+ is damaged/,
    ],
    ['a row without a table', () => changed((all) => [all[0] ?? '', '[1]']), /line 2 is damaged/],
    ['a row that is too short', () => changed((all) => all.toSpliced(2, 1, '[1,2]')), /line 3 is damaged/],
    ['a text for a number', () => swap(/^\[1,"feed"/, '["one","feed"'), /line \d+ is damaged/],
    ['an object for a text', () => swap(/^\[1,"feed"/, '[1,{}'), /line \d+ is damaged/],
    ['a row twice', () => changed((all) => all.toSpliced(3, 1, all[2] ?? '')), /line \d+ is damaged/],
    ['lines after the end', () => changed((all) => [...all, '[1]']), /line \d+ is damaged/],
  ])('refuses %s in one sentence and leaves the database empty', async (_, content, message) => {
    const file = join(folder, 'damaged.jsonl')
    writeFileSync(file, content())
    await expect(importAll(empty, readLines(file))).rejects.toThrow(message)
    for (const table of keptTables) expect(await rowsOf(empty.db, table)).toEqual([])
  })

  it('refuses on PostgreSQL too what its tables refuse', async () => {
    const file = join(folder, 'twice.jsonl')
    writeFileSync(
      file,
      changed((all) => all.toSpliced(3, 1, all[2] ?? '')),
    )
    const database = await openDatabase(await emptyDatabase('postgres'))
    await expect(importAll(database, readLines(file))).rejects.toThrow(/line \d+ is damaged/)
    expect(await rowsOf(database.db, 'sources')).toEqual([])
    await database.close()
  })

  it('fills only a database that is empty', async () => {
    await expect(importAll(source, readLines(join(folder, 'whole.jsonl')))).rejects.toThrow(
      /holds data already/,
    )
  })
})

describe('a bot that has moved from SQLite to PostgreSQL', () => {
  it('posts nothing twice, and goes on with what is new', async () => {
    const items = [{ id: '1', title: 'Ferry timetable changes' }]
    const site = await startSite({ '/feed': rss(items) })
    const file = join(folder, 'bot.db')
    const before = await startTestBot({ database: { file } })
    const { discord } = before
    const news = discord.channels.news ?? ''
    const guildId = discord.guildId
    const progress = async () => {}
    const { source } = (await before.services.sources.follow({
      address: `${site.url}/feed`,
      guildId,
      userId: 'theo',
      post: 0,
      now: noon,
      progress,
    })) as { source: { id: number } }
    const topic = await before.services.stores.topics.add({
      guild_id: guildId,
      name: 'Ferry',
      query: 'ferry',
      created_by: 'theo',
      created_at: noon,
    })
    await before.services.stores.subscriptions.put({
      topic_id: topic?.id ?? 0,
      guild_id: guildId,
      channel_id: news,
      cron: '* * * * *',
      time_zone: 'UTC',
      next_run_at: noon,
      created_by: 'theo',
      created_at: noon,
    })
    items.push({ id: '2', title: 'Ferry stopped by ice' })
    site.pages['/feed'] = rss(items)
    await before.services.stores.sources.readAnew(source.id, noon)
    await before.pass(60_000)
    expect(discord.messages(news)).toHaveLength(1)
    await before.services.stores.sources.readAnew(source.id, noon)

    const old = await openDatabase({ file })
    const location = await emptyDatabase('postgres')
    const moved = await copyTo(location, old, 'bot.jsonl.gz')
    await old.close()
    await moved.close()
    const after = await startTestBot({ database: location, discord })
    await after.pass(120_000)
    expect(discord.messages(news)).toHaveLength(1)
    items.push({ id: '3', title: 'Ferry runs again' })
    site.pages['/feed'] = rss(items)
    await after.services.stores.sources.readAnew(source.id, noon)
    await after.pass(60_000)
    expect(discord.messages(news)).toHaveLength(2)
    expectNoViolations(discord)
    await after.stop()
    await before.stop()
    await site.close()
  })
})
