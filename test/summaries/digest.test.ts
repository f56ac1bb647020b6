import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { finish } from '../../src/core/steps.js'
import { planDigest } from '../../src/summaries/digest.js'
import type { DigestArticle } from '../../src/summaries/digest-article.js'
import { groupSteps } from '../../src/summaries/group-stories.js'
import { pickHeadline, sumUpStory } from '../../src/summaries/sum-up-story.js'

const hour = 3_600_000
const now = Date.UTC(2026, 2, 10)

function article(id: number, sourceId: number, more: Partial<DigestArticle> = {}): DigestArticle {
  return {
    id,
    sourceId,
    sourceTitle: `Source ${sourceId}`,
    title: `Title ${id}`,
    text: '',
    kind: 'full',
    language: 'en',
    datedAt: now - hour,
    storyId: id,
    ...more,
  }
}

const bridge = {
  title: 'Harbour bridge closes for nine months',
  text: 'Riverton closes its harbour bridge for nine months in March. Engineers found rust in the steel arch. Lunch was served.',
}

describe('planDigest', () => {
  it('puts what more sources tell first, then what is fresher', () => {
    const articles = [
      article(1, 1, { datedAt: now - 40 * hour }),
      article(2, 1, { datedAt: now - hour }),
      article(3, 1, { ...bridge, datedAt: now - 60 * hour }),
      article(4, 2, { ...bridge, storyId: 3, datedAt: now - 59 * hour }),
    ]
    const { stories } = planDigest(articles, { now })
    expect(stories.map(({ articles }) => articles[0]?.id)).toEqual([3, 2, 1])
  })

  it('puts what is new since the last digest before the rest', () => {
    const articles = [
      article(1, 1, { ...bridge, datedAt: now - 30 * hour }),
      article(2, 2, { ...bridge, storyId: 1, datedAt: now - 2 * hour }),
      article(3, 3, { title: 'Ferry prices rise', datedAt: now - 3 * hour }),
    ]
    const { stories } = planDigest(articles, { now, since: now - 24 * hour })
    expect(stories.map(({ isNew, articles }) => [isNew, articles.length])).toEqual([
      [true, 1],
      [false, 2],
    ])
  })

  it('takes for new what the bot has first had since, however old it is', () => {
    const since = now - 24 * hour
    const articles = [
      article(1, 1, { ...bridge, datedAt: now - 30 * hour, addedAt: now - hour }),
      article(2, 2, { title: 'Ferry prices rise', datedAt: now - hour, addedAt: now - 25 * hour }),
    ]
    const { stories } = planDigest(articles, { now, since })
    expect(stories.map(({ isNew, lead }) => [isNew, lead.id])).toEqual([
      [true, 1],
      [false, 2],
    ])
  })

  it('counts what it leaves out', () => {
    const articles = Array.from({ length: 9 }, (_, i) => article(i + 1, i + 1))
    expect(planDigest(articles, { now, stories: 4 })).toMatchObject({ articles: 9, moreStories: 5 })
    expect(planDigest([], { now })).toEqual({ stories: [], articles: 0, moreStories: 0 })
  })

  it('names each source once, the one of the headline first', () => {
    const articles = [
      article(1, 1, { ...bridge, title: 'What a week' }),
      article(2, 2, { ...bridge, storyId: 1 }),
      article(3, 2, { ...bridge, storyId: 1, title: 'Engineers found rust' }),
    ]
    const [story] = planDigest(articles, { now }).stories
    expect(story).toMatchObject({ lead: { id: 2 }, sources: ['Source 2', 'Source 1'], more: 2 })
  })

  it('makes a digest of a week of labelled articles', () => {
    const { stories } = planDigest(week(), { now: Date.UTC(2026, 11, 31), stories: 50 })
    expect(stories.filter(({ more }) => more > 0).length).toBeGreaterThan(5)
    for (const { lead, sentences, from, articles } of stories) {
      expect(articles).toContain(lead)
      for (const sentence of sentences) {
        expect(from?.text).toContain(sentence)
        expect(sentence).not.toBe(lead.title)
      }
    }
  })
})

function week(): DigestArticle[] {
  const lines = readFileSync(new URL('../fixtures/stories/unseen.jsonl', import.meta.url), 'utf8')
    .split('\n')
    .filter(Boolean)
  const records: { source: string; title: string; text: string; at: string; language: string }[] = lines.map(
    (line) => JSON.parse(line),
  )
  const sources = [...new Set(records.map(({ source }) => source))]
  return records.map(({ source, title, text, at, language }, i) => ({
    ...article(i + 1, sources.indexOf(source)),
    ...{ sourceTitle: source, title, text, language, datedAt: Date.parse(at), storyId: null },
    kind: text ? 'full' : 'headline',
  }))
}

describe('groupSteps', () => {
  it('trusts stories that are known, and links articles without one', () => {
    const articles = [
      article(1, 1, { ...bridge, storyId: 1 }),
      article(2, 2, { ...bridge, storyId: null, datedAt: now }),
      article(3, 3, { title: 'Something else entirely', storyId: null, datedAt: now }),
    ]
    expect(finish(groupSteps(articles)).map((story) => story.map(({ id }) => id))).toEqual([[1, 2], [3]])
  })

  it('leaves many articles without a story alone', () => {
    const articles = Array.from({ length: 400 }, (_, i) =>
      article(i + 1, i + 1, { ...bridge, storyId: null }),
    )
    expect(finish(groupSteps(articles))).toHaveLength(400)
  })
})

describe('pickHeadline', () => {
  it('takes the title that the others tell too', () => {
    const story = [
      article(1, 1, { ...bridge, title: 'A long wait for commuters' }),
      article(2, 2, { ...bridge, title: 'Harbour bridge closes in March' }),
      article(3, 3, { ...bridge, title: 'Bridge shut' }),
    ]
    expect(pickHeadline(story)?.id).not.toBe(1)
    expect(pickHeadline([])).toBeUndefined()
  })
})

describe('sumUpStory', () => {
  it('takes no sentence of a headline', () => {
    expect(sumUpStory([article(1, 1, { kind: 'headline', text: bridge.text })], 'x')).toEqual({
      from: undefined,
      sentences: [],
    })
  })

  it('prefers what several articles tell', () => {
    const own =
      'The mayor likes long walks by the sea in autumn. Riverton closes its harbour bridge for nine months in March, the council said, to replace the steel arch.'
    const { sentences } = sumUpStory(
      [article(1, 1, { text: own }), article(2, 2, bridge), article(3, 3, bridge)],
      'x',
    )
    expect(sentences[0]).toMatch(/^Riverton closes its harbour bridge/)
  })

  it('says nothing twice: its sentences are of one article', () => {
    const other =
      'Riverton will shut the harbour bridge for nine months from March. The rusted steel arch is to be replaced.'
    const story = [article(1, 1, bridge), article(2, 2, { text: other })]
    const { from, sentences } = sumUpStory(story, bridge.title)
    expect(sentences.length).toBeGreaterThan(0)
    expect(sentences.every((sentence) => from?.text.includes(sentence))).toBe(true)
  })
})
