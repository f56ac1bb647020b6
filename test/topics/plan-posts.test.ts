import { describe, expect, it } from 'vitest'
import { maxListed, maxSinglePosts, planPosts } from '../../src/topics/plan-posts.js'

describe('planPosts', () => {
  it.each([0, 1, maxSinglePosts, maxSinglePosts + 1, 50, 333])(
    'puts each of %d articles into exactly one message, in order',
    (count) => {
      const waiting = Array.from({ length: count }, (_, i) => i)
      const posts = planPosts(waiting)
      expect(posts.flat()).toEqual(waiting)
      expect(Math.max(0, ...posts.map((post) => post.length))).toBeLessThanOrEqual(maxListed)
    },
  )

  it('posts a few one by one', () => {
    expect(planPosts([1, 2, 3])).toEqual([[1], [2], [3]])
  })

  it('turns a flood into few messages', () => {
    expect(planPosts(Array.from({ length: 100 }, (_, i) => i)).length).toBeLessThan(20)
  })
})
