import { afterEach, describe, expect, it } from 'vitest'
import { fromRoot } from '../../../src/core/root.js'
import { createWorkerPool, type WorkerPool } from '../../../src/sources/parsing/worker-pool.js'

let pool: WorkerPool
afterEach(() => pool.close())

function open(options: Partial<Parameters<typeof createWorkerPool>[0]> = {}): WorkerPool {
  const file = fromRoot('test', 'fixtures', 'workers', 'odd-worker.mjs')
  const ample = { size: 1, budgetMs: 15_000, maxHeapMb: 64, maxWaitingBytes: 1000, idleMs: 15_000 }
  pool = createWorkerPool({ file, ...ample, ...options })
  return pool
}

const ask = (deed: string, bytes = 1) => pool.ask({ deed }, bytes)

describe('a pool of workers', () => {
  it('gives each message its own answer, bytes as bytes', async () => {
    open({ size: 2 })
    const messages = Array.from({ length: 6 }, (_, i) => ({ deed: 'echo', body: new Uint8Array([i, 255]) }))
    expect(await Promise.all(messages.map((message) => pool.ask(message, 1)))).toEqual(messages)
  })

  it('keeps a worker for the next message, and starts no more than it may', async () => {
    open({ size: 2 })
    const pids = await Promise.all(Array.from({ length: 6 }, () => ask('pid')))
    expect(new Set(pids).size).toBeLessThanOrEqual(2)
    expect(pids).toContain(await ask('pid'))
  })

  it('ends a worker that has nothing to do', async () => {
    open({ idleMs: 0 })
    const pid = Number(await ask('pid'))
    await expect.poll(() => isAlive(pid)).toBe(false)
    expect(await ask('pid')).not.toBe(pid)
  })

  it('gives no worker the environment of the bot', async () => {
    open()
    process.env.COURANT_TEST_SECRET = 'x'
    expect(await ask('environment')).not.toContain('COURANT_TEST_SECRET')
  })

  it('ends what takes too long, and goes on', async () => {
    open({ budgetMs: 3000 })
    const [spun, echoed] = await Promise.allSettled([ask('spin'), ask('pid')])
    expect(spun).toMatchObject({ reason: { name: 'OverBudget', of: 'time' } })
    expect(echoed.status).toBe('fulfilled')
  })

  it('survives what takes too much memory, and goes on', async () => {
    open()
    await expect(ask('fill')).rejects.toMatchObject({ name: 'OverBudget', of: 'memory' })
    expect(await ask('pid')).toBeGreaterThan(0)
  })

  it('lets no more wait than it has room for', async () => {
    open()
    const first = ask('pid', 900)
    const second = ask('pid', 900)
    await expect(ask('pid', 200)).rejects.toMatchObject({ name: 'OverBudget', of: 'waiting' })
    await Promise.all([first, second])
    expect(await ask('pid', 200)).toBeGreaterThan(0)
  })

  it('does not call a fault of the program a budget', async () => {
    open()
    await expect(ask('fail')).rejects.toThrow('ended with code 1')
  })

  it('fails what is under way when it is closed', async () => {
    open()
    const both = Promise.allSettled([ask('spin'), ask('pid')])
    pool.close()
    expect((await both).map(({ status }) => status)).toEqual(['rejected', 'rejected'])
    await expect(ask('pid')).rejects.toThrow('closed')
  })
})

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch {
    return false
  }
}
