import { expect, it } from 'vitest'
import { createSiteQueue } from '../../../src/sources/reading/site-queue.js'

/** Items are their own keys; the work on each ends when the test says so. */
function setUp(sitesAtOnce = 2) {
  const queue = createSiteQueue<number>(sitesAtOnce, (item) => item)
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
  const drained = queue.drain(work)
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
  const first = queue.drain(work)
  queue.add('slow', 1)
  queue.add('slow', 2)
  queue.add('quick', 3)
  const second = queue.drain(work)
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
  await expect(queue.drain(() => Promise.reject(new Error('broken')))).rejects.toThrow('broken')
  queue.add('a', 1)
  await queue.drain(async (item) => void started.push(item))
  expect(started).toEqual([1])
})
