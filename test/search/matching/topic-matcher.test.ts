import { describe, expect, it } from 'vitest'
import { matches, prepareArticle, type Width } from '../../../src/search/match-topic.js'
import { createTopicMatcher } from '../../../src/search/matching/topic-matcher.js'
import { parseQuery } from '../../../src/search/query/parse-query.js'
import type { Query } from '../../../src/search/query/query.js'
import { createMaker, madeNow as now } from '../../support/made-queries.js'

describe('createTopicMatcher', () => {
  it.each([1, 2, 3, 4])('finds what asking each query would, while queries come and go (seed %i)', (seed) => {
    const make = createMaker(seed)
    const matcher = createTopicMatcher<number>()
    const stored = new Map<number, { text: string; query: Query; width: Width }>()
    let found = 0
    for (let round = 0; round < 150; round++) {
      for (let i = 0; i < 10; i++) {
        const id = make.below(400)
        if (make.random() < 0.3) {
          matcher.remove(id)
          stored.delete(id)
        } else {
          const text = make.query()
          const topic = { text, query: parseQuery(text), width: make.width() }
          matcher.add(id, topic.query, topic.width)
          stored.set(id, topic)
        }
      }
      const article = make.article()
      const prepared = prepareArticle(article)
      if (make.random() < 0.3) for (const _ of matcher.upkeep(['de', article.language]));
      const expected = [...stored].filter(([, { query, width }]) => matches(query, prepared, { now }, width))
      const ids = matcher.match(prepared, { now })
      found += ids.length
      const texts = ids.map((id) => [id, stored.get(id)]).sort()
      expect(texts, `seed ${seed}, round ${round}, ${JSON.stringify(article)}`).toEqual([...expected].sort())
      expect(matcher.size).toBe(stored.size)
    }
    expect(found).toBeGreaterThan(1000)
  })

  it('takes in what comes and goes while it is made ready', () => {
    const make = createMaker(8)
    const matcher = createTopicMatcher<number>()
    const stored = new Map<number, string>()
    const change = (id: number) => {
      const text = make.query()
      if (make.random() < 0.4) {
        matcher.remove(id)
        stored.delete(id)
      } else {
        matcher.add(id, text, 'normal')
        stored.set(id, text)
      }
    }
    for (let id = 0; id < 2000; id++) change(id)
    for (const _ of matcher.upkeep(['en', 'de'])) for (let i = 0; i < 50; i++) change(make.below(2500))
    for (let i = 0; i < 30; i++) {
      const article = prepareArticle(make.article())
      const expected = [...stored].filter(([, text]) => matches(parseQuery(text), article, { now }))
      expect(matcher.match(article, { now }).sort()).toEqual(expected.map(([id]) => id).sort())
    }
  })

  it('replaces a query that is added again, and forgets one that is removed', () => {
    const matcher = createTopicMatcher<string>()
    const article = prepareArticle({
      ...createMaker(1).article(),
      title: 'Solar ferry',
      kind: 'full',
      language: 'en',
    })
    matcher.add('a', parseQuery('solar'), 'strict')
    matcher.add('b', parseQuery('ferry'), 'strict')
    expect(matcher.match(article, { now }).sort()).toEqual(['a', 'b'])
    matcher.add('a', parseQuery('airport'), 'strict')
    matcher.remove('b')
    matcher.remove('c')
    expect(matcher.match(article, { now })).toEqual([])
    expect(matcher.size).toBe(1)
  })

  it('finds the same when it is told which words are rare', () => {
    const make = createMaker(9)
    const learning = createTopicMatcher<number>()
    const told = createTopicMatcher<number>({ shareOf: (term) => 1 / (1 + term.length) })
    for (let id = 0; id < 500; id++) {
      const query = parseQuery(make.query())
      const width = make.width()
      learning.add(id, query, width)
      told.add(id, query, width)
    }
    for (let i = 0; i < 250; i++) {
      const article = prepareArticle(make.article())
      expect(learning.match(article, { now }).sort()).toEqual(told.match(article, { now }).sort())
    }
  })

  it('stays small when queries come and go for ever', () => {
    const make = createMaker(3)
    const matcher = createTopicMatcher<number>()
    const article = prepareArticle(make.article())
    for (let i = 0; i < 20_000; i++) {
      matcher.add(i, parseQuery(`tram${i} OR ferry${i}`), 'normal')
      matcher.remove(i - 10)
      if (i % 1000 === 0) matcher.match(article, { now })
    }
    expect(matcher.size).toBe(10)
    expect(matcher.words).toBeLessThan(5000)
  })
})
