import { accessSync, constants, existsSync } from 'node:fs'
import { statfs } from 'node:fs/promises'
import { dirname } from 'node:path'
import { sql } from 'kysely'
import { type Location, openDatabase } from '../store/database.js'
import { schemaVersion } from '../store/migrations/index.js'
import { openSqliteFile } from '../store/sqlite-file.js'
import type { Check } from './check.js'
import { redact } from './logger.js'

/** A day of a busy bot, and room for the log beside the file. */
const leastFreeBytes = 500_000_000

/** Whether the database is whole and can be written to. `articles` is how many it holds. */
export async function checkDatabase(location: Location, articles: number): Promise<Check> {
  const name = 'database'
  if ('file' in location && !existsSync(location.file))
    return {
      name,
      ok: true,
      detail: `${location.file} is not there yet; npm start or courant import makes it`,
    }
  const where = 'url' in location ? redact(location.url) : location.file
  const problem = 'url' in location ? await serverProblem(location) : fileProblem(location.file)
  if (problem !== undefined) return { name, ok: false, detail: `${where}: ${problem}` }
  return { name, ok: true, detail: `${where}, ${articles} articles, schema ${schemaVersion}` }
}

function fileProblem(file: string): string | undefined {
  try {
    for (const path of [file, dirname(file)]) accessSync(path, constants.W_OK)
  } catch {
    return 'it, or its folder, cannot be written; give the user that runs the bot the right to'
  }
  const database = openSqliteFile(file, { readonly: true })
  try {
    const found = database.pragma('quick_check(1)', { simple: true })
    return found === 'ok' ? undefined : `it is damaged (${found}); restore a backup with courant restore`
  } finally {
    database.close()
  }
}

async function serverProblem(location: Location): Promise<string | undefined> {
  const { db, close } = await openDatabase(location)
  try {
    const { rows } = await sql<{ setting: string }>`
      select current_setting('transaction_read_only') as setting`.execute(db)
    return rows[0]?.setting === 'on'
      ? 'it only answers and takes nothing in; correct DATABASE_URL to name the main server'
      : undefined
  } finally {
    await close()
  }
}

/** Room for the database to grow. A PostgreSQL server's disk cannot be seen from here. */
export async function checkDisk(location: Location): Promise<Check> {
  const name = 'disk'
  if ('url' in location) return { name, ok: true, detail: "PostgreSQL's own; watch it there" }
  let folder = dirname(location.file)
  while (!existsSync(folder)) folder = dirname(folder)
  const { bavail, bsize } = await statfs(folder)
  const free = bavail * bsize
  const gigabytes = `${(free / 1e9).toFixed(1)} GB free at ${folder}`
  return free >= leastFreeBytes
    ? { name, ok: true, detail: gigabytes }
    : { name, ok: false, detail: `${gigabytes}; make room, or set DATABASE_FILE to another disk` }
}
