import { describe, expect, it } from 'vitest'
import {
  type Matchable,
  matches,
  prepareArticle,
  type Width,
  widths,
} from '../../../src/search/match-topic.js'
import { createTopicMatcher } from '../../../src/search/matching/topic-matcher.js'
import { parseQuery } from '../../../src/search/query/parse-query.js'
import { randomFrom } from '../../support/random.js'

const now = Date.UTC(2026, 10, 2)

/** Words whose terms differ by language, names that are joined or cut, and beginnings of each other. */
const vocabularies: Record<string, string[]> = {
  en: 'solar panel harbour bridge bridges tram trams ferry storm storms price prices GPT-4 self-hosted U.S. crude oil the of'.split(
    ' ',
  ),
  de: 'Häuser Haus Hafen Brücke Brücken Sturm Preis Preise solar Panel der und Fähre GPT-4'.split(' '),
  fr: 'maison maisons port pont ponts tempête prix solaire panneau la des GPT-4 bridge'.split(' '),
  zh: '太阳能 屋顶 计划 市议会 投票 地铁 港口 大桥 的 solar'.split(' '),
}
const words = [...new Set(Object.values(vocabularies).flat())]
const sources = [
  { id: 1, title: 'Riverton Herald', url: 'https://herald.test/feed' },
  { id: 2, title: 'Tribune', url: 'https://tribune.test/feed' },
]
const filters = [
  'source:herald',
  'source:#2',
  'lang:de',
  'lang:en',
  'author:lee',
  'after:2d',
  'before:2026-10-30',
  '*',
]

function createMaker(seed: number) {
  const random = randomFrom(seed)
  const below = (count: number) => Math.floor(random() * count)
  const pick = <Value>(values: readonly Value[]): Value => values[below(values.length)] as Value

  function article(): Matchable {
    const language = pick(['en', 'de', 'fr', 'zh', null])
    const known = vocabularies[language ?? 'en'] ?? []
    const sentence = (length: number) =>
      Array.from({ length }, () =>
        random() < 0.5 ? pick(known) : `${pick(['quiet', 'valley', 'day'])}${below(20)}`,
      ).join(' ')
    return {
      title: sentence(below(4)),
      text: Array.from({ length: 1 + below(4) }, () => sentence(below(120))).join(pick(['\n', '\n\n'])),
      kind: pick(['full', 'full', 'full', 'excerpt', 'headline'] as const),
      language,
      author: pick(['Ann Lee', 'Bo Vik', null]),
      publishedAt: pick([now - 86_400_000, now - 9 * 86_400_000, null]),
      source: pick(sources),
    }
  }

  function part(depth: number): string {
    const kind = random()
    if (kind < 0.45) return pick(words)
    if (kind < 0.55) return `"${pick(words)} ${pick(words)}"`
    if (kind < 0.62) return `title:${pick(words)}`
    if (kind < 0.7) return `${pick(words).slice(0, 1 + below(6))}*`
    if (kind < 0.78) return pick(filters)
    if (kind < 0.85) return `-${part(depth + 1)}`
    if (kind < 0.9) return `+${pick(words)}`
    return depth > 2 ? pick(words) : `(${query(depth + 1)})`
  }

  function query(depth = 0): string {
    const parts = Array.from({ length: 1 + below(3) }, () => part(depth))
    return parts.join(pick([' ', ' OR ', ' AND ']))
  }

  return { article, query, width: () => pick<Width>(widths), below, random }
}

describe('createTopicMatcher', () => {
  it.each([1, 2, 3, 4])('finds what asking each query would, while queries come and go (seed %i)', (seed) => {
    const make = createMaker(seed)
    const matcher = createTopicMatcher<number>()
    const stored = new Map<number, { text: string; width: Width }>()
    let found = 0
    for (let round = 0; round < 150; round++) {
      for (let i = 0; i < 10; i++) {
        const id = make.below(400)
        if (make.random() < 0.3) {
          matcher.remove(id)
          stored.delete(id)
        } else {
          const topic = { text: make.query(), width: make.width() }
          matcher.add(id, parseQuery(topic.text), topic.width)
          stored.set(id, topic)
        }
      }
      const article = make.article()
      const prepared = prepareArticle(article)
      const expected = [...stored].filter(([, { text, width }]) =>
        matches(parseQuery(text), prepared, { now }, width),
      )
      const ids = matcher.match(prepared, { now })
      found += ids.length
      const texts = ids.map((id) => [id, stored.get(id)]).sort()
      expect(texts, `seed ${seed}, round ${round}, ${JSON.stringify(article)}`).toEqual([...expected].sort())
      expect(matcher.size).toBe(stored.size)
    }
    expect(found).toBeGreaterThan(1000)
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
