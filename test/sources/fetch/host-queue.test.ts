import { describe, expect, it } from 'vitest'
import {
  createHostQueue,
  type HostQueueOptions,
  siteOf,
  type WaitOptions,
} from '../../../src/sources/fetch/host-queue.js'
import type { SourceError } from '../../../src/sources/source-error.js'

/** Lets everything that can happen without time passing happen. */
const settle = () => new Promise<void>((resolve) => setImmediate(resolve))

/** A clock that stands still until it is told to go on. */
function stoppedClock() {
  const sleepers = new Set<{ until: number; wake(): void }>()
  let time = 1_000_000
  return {
    now: () => time,
    sleeping: () => sleepers.size,
    sleep: (ms: number, signal: AbortSignal) =>
      new Promise<void>((resolve) => {
        const sleeper = { until: time + ms, wake: resolve }
        sleepers.add(sleeper)
        signal.addEventListener('abort', () => {
          sleepers.delete(sleeper)
          resolve()
        })
      }),
    async pass(ms: number): Promise<void> {
      const end = time + ms
      for (;;) {
        await settle()
        const [next] = [...sleepers].sort((a, b) => a.until - b.until)
        if (!next || next.until > end) break
        time = Math.max(time, next.until)
        sleepers.delete(next)
        next.wake()
      }
      time = end
    },
  }
}

function setup(options: Partial<HostQueueOptions> = {}) {
  const clock = stoppedClock()
  const queue = createHostQueue({
    minGapMs: 250,
    perUrlHosts: [],
    isOwn: () => false,
    now: clock.now,
    sleep: clock.sleep,
    ...options,
  })
  const started: [name: string, at: number][] = []
  const from = clock.now()
  /** Asks for a turn, notes when it comes, and gives it back after a time. */
  const visit = async (name: string, address: string, wait: WaitOptions = {}, lasts = 0) => {
    const turn = await queue.enter(new URL(address), wait)
    started.push([name, clock.now() - from])
    if (lasts > 0) await clock.sleep(lasts, new AbortController().signal)
    turn.end()
  }
  return { queue, clock, started, visit }
}

const failure = (promise: Promise<unknown>): Promise<SourceError> =>
  promise.then(
    () => expect.unreachable('it should be refused'),
    (error: SourceError) => error,
  )

describe('a site', () => {
  it.each([
    ['https://www.paper.example.co.uk/a', 'example.co.uk'],
    ['https://a.github.io/feed', 'a.github.io'],
    ['http://192.168.1.20:8080/x', '192.168.1.20'],
    ['http://[2001:db8::1]/x', '[2001:db8::1]'],
    ['http://intranet/feed', 'intranet'],
  ])('of %s is %s', (address, site) => {
    expect(siteOf(new URL(address))).toBe(site)
  })
})

describe('requests to one site', () => {
  it('go one after the other, in the order they came, with a pause in between', async () => {
    const { visit, clock, started } = setup()
    const visits = [
      visit('a', 'https://www.paper.example/1', {}, 1000),
      visit('b', 'https://feeds.paper.example/2', {}, 1000),
      visit('c', 'https://paper.example/3'),
    ]
    await clock.pass(10_000)
    await Promise.all(visits)
    expect(started).toEqual([
      ['a', 0],
      ['b', 1250],
      ['c', 2500],
    ])
  })

  it('do not wait for those to another site, and own hosts need no pause', async () => {
    const { visit, clock, started } = setup({ isOwn: (host) => host === '10.0.0.1' })
    const addresses = ['https://a.example/', 'https://b.example/', 'http://10.0.0.1/1', 'http://10.0.0.1/2']
    const visits = addresses.map((address) => visit(address, address))
    await settle()
    await Promise.all(visits)
    expect(started.map(([, at]) => at)).toEqual([0, 0, 0, 0])
    expect(clock.sleeping()).toBe(0)
  })

  it('let people who wait go first, who need not wait for a Crawl-delay either', async () => {
    const { queue, visit, clock, started } = setup()
    queue.slowDown(new URL('https://paper.example/'), 30_000)
    const visits = ['a', 'b', 'c'].map((name) => visit(name, 'https://paper.example/'))
    await clock.pass(1000)
    visits.push(visit('person', 'https://paper.example/', { interactive: true }))
    await clock.pass(100_000)
    await Promise.all(visits)
    expect(started).toEqual([
      ['a', 0],
      ['person', 1000],
      ['b', 31_000],
      ['c', 61_000],
    ])
  })

  it('that are given up leave the line and no timer', async () => {
    const { visit, clock, started } = setup()
    const giveUp = new AbortController()
    await visit('a', 'https://paper.example/')
    const waiting = visit('b', 'https://paper.example/', { signal: giveUp.signal })
    await settle()
    expect(clock.sleeping()).toBe(1)
    giveUp.abort(new Error('stop'))
    await expect(waiting).rejects.toThrow('stop')
    await settle()
    expect(clock.sleeping()).toBe(0)
    const last = visit('c', 'https://paper.example/')
    await clock.pass(250)
    await last
    expect(started.map(([name]) => name)).toEqual(['a', 'c'])
  })

  it('are refused when too many wait, and when the queue closes', async () => {
    const { queue, visit } = setup()
    const url = new URL('https://paper.example/')
    const turn = await queue.enter(url)
    const waiting = Array.from({ length: 100 }, () => failure(visit('x', url.href)))
    await settle()
    expect((await failure(visit('y', url.href))).key).toBe('source.crowded')
    queue.close()
    expect((await Promise.all(waiting)).every(({ message }) => message.includes('closed'))).toBe(true)
    turn.end()
    expect((await failure(visit('z', url.href))).message).toContain('closed')
  })
})

