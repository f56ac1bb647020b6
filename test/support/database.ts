import { randomUUID } from 'node:crypto'
import { copyFileSync } from 'node:fs'
import { join } from 'node:path'
import pg from 'pg'
import { inject } from 'vitest'
import type { Location } from '../../src/store/database.js'
import { template } from './postgres.js'

export const dialects = ['sqlite', 'postgres'] as const
export type Dialect = (typeof dialects)[number]

/** A database of its own with all tables and no rows: a file of the run, or one in its PostgreSQL server. */
export async function emptyDatabase(dialect: 'postgres'): Promise<{ url: string }>
export async function emptyDatabase(dialect: Dialect): Promise<Location>
export async function emptyDatabase(dialect: Dialect): Promise<Location> {
  if (dialect === 'postgres') return await createPostgres(`TEMPLATE ${template.name} STRATEGY file_copy`)
  const folder = inject('databaseFolder')
  const file = join(folder, `${randomUUID()}.db`)
  copyFileSync(join(folder, template.file), file)
  return { file }
}

/** One without tables. */
export async function blankDatabase(dialect: Dialect): Promise<Location> {
  return dialect === 'postgres' ? await createPostgres('') : { file: ':memory:' }
}

async function createPostgres(options: string): Promise<{ url: string }> {
  const server = inject('postgresUrl')
  const name = `test_${randomUUID().replaceAll('-', '')}`
  const client = new pg.Client({ connectionString: server })
  await client.connect()
  await client.query(`CREATE DATABASE ${name} ${options}`)
  await client.end()
  return { url: server.replace(/postgres$/, name) }
}
