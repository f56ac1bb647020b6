import { setTimeout as sleep } from 'node:timers/promises'
import pg from 'pg'
import { DatabaseUnavailable, readPostgresFailure } from './unavailable.js'

/** A look whether the connection still works; the answer has as long. */
const beatMs = 5000
const reconnectMs = 1000
/**
 * The server gives up a connection whose machine is gone after 25 s at the earliest, when this side, if it is alive,
 * has known for a while: what the session holds is never held twice.
 */
const noticeLoss =
  'SET tcp_keepalives_idle = 10; SET tcp_keepalives_interval = 5; SET tcp_keepalives_count = 3'

export interface PostgresSessionOptions {
  url: string
  /** What administrators see in pg_stat_activity. */
  name: string
  /** Makes a new connection what the session is for: its locks, what it listens to. */
  prepare(client: pg.Client): Promise<void>
  onNotification(payload: string): void
  /** The connection is gone, and with it all that it held. */
  onLost(): void
  /** It is there again, and prepared. */
  onBack(): void
  /** Whether a connection that could not be made or prepared is the end: the session is not tried again. */
  isFinal(error: unknown): boolean
}

export interface PostgresSession {
  /** @throws DatabaseUnavailable while there is no connection. */
  query<Row extends pg.QueryResultRow>(statement: string, values?: unknown[]): Promise<Row[]>
  isConnected(): boolean
  close(): Promise<void>
}

/** One connection for what lives as long as a connection does. When it breaks, it is made anew until that succeeds. */
export async function openPostgresSession(options: PostgresSessionOptions): Promise<PostgresSession> {
  let client: pg.Client | undefined
  let isClosed = false
  /** One statement at a time. */
  let last: Promise<unknown> = Promise.resolve()
  let reconnecting: Promise<void> = Promise.resolve()

  async function connect(): Promise<pg.Client> {
    const fresh = new pg.Client({
      connectionString: options.url,
      application_name: options.name,
      connectionTimeoutMillis: 10_000,
      statement_timeout: beatMs,
      query_timeout: beatMs,
      keepAlive: true,
    })
    fresh.on('error', () => lose(fresh))
    fresh.on('end', () => lose(fresh))
    fresh.on('notification', ({ payload }) => options.onNotification(payload ?? ''))
    try {
      await fresh.connect()
      await fresh.query(noticeLoss)
      await options.prepare(fresh)
      return fresh
    } catch (error) {
      void fresh.end().catch(() => {})
      throw readPostgresFailure(error)
    }
  }

  function lose(which: pg.Client): void {
    if (isClosed || client !== which) return
    client = undefined
    void which.end().catch(() => {})
    options.onLost()
    reconnecting = reconnect()
  }

  async function reconnect(): Promise<void> {
    while (!isClosed) {
      try {
        client = await connect()
        return options.onBack()
      } catch (error) {
        if (options.isFinal(error)) return
      }
      await sleep(reconnectMs)
    }
  }

  async function ask<Row extends pg.QueryResultRow>(statement: string, values: unknown[]): Promise<Row[]> {
    const asked = client
    if (!asked) throw new DatabaseUnavailable(new Error('the connection is being made anew'))
    try {
      return (await asked.query<Row>(statement, values)).rows
    } catch (error) {
      const failure = readPostgresFailure(error)
      if (failure instanceof DatabaseUnavailable) lose(asked)
      throw failure
    }
  }

  function query<Row extends pg.QueryResultRow>(statement: string, values: unknown[] = []): Promise<Row[]> {
    const answer = last.then(() => ask<Row>(statement, values))
    last = answer.catch(() => {})
    return answer
  }

  client = await connect()
  const beat = setInterval(() => void query('SELECT 1').catch(() => {}), beatMs).unref()
  return {
    query,
    isConnected: () => client !== undefined,
    async close() {
      isClosed = true
      clearInterval(beat)
      await reconnecting
      await client?.end().catch(() => {})
    },
  }
}
