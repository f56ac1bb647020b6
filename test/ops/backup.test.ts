import fs, {
  copyFileSync,
  existsSync,
  mkdtempSync,
  readdirSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs'
import { syncBuiltinESMExports } from 'node:module'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import Sqlite from 'better-sqlite3'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, onTestFinished } from 'vitest'
import { backUp, restore } from '../../src/ops/backup.js'
import { openDatabase } from '../../src/store/database.js'
import { lockDatabase } from '../../src/store/processes.js'
import { createStores } from '../../src/store/stores.js'
import { noon } from '../support/articles.js'

/** Calls a function before each file that is moved, until the test has ended. */
function beforeMoves(look: () => void): void {
  const { renameSync } = fs
  const set = (move: typeof renameSync) => {
    fs.renameSync = move
    syncBuiltinESMExports()
  }
  set((from, to) => {
    look()
    renameSync(from, to)
  })
  onTestFinished(() => set(renameSync))
}

let folder: string
let file: string
let made: string
beforeAll(async () => {
  made = mkdtempSync(join(tmpdir(), 'courant-made-'))
  await openAnd((save) => save('before'), join(made, 'bot.db'))
})
afterAll(() => rmSync(made, { recursive: true, force: true }))
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'courant-backup-'))
  file = join(folder, 'bot.db')
  copyFileSync(join(made, 'bot.db'), file)
})
afterEach(() => rmSync(folder, { recursive: true, force: true }))

/** Works on the database as another process would. */
async function openAnd(work: (save: (word: string) => Promise<number>) => Promise<unknown>, at = file) {
  const database = await openDatabase({ file: at })
  const { views } = createStores(database.db)
  await work((word) => views.save(word, { guildId: 'g1', userId: 'mia', now: noon }))
  await database.close()
}

function viewsIn(at: string): string[] {
  const database = new Sqlite(at, { readonly: true })
  const states = database.prepare('select state from views order by id').pluck().all() as string[]
  database.close()
  return states.map((state) => JSON.parse(state) as string)
}

describe('a backup', () => {
  it('is one state of a database that others go on writing to, and keeps none of them waiting', async () => {
    // Several steps' worth of pages.
    await openAnd(async (save) => {
      for (let i = 0; i < 40; i++) await save('x'.repeat(200_000))
    })
    const bot = await openDatabase({ file })
    const { views } = createStores(bot.db)
    const copy = join(folder, 'copy.db')
    const written: Promise<number>[] = []
    let steps = 0
    await backUp(file, copy, {
      onStep: () => {
        if (steps++ > 0) written.push(views.save('meanwhile', { guildId: 'g1', userId: 'mia', now: noon }))
      },
    })
    await Promise.all(written)
    expect(written.length).toBeGreaterThan(1)
    expect(steps).toBeLessThan(20)
    expect(viewsIn(copy)).toHaveLength(41)
    expect(viewsIn(copy)).not.toContain('meanwhile')
    await bot.close()
    expect(viewsIn(file)).toHaveLength(41 + written.length)
  })

  it('is one file that its owner alone can read', async () => {
    const copy = join(folder, 'copy.db')
    expect(await backUp(file, copy)).toBe(statSync(copy).size)
    expect(statSync(copy).mode & 0o777).toBe(0o600)
    expect(readdirSync(folder).filter((name) => name.startsWith('copy'))).toEqual(['copy.db'])
  })

  it('never replaces a file, and says where it cannot be written', async () => {
    writeFileSync(join(folder, 'notes.txt'), 'mine')
    await expect(backUp(file, join(folder, 'notes.txt'))).rejects.toThrow(/^courant: .* is there already/)
    await expect(backUp(file, '/no/such/folder/x.db')).rejects.toThrow(/^courant: .* cannot be written/)
  })
})

describe('restoring', () => {
  it('gives back what the backup held, and keeps what was there beside it', async () => {
    const copy = join(folder, 'copy.db')
    await backUp(file, copy)
    await openAnd((save) => save('after'))
    const kept = await restore(copy, file, noon)
    await openAnd((save) => save('restored'))
    expect(viewsIn(file)).toEqual(['before', 'restored'])
    expect(kept).toMatch(/bot\.db\.before-2026-11-02T12-00-00-000Z$/)
    expect(viewsIn(kept ?? '')).toEqual(['before', 'after'])
    expect(viewsIn(copy)).toEqual(['before'])
  })

  it('leaves a whole database in its place at every moment, though its log was not emptied', async () => {
    const copy = join(folder, 'copy.db')
    await backUp(file, copy)
    const crashed = new Sqlite(file)
    crashed.exec('update views set state = \'"logged"\'')
    for (const part of ['', '-wal']) copyFileSync(`${file}${part}`, join(folder, `crashed.db${part}`))
    crashed.close()
    const target = join(folder, 'crashed.db')
    const found: unknown[] = []
    beforeMoves(() => found.push(existsSync(target) && viewsIn(target)))
    const kept = await restore(copy, target, noon)
    expect(found).toEqual([['logged']])
    expect(viewsIn(target)).toEqual(['before'])
    expect(viewsIn(kept ?? '')).toEqual(['logged'])
  })

  it('makes the database where there is none', async () => {
    const copy = join(folder, 'copy.db')
    await backUp(file, copy)
    const fresh = join(folder, 'fresh.db')
    expect(await restore(copy, fresh, noon)).toBeNull()
    expect(viewsIn(fresh)).toEqual(['before'])
  })

  it('refuses while a bot runs on the database', async () => {
    const copy = join(folder, 'copy.db')
    await backUp(file, copy)
    const lock = await lockDatabase({ file })
    await expect(restore(copy, file, noon)).rejects.toThrow(/another bot is running/)
    await lock.leave()
  })

  it.each<[string, (at: string) => void, RegExp]>([
    ['nothing', () => {}, /cannot be copied/],
    ['words', (at) => writeFileSync(at, 'Just some words. '.repeat(500)), /not a database of Courant/],
    ['an empty file', (at) => writeFileSync(at, ''), /not a database of Courant/],
    [
      'the database of another program',
      (at) => void new Sqlite(at).exec('create table t (x)').close(),
      /not a database of Courant/,
    ],
    [
      'a database of a newer version',
      (at) =>
        void new Sqlite(at)
          .exec("create table kysely_migration (name); insert into kysely_migration values ('999-later')")
          .close(),
      /newer version of Courant; update the program/,
    ],
    [
      'a damaged database',
      (at) => {
        const database = new Sqlite(at).exec('create table kysely_migration (name); create table t (x)')
        for (let i = 0; i < 100; i++) database.prepare('insert into t values (?)').run('x'.repeat(3000))
        const pages = database.serialize()
        database.close()
        writeFileSync(
          at,
          Buffer.concat([pages.subarray(0, 12_288), Buffer.alloc(40_960, 7), pages.subarray(53_248)]),
        )
      },
      /damaged; choose another file/,
    ],
    [
      'a database in use',
      (at) => {
        writeFileSync(at, '')
        writeFileSync(`${at}-wal`, 'log')
      },
      /in use, not a backup/,
    ],
  ])('refuses %s in one sentence and changes nothing', async (_, make, message) => {
    const given = join(folder, 'given.db')
    make(given)
    const names = readdirSync(folder)
    await expect(restore(given, file, noon)).rejects.toThrow(message)
    expect(viewsIn(file)).toEqual(['before'])
    expect(
      readdirSync(folder)
        .filter((name) => !/-(?:shm|wal)$|\.lock$/.test(name))
        .sort(),
    ).toEqual(names.filter((name) => !/-(?:shm|wal)$/.test(name)).sort())
  })
})
