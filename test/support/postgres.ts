import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import pg from 'pg'
import type { TestProject } from 'vitest/node'
import { startEmbeddedPostgres } from '../../bench/chaos/embedded-postgres.js'
import { openDatabase } from '../../src/store/database.js'

declare module 'vitest' {
  interface ProvidedContext {
    /** A real PostgreSQL server; every test makes its own database in it. */
    postgresUrl: string
    /** A folder of the run, with a database that has all tables and no rows. */
    databaseFolder: string
  }
}

/** What `emptyDatabase` copies: to migrate a database for each test takes most of the time of many. */
export const template = { name: 'courant_template', file: 'template.db' }

/** One PostgreSQL server for the whole run, and an empty database of both kinds to copy. */
export default async function prepareDatabases(project: TestProject) {
  const { url, stop } = await startEmbeddedPostgres()
  const folder = mkdtempSync(join(tmpdir(), 'courant-databases-'))
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  await client.query(`CREATE DATABASE ${template.name}`)
  await client.end()
  for (const location of [
    { file: join(folder, template.file) },
    { url: url.replace(/postgres$/, template.name) },
  ]) {
    const database = await openDatabase(location)
    await database.close()
  }
  project.provide('postgresUrl', url)
  project.provide('databaseFolder', folder)
  return async () => {
    rmSync(folder, { recursive: true, force: true })
    await stop()
  }
}
