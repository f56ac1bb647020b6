import pg from 'pg'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { silentLog } from '../../src/core/log.js'
import { parseShards } from '../../src/core/shards.js'
import { openDatabase } from '../../src/store/database.js'
import { joinProcesses, type Processes } from '../../src/store/processes.js'
import { createStores } from '../../src/store/stores.js'
import { minute, noon } from '../support/articles.js'
import { emptyDatabase } from '../support/database.js'

describe('processes on one PostgreSQL database', () => {
  let url: string
  const joined: Processes[] = []
  const expelled: string[] = []

  beforeEach(async () => {
    const location = await emptyDatabase('postgres')
    url = 'url' in location ? location.url : ''
    expelled.length = 0
  })
  afterEach(() => Promise.all(joined.splice(0).map((each) => each.leave())))

  async function join(text: string): Promise<Processes> {
    const shards = parseShards(text) ?? { ids: [], total: 0 }
    const onExpelled = (reason: string) => void expelled.push(reason)
    const processes = await joinProcesses({ url }, { shards, log: silentLog, onExpelled, patienceMs: 0 })
    joined.push(processes)
    return processes
  }

  async function leave(processes: Processes): Promise<void> {
    joined.splice(joined.indexOf(processes), 1)
    await processes.leave()
  }

  /** As an administrator, or a failing network, would. */
  async function cutConnections(of = '%'): Promise<void> {
    const client = new pg.Client({ connectionString: url })
    await client.connect()
    await client.query(
      `SELECT pg_terminate_backend(pid) FROM pg_stat_activity
       WHERE datname = current_database() AND pid <> pg_backend_pid() AND application_name LIKE $1`,
      [of],
    )
    await client.end()
  }

  it('takes a shard once, says who has it, and gives it free when its process leaves', async () => {
    const first = await join('0-1/4')
    await join('2,3/4')
    await expect(join('1/4')).rejects.toThrow(
      /^shards: servers of 1\/4 are served by another process, which has shard 1\/4 \(courant 0-1\/4 .*\)\. Stop it first, or give this one other SHARDS\.$/,
    )
    await expect(join('0/1')).rejects.toThrow(/^shards: servers of 0\/1 are served by another process/)
    await leave(first)
    await join('0-1/4')
  })

  it('serves no server twice while the number of shards changes', async () => {
    const old = await join('0/2')
    // Every second shard of four, or of six, was a part of it.
    await expect(join('2/4')).rejects.toThrow(/^shards: /)
    await join('1,3/4')
    await expect(join('3/6')).rejects.toThrow(/^shards: /)
    await leave(old)
    await join('0,2/4')
  })

  it('takes its shards again when the connection broke, and posts nothing in between', async () => {
    const processes = await join('0/2')
    await cutConnections()
    await expect.poll(() => processes.isServing()).toBe(false)
    await expect.poll(() => processes.isServing(), { timeout: 10_000 }).toBe(true)
    await expect(join('0/2')).rejects.toThrow(/^shards: /)
    expect(expelled).toEqual([])
  })

  it('ends when another process has taken its shards meanwhile', async () => {
    const processes = await join('0/2')
    // Another one that waits for the lock gets it the moment the connection ends.
    const successor = new pg.Client({ connectionString: url })
    await successor.connect()
    const locked = successor.query('SELECT pg_advisory_lock($1, $2)', [0x4355_0000 + 2, 0])
    await cutConnections('courant 0/2 %')
    await locked
    await expect.poll(() => expelled, { timeout: 15_000 }).toHaveLength(1)
    expect(processes.isServing()).toBe(false)
    await successor.end()
    expect(expelled[0]).toMatch(/^shards: servers of 0\/2 are served by another process/)
  })

  it('asks a site from one process at a time', async () => {
    const [one, other] = [await join('0/2'), await join('1/2')]
    let release = () => {}
    let first: Promise<boolean> | undefined
    await new Promise<void>((begun) => {
      first = one.holdSite('a.test', async () => {
        begun()
        await new Promise<void>((resolve) => (release = resolve))
      })
    })
    expect(await other.holdSite('a.test', async () => {})).toBe(false)
    expect(await other.holdSite('b.test', async () => {})).toBe(true)
    release()
    expect(await first).toBe(true)
    expect(await other.holdSite('a.test', async () => {})).toBe(true)
  })

  it('tells the others that articles have come, and not itself', async () => {
    const heard: string[] = []
    const [one, other] = [await join('0/2'), await join('1/2')]
    one.onNews(() => heard.push('one'))
    other.onNews(() => heard.push('other'))
    one.announce()
    one.announce()
    await expect.poll(() => heard).toEqual(['other'])
    await cutConnections()
    // What was announced while nobody listened is looked for.
    await expect.poll(() => heard.toSorted(), { timeout: 10_000 }).toEqual(['one', 'other', 'other'])
    one.announce()
    await expect.poll(() => heard.filter((who) => who === 'other').length).toBe(3)
  })

  it('lets one of all do what is done once', async () => {
    const { db, close } = await openDatabase({ url })
    const { runs } = createStores(db)
    const claims = await Promise.all(
      Array.from({ length: 5 }, () => runs.claim('prune', noon, noon + minute)),
    )
    expect(claims.filter(Boolean)).toHaveLength(1)
    expect(await runs.claim('prune', noon + minute, noon + 2 * minute)).toBe(true)
    await runs.prune(noon + 3 * minute)
    expect(await runs.claim('prune', noon, noon + minute)).toBe(true)
    await close()
  })

  it('survives a connection that breaks between two statements of a transaction', async () => {
    const { db, close } = await openDatabase({ url })
    const stores = createStores(db)
    await expect(
      stores.transaction(async (within) => {
        await within.runs.claim('a', noon, noon)
        await cutConnections()
        await within.runs.claim('b', noon, noon)
      }),
    ).rejects.toThrow(/^database: it cannot be reached/)
    expect(await stores.runs.claim('a', noon, noon)).toBe(true)
    await close()
  })
})