describe('a site that is overburdened', () => {
  const url = new URL('https://paper.example/feed')
  const gapAfter = async (statuses: number[]) => {
    const { queue, visit, clock, started } = setup()
    for (const status of statuses) queue.learn(url, status, null)
    const visits = [visit('a', url.href), visit('b', url.href)]
    await clock.pass(100_000)
    await Promise.all(visits)
    return started[1]?.[1]
  }

  it.each([
    ['at first', [], 250],
    ['after one refusal', [429], 500],
    ['doubled with each', [429, 503, 429], 2000],
    ['at most a minute', Array(20).fill(429), 60_000],
    ['shorter again with each answer', [429, 429, 200], 900],
    ['as at first in the end', [429, 429, ...Array(30).fill(200)], 250],
  ])('is asked with a pause: %s', async (_when, statuses, gap) => {
    expect(await gapAfter(statuses)).toBe(gap)
  })
})

describe('Retry-After', () => {
  const feed = new URL('https://www.paper.example/feed')
  const other = 'https://paper.example/other'

  it('stops all requests to a public site until its time has come', async () => {
    const { queue, visit, clock } = setup()
    queue.learn(feed, 429, 3_600_000)
    const error = await failure(visit('a', other))
    expect(error).toMatchObject({
      key: 'source.busy',
      retryAfterMs: 3_600_000,
      params: { host: 'paper.example' },
    })
    await clock.pass(3_600_000)
    await visit('b', other)
  })

  it('refuses those who wait already', async () => {
    const { queue, clock } = setup()
    const turn = await queue.enter(feed)
    const waiting = failure(queue.enter(feed))
    queue.learn(feed, 503, 60_000)
    turn.end()
    await clock.pass(0)
    expect((await waiting).key).toBe('source.busy')
  })

  it('of a few seconds is waited out', async () => {
    const { queue, visit, clock, started } = setup()
    queue.learn(feed, 503, 4000)
    const visited = visit('a', other)
    await clock.pass(4000)
    await visited
    expect(started).toEqual([['a', 4000]])
  })

  it.each([
    ['the operator’s own host', { isOwn: () => true }],
    ['a host named as an aggregator', { perUrlHosts: ['www.paper.example'] }],
  ])('stops requests to one address only at %s', async (_where, options) => {
    const { queue, visit, clock } = setup(options)
    queue.learn(feed, 429, 3_600_000)
    expect((await failure(visit('a', feed.href))).key).toBe('source.busy')
    const visited = visit('b', new URL('/other', feed).href)
    await clock.pass(10_000)
    await visited
  })

  it('counts for a day at most, and not with an answer', async () => {
    const { queue, visit } = setup()
    queue.learn(feed, 200, 3_600_000)
    await visit('a', feed.href)
    queue.learn(feed, 503, 1e12)
    expect((await failure(visit('b', feed.href))).retryAfterMs).toBe(86_400_000)
  })
})

it('forgets the sites that were asked longest ago', async () => {
  const { queue, visit } = setup()
  const first = new URL('https://first.example/')
  queue.learn(first, 429, 3_600_000)
  for (let i = 0; i < 5000; i++) queue.learn(new URL(`https://s${i}.example/`), 200, null)
  await visit('a', first.href)
})
