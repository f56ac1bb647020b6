import { setTimeout as sleep } from 'node:timers/promises'
import type pg from 'pg'
import { areAll, formatShards, type Shards, shareServers } from '../core/shards.js'

/** Keys of PostgreSQL's advisory locks: of shard `id` of `total` it is (shardSpace + total, id). */
const shardSpace = 0x4355_0000
/** No total is 0: held while the locks of others are looked at. */
const mutex = [shardSpace, 0] as const
/** What earlier versions of the program lock for themselves alone. */
const wholeDatabase = 1_129_270_611
const attemptEveryMs = 500

/** Shards of this process are another one's. */
export class ShardsTaken extends Error {
  override name = 'ShardsTaken'
}

interface Holder {
  id: number
  total: number
  name: string
  address: string | null
}

/**
 * Claims shards for the one process of a connection; the server gives them back when the connection ends, however that
 * comes. Two shards exclude each other when some server belongs to both, whatever their totals: while a bot goes over to
 * another number of shards, process by process, no server is served twice.
 *
 * @throws ShardsTaken with the remedy when another process holds one of them for longer than `patienceMs`: after a crash
 *   the server may take a moment to see that a connection is gone.
 */
export async function lockShards(
  client: pg.Client,
  { shards, name, patienceMs }: { shards: Shards; name: string; patienceMs: number },
): Promise<void> {
  await endEarlier(client, name)
  for (let waited = 0; ; waited += attemptEveryMs) {
    const holder = await tryLock(client, shards)
    if (!holder) return
    if (waited >= patienceMs) throw taken(shards, holder)
    await sleep(attemptEveryMs)
  }
}

/** A connection that this process has lost may still be alive in the eyes of the server. */
async function endEarlier(client: pg.Client, name: string): Promise<void> {
  await client.query(
    'SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = $1 AND pid <> pg_backend_pid()',
    [name],
  )
}

/** Returns who holds what stands in the way. All shards or none are locked. */
async function tryLock(client: pg.Client, shards: Shards): Promise<Holder | undefined> {
  await client.query('BEGIN')
  try {
    await client.query('SELECT pg_advisory_xact_lock($1, $2)', [...mutex])
    const holder = (await holders(client)).find((other) =>
      shards.ids.some((id) => shareServers({ id, total: shards.total }, other)),
    )
    if (holder) return holder
    const { rows } = await client.query<{ free: boolean }>('SELECT pg_try_advisory_lock_shared($1) AS free', [
      wholeDatabase,
    ])
    if (!rows[0]?.free) return { id: 0, total: 1, name: 'an earlier version of Courant', address: null }
    // Of the session, not of the transaction.
    await client.query('SELECT pg_advisory_lock($1, id) FROM unnest($2::int[]) AS id', [
      shardSpace + shards.total,
      shards.ids,
    ])
    return undefined
  } finally {
    await client.query('COMMIT')
  }
}

async function holders(client: pg.Client): Promise<Holder[]> {
  const { rows } = await client.query<Holder>(
    `SELECT l.objid::int AS id, (l.classid::bigint - $1)::int AS total,
       coalesce(a.application_name, '') AS name, host(a.client_addr) AS address
     FROM pg_locks l LEFT JOIN pg_stat_activity a ON a.pid = l.pid
     WHERE l.locktype = 'advisory' AND l.objsubid = 2 AND l.pid <> pg_backend_pid()
       AND l.database = (SELECT oid FROM pg_database WHERE datname = current_database())
       AND l.classid::bigint BETWEEN $1 + 1 AND $1 + 65535`,
    [shardSpace],
  )
  return rows
}

function taken(shards: Shards, { id, total, name, address }: Holder): ShardsTaken {
  const who = `${name}${address ? ` at ${address}` : ''}`
  if (areAll(shards) && total === 1)
    return new ShardsTaken(
      `database: another bot is running on this PostgreSQL database (${who}). Stop it first, give this one its own ` +
        'database with DATABASE_URL, or divide the servers between both with SHARDS.',
    )
  return new ShardsTaken(
    `shards: servers of ${formatShards(shards)} are served by another process, which has shard ${id}/${total} ` +
      `(${who}). Stop it first, or give this one other SHARDS.`,
  )
}
