import {
  chmodSync,
  closeSync,
  copyFileSync,
  existsSync,
  linkSync,
  openSync,
  realpathSync,
  renameSync,
  rmSync,
  statSync,
} from 'node:fs'
import Sqlite from 'better-sqlite3'
import { steps } from '../store/migrations/index.js'
import { lockDatabase } from '../store/processes.js'

/** Of 4 KB each, copied between two turns: some milliseconds of work. */
const pagesAtOnce = 500

export interface BackupOptions {
  /** Called between two steps. */
  onStep?(progress: { totalPages: number; remainingPages: number }): void
}

/**
 * Copies a database that may be in use to a new file that only its owner can read: one state of it, that of the moment
 * it began. Who writes meanwhile does not wait, and does not make it begin anew. Returns the size of the copy in bytes.
 *
 * @throws Error with the remedy
 */
export async function backUp(file: string, to: string, { onStep }: BackupOptions = {}): Promise<number> {
  if (existsSync(to)) throw refusal(`${to} is there already; choose another name.`)
  const partial = `${to}.partial`
  createPrivate(partial)
  const database = new Sqlite(file, { readonly: true, fileMustExist: true })
  try {
    // An open transaction holds on to one state, so that what others write does not concern the copy. It also keeps
    // the log from being emptied into the file meanwhile, but nobody from writing to it.
    database.exec('begin')
    database.prepare('select count(*) from sqlite_master').get()
    await database.backup(partial, {
      progress: (progress) => {
        onStep?.(progress)
        return pagesAtOnce
      },
    })
    makeWhole(partial)
    renameSync(partial, to)
    return statSync(to).size
  } finally {
    database.close()
    removeDatabase(partial)
  }
}

/**
 * Puts a backup in the place of a database that no bot is using. What was there is kept beside it. Returns under which
 * name, or null when there was none.
 *
 * @throws Error with the remedy
 */
export async function restore(from: string, file: string, now: number): Promise<string | null> {
  const target = existsSync(file) ? realpathSync(file) : file
  const lock = await lockDatabase({ file: target })
  const copy = `${target}.restoring`
  try {
    removeDatabase(copy)
    copyBackup(from, copy)
    checkBackup(from, copy)
    if (!existsSync(target)) {
      renameSync(copy, target)
      return null
    }
    const before = `${target}.before-${new Date(now).toISOString().replace(/[:.]/g, '-')}`
    keepBeside(target, before)
    renameSync(copy, target)
    return before
  } finally {
    removeDatabase(copy)
    await lock.leave()
  }
}

function copyBackup(from: string, to: string): void {
  if (existsSync(`${from}-wal`) && statSync(`${from}-wal`).size > 0)
    throw refusal(`${from} is a database in use, not a backup; make one of it with courant backup.`)
  try {
    copyFileSync(from, to)
    chmodSync(to, 0o600)
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? error.code : error
    throw refusal(
      `${from} cannot be copied to ${to} (${code}); check the paths, the permissions and the space.`,
    )
  }
}

/** @throws Error when it is no whole database of this version or an earlier one. */
function checkBackup(from: string, copy: string): void {
  let done: unknown[]
  try {
    const database = new Sqlite(copy)
    try {
      done = database.prepare('select name from kysely_migration').pluck().all()
    } finally {
      database.close()
    }
    makeWhole(copy)
  } catch {
    throw refusal(`${from} is not a database of Courant, or it is damaged; choose another file.`)
  }
  if (!done.every((name) => typeof name === 'string' && Object.hasOwn(steps, name)))
    throw refusal(`${from} was made by a newer version of Courant; update the program, then restore it.`)
}

/** One file without its log beside it. @throws Error when it is damaged */
function makeWhole(file: string): void {
  const database = new Sqlite(file)
  try {
    database.pragma('journal_mode = DELETE')
    const found = database.pragma('quick_check(1)', { simple: true })
    if (found !== 'ok') throw refusal(`the copy is damaged (${found}); check the disk and try again.`)
  } finally {
    database.close()
  }
}

/** A database consists of these. */
const parts = ['', '-wal', '-shm', '-journal']

/**
 * Gives a database a second name, so that there is one at the first until another takes its place: a bot that found none
 * would begin anew, and post everything again. Its log, which has one name, is emptied into it, or goes with the second.
 */
function keepBeside(file: string, beside: string): void {
  emptyLog(file)
  try {
    linkSync(file, beside)
  } catch {
    // Some file systems have no second names.
    renameSync(file, beside)
  }
  for (const part of parts.slice(1))
    if (existsSync(`${file}${part}`)) renameSync(`${file}${part}`, `${beside}${part}`)
}

/** Not that of a damaged database: what can be saved of it is in both. */
function emptyLog(file: string): void {
  try {
    const database = new Sqlite(file)
    try {
      database.pragma('journal_mode = DELETE')
    } finally {
      database.close()
    }
  } catch {
    // It stays as it is.
  }
}

function removeDatabase(file: string): void {
  for (const part of parts) rmSync(`${file}${part}`, { force: true })
}

/** It holds all that is stored, secrets too. */
function createPrivate(file: string): void {
  try {
    closeSync(openSync(file, 'wx', 0o600))
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? error.code : error
    const remedy =
      code === 'EEXIST' ? 'another backup writes it, or was stopped; remove it then' : 'choose another place'
    throw refusal(`${file} cannot be written (${code}); ${remedy}.`)
  }
}

function refusal(sentence: string): Error {
  return new Error(`courant: ${sentence}`)
}
