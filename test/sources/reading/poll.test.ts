import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { silentLog } from '../../../src/core/log.js'
import type { FetchResult } from '../../../src/sources/fetch/fetch.js'
import { createPolling, type PollDeps } from '../../../src/sources/reading/poll.js'
import { type OpenDatabase, openDatabase } from '../../../src/store/database.js'
import { onlyProcess } from '../../../src/store/processes.js'
import { createStores, type Stores } from '../../../src/store/stores.js'
import { minute, noon } from '../../support/articles.js'
import { dialects, emptyDatabase } from '../../support/database.js'

const unchanged: FetchResult = {
  status: 'not-modified',
  etag: null,
  lastModified: null,
  maxAgeMs: null,
  expiresAt: null,
}

describe.each(dialects)('due sources, with %s', (dialect) => {
  let database: OpenDatabase
  let stores: Stores

  beforeEach(async () => {
    database = await openDatabase(await emptyDatabase(dialect))
    stores = createStores(database.db)
  })
  afterEach(() => database.close())

  /** Sources of a server, the first of them longest due. */
  async function follow(urls: readonly string[]): Promise<void> {
    for (const [i, url] of urls.entries()) {
      const due = { site_url: null, etag: null, last_modified: null, next_check_at: noon - minute + i }
      const source = await stores.sources.add({ kind: 'feed', url, title: url, ...due }, noon)
      await stores.followers.follow('guild', source.id, 'theo', noon)
    }
  }
  const siteUrls = (count: number) => Array.from({ length: count }, (_, i) => `https://site-${i}.test/feed`)

  /** A process that polls: what it asked for, and a way to give the answers, which are that nothing is new. */
  function startProcess() {
    const asked: string[] = []
    const answers = new Map<string, () => void>()
    let wake = () => {}
    const fetcher = {
      get(url: string) {
        asked.push(url)
        wake()
        return new Promise<FetchResult>((resolve) => answers.set(url, () => resolve(unchanged)))
      },
    }
    const never = () => Promise.reject(new Error('nothing is new'))
    const polling = createPolling({
      stores,
      tools: { fetcher, parser: {}, robots: {} } as unknown as PollDeps['tools'],
      folders: {} as PollDeps['folders'],
      pace: { fastestMs: 15 * minute },
      holdSite: onlyProcess().holdSite,
      log: silentLog,
      now: () => noon,
      ingest: never,
    })
    return {
      asked,
      poll: () => polling.pollDue(),
      answer(url: string): void {
        answers.get(url)?.()
        answers.delete(url)
      },
      async hasAsked(count: number): Promise<void> {
        while (asked.length < count) await new Promise<void>((resolve) => (wake = resolve))
      },
    }
  }
  type Process = ReturnType<typeof startProcess>

  async function answerAll(processes: readonly Process[], done: Promise<unknown>): Promise<void> {
    let isDone = false
    const ended = done.then(() => {
      isDone = true
    })
    while (!isDone) {
      for (const process of processes) for (const url of process.asked) process.answer(url)
      await new Promise((resolve) => setImmediate(resolve))
    }
    await ended
  }

  it('are left to other processes as far as this one cannot read them yet', async () => {
    const urls = siteUrls(60)
    await follow(urls)
    const [one, two] = [startProcess(), startProcess()]
    const first = one.poll()
    await one.hasAsked(24)
    const second = two.poll()
    await two.hasAsked(24)
    expect([one.asked.length, two.asked.length]).toEqual([24, 24])
    await answerAll([one, two], Promise.all([first, second]))
    expect([...one.asked, ...two.asked].sort()).toEqual([...urls].sort())
  })

  it('of a site that has many keep those of others waiting no longer than one of them takes', async () => {
    const many = Array.from({ length: 100 }, (_, i) => `https://many.test/${i}`)
    const others = siteUrls(30)
    await follow([...many, ...others])
    const process = startProcess()
    const polled = process.poll()
    await process.hasAsked(24)
    expect(process.asked.slice(0, 24)).toEqual([many[0], ...others.slice(0, 23)])
    for (const url of others.slice(0, 7)) process.answer(url)
    await process.hasAsked(31)
    expect(process.asked.slice(24)).toEqual(others.slice(23))
    await answerAll([process], polled)
    expect([...process.asked].sort()).toEqual([...many, ...others].sort())
  })

  it('are read once, also when a tick comes before the last one has ended', async () => {
    const urls = siteUrls(30)
    await follow(urls)
    const process = startProcess()
    const ticks = [process.poll(), process.poll()]
    await answerAll([process], Promise.all(ticks))
    expect([...process.asked].sort()).toEqual([...urls].sort())
    expect(await stores.sources.overdue(noon)).toEqual([])
  })
})
