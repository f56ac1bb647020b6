import { expect, it } from 'vitest'
import { createSiteQueue } from '../../../src/sources/reading/site-queue.js'
import { onlyProcess } from '../../../src/store/processes.js'

/** Items are their own keys; the work on each ends when the test says so. */
function setUp(sitesAtOnce = 2, holdSite = onlyProcess().holdSite) {
  const queue = createSiteQueue<number>({ sitesAtOnce, keyOf: (item) => item, holdSite })
  const started: number[] = []
  const ends = new Map<number, () => void>()
  const work = (item: number) => {
    started.push(item)
    return new Promise<void>((resolve) => ends.set(item, resolve))
  }
  const end = async (item: number) => {
    ends.get(item)?.()
    await new Promise((resolve) => setImmediate(resolve))
  }
  return { queue, started, work, end }
}

it('works on several sites at once, and on one thing of each', async () => {
  const { queue, started, work, end } = setUp()
  for (const [site, item] of [
    ['a', 1],
    ['a', 2],
    ['b', 3],
    ['c', 4],
  ] as const)
    queue.add(site, item)
  const drained = queue.drain({ work })
  expect(started).toEqual([1, 3])
  await end(3)
  expect(started).toEqual([1, 3, 4])
  await end(1)
  expect(started).toEqual([1, 3, 4, 2])
  await end(4)
  await end(2)
  await drained
})

it('lets a later call go on beside a slow site, and leaves that site to the earlier one', async () => {
  const { queue, started, work, end } = setUp()
  queue.add('slow', 1)
  const first = queue.drain({ work })
  queue.add('slow', 1)
  queue.add('slow', 2)
  queue.add('quick', 3)
  const second = queue.drain({ work })
  expect(started).toEqual([1, 3])
  await end(3)
  await second
  await end(1)
  await end(2)
  await first
  expect(started).toEqual([1, 3, 2])
})

it('goes on with the next site when the work on one fails', async () => {
  const { queue, started } = setUp(1)
  queue.add('a', 1)
  await expect(queue.drain({ work: () => Promise.reject(new Error('broken')) })).rejects.toThrow('broken')
  queue.add('a', 1)
  await queue.drain({ work: async (item) => void started.push(item) })
  expect(started).toEqual([1])
})

it('leaves a site that another process asks, and says what it was turned away with', async () => {
  const { queue, started, work, end } = setUp(2, async (site, work) => {
    if (site === 'taken') return false
    await work()
    return true
  })
  queue.add('taken', 1)
  queue.add('taken', 2)
  queue.add('free', 3)
  const left: number[] = []
  const drained = queue.drain({ work, turnedAway: async (items) => void left.push(...items) })
  await end(3)
  await drained
  expect({ started, left, known: queue.keys() }).toEqual({ started: [3], left: [1, 2], known: [] })
})
