import {
  type PostgresCursor,
  PostgresDialect,
  type PostgresPoolClient,
  type PostgresQueryResult,
} from 'kysely'
import pg from 'pg'
import { DatabaseUnavailable, readPostgresFailure } from './unavailable.js'

/** PostgreSQL's 64-bit integers as numbers: ids and times stay far below 2^53. */
const int8 = 20
const types = {
  getTypeParser: ((oid: number, format: 'text') =>
    oid === int8 ? Number : pg.types.getTypeParser(oid, format)) as typeof pg.types.getTypeParser,
}

/** Any one statement is short; a server that stopped answering must not hold a command for ever. */
const shortStatements = {
  statement_timeout: 30_000,
  // A machine that is gone does not even say that the time is up.
  query_timeout: 35_000,
}

/**
 * Kysely on a pool of connections that outlives what happens to any of them, and to the server. With `patient`,
 * statements may take as long as they need.
 */
export function createPostgresDialect(connectionString: string, { patient = false } = {}): PostgresDialect {
  const pool = new pg.Pool({
    connectionString,
    max: 10,
    connectionTimeoutMillis: 10_000,
    // A new connection knows nothing of the tables yet: what it learns costs more than many statements.
    idleTimeoutMillis: 5 * 60_000,
    ...(!patient && shortStatements),
    keepAlive: true,
    types,
  })
  // A connection that breaks is replaced by the pool, be it idle or between two statements of a transaction: without a
  // listener the event would end the process.
  pool.on('error', () => {})
  pool.on('connect', (client) => void client.on('error', () => {}))
  return new PostgresDialect({ pool: { connect: () => connect(pool), end: () => pool.end() } })
}

/** A connection that does not go back to the pool once it has failed: it may still be at work on its statement. */
async function connect(pool: pg.Pool): Promise<PostgresPoolClient> {
  const client = await pool.connect().catch((error: unknown) => {
    throw readPostgresFailure(error)
  })
  let isBroken = false

  function query<Row>(statement: string, values: readonly unknown[]): Promise<PostgresQueryResult<Row>>
  function query<Row>(cursor: PostgresCursor<Row>): PostgresCursor<Row>
  function query(statement: unknown, values?: readonly unknown[]): unknown {
    return client.query(String(statement), [...(values ?? [])]).catch((error: unknown) => {
      const failure = readPostgresFailure(error)
      isBroken ||= failure instanceof DatabaseUnavailable
      throw failure
    })
  }

  return { query, release: () => client.release(isBroken) }
}
