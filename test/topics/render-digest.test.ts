import { describe, expect, it } from 'vitest'
import type { Article } from '../../src/core/article.js'
import { translator } from '../../src/core/i18n.js'
import { planDigest, planDigestInTurns } from '../../src/summaries/digest.js'
import { renderDigestPost, renderPages } from '../../src/topics/render-digest.js'

const now = Date.UTC(2026, 2, 10)
const t = translator('en')

/** Each about something else, with sentences of a length that fills pages unevenly. */
function articles(count: number, words: (i: number) => number): Article[] {
  return Array.from({ length: count }, (_, i) => ({
    id: i + 1,
    identity: String(i),
    sourceId: i,
    sourceTitle: `Source ${i}`,
    title: `Title ${i}`,
    url: `https://news.test/${i}`,
    text: `The ${'*'.repeat(words(i))} ferry number ${i} left. Dogs travel on ferry number ${i}.`,
    kind: 'full',
    author: null,
    language: 'en',
    publishedAt: now,
    addedAt: now,
    datedAt: now - i,
    updatedAt: now,
    storyId: i + 1,
  }))
}

describe('renderPages', () => {
  it.each([
    ['short', () => 1],
    ['long', () => 440],
    ['uneven', (i: number) => (i % 3) * 220],
  ])('shows every story on exactly one page that has room for it: %s ones', (_, words) => {
    const { stories } = planDigest(articles(25, words), { now, stories: 25 })
    const pages = renderPages(stories, t, { maxLength: 2000, most: 5 })
    expect(pages.flatMap((page) => page.stories)).toEqual(stories)
    for (const { description, stories } of pages) {
      expect(description.length).toBeLessThanOrEqual(2000)
      expect(stories.length).toBeLessThanOrEqual(5)
    }
  })

  it('cuts a story that no page has room for', () => {
    const { stories } = planDigest(
      articles(2, () => 440),
      { now },
    )
    const pages = renderPages(stories, t, { maxLength: 300, most: 5 })
    expect(pages.map(({ description }) => description.length <= 300)).toEqual([true, true])
  })
})

describe('renderDigestPost', () => {
  it('escapes the name of the topic', async () => {
    const post = { topic: '*all* <@1>', nonce: 'n', now, earlier: [], t }
    const { embeds } = await renderDigestPost(
      articles(2, () => 1),
      post,
    )
    expect(embeds?.[0]?.title).toBe('\\*all\\* \\<@1\\>: what is new')
  })
})

describe('planDigestInTurns', () => {
  it('plans the same, and lets others have their turn', async () => {
    const many = articles(40, () => 1).map((article) => ({ ...article, storyId: null }))
    let turns = 0
    const count = () => {
      turns++
      next = setImmediate(count)
    }
    let next = setImmediate(count)
    const digest = await planDigestInTurns(many, { now, stories: 20 })
    clearImmediate(next)
    expect(digest).toEqual(planDigest(many, { now, stories: 20 }))
    expect(turns).toBeGreaterThan(10)
  })
})
