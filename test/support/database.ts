import { randomUUID } from 'node:crypto'
import pg from 'pg'
import { inject } from 'vitest'
import type { Location } from '../../src/store/database.js'

export const dialects = ['sqlite', 'postgres'] as const
export type Dialect = (typeof dialects)[number]

/** An empty database of its own: in memory, or one in the run's PostgreSQL server. */
export async function emptyDatabase(dialect: Dialect): Promise<Location> {
  if (dialect === 'sqlite') return { file: ':memory:' }
  const server = inject('postgresUrl')
  const name = `test_${randomUUID().replaceAll('-', '')}`
  const client = new pg.Client({ connectionString: server })
  await client.connect()
  await client.query(`CREATE DATABASE ${name}`)
  await client.end()
  return { url: server.replace(/postgres$/, name) }
}
