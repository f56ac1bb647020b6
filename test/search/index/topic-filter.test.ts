import { describe, expect, it } from 'vitest'
import { matches, prepareArticle } from '../../../src/search/match-topic.js'
import { namesAmong } from '../../../src/search/query/names.js'
import { parseQuery } from '../../../src/search/query/parse-query.js'
import { createSearchIndex } from '../../../src/search/search-index.js'
import { createMaker, madeSources, madeNow as now } from '../../support/made-queries.js'

describe('topic:', () => {
  it.each([1, 2])('finds exactly what the topic itself matches, in every width (seed %i)', (seed) => {
    const make = createMaker(seed)
    const index = createSearchIndex()
    const articles = Array.from({ length: 150 }, (_, i) => ({ ...make.article(), id: i + 1 }))
    for (const article of articles)
      index.add({ ...article, sourceId: article.source.id ?? 0, datedAt: now, updatedAt: now })
    const prepared = articles.map((article) => ({ id: article.id, words: prepareArticle(article) }))
    for (let i = 0; i < 120; i++) {
      const topic = { name: 't', query: make.query(), width: make.width() }
      const query = parseQuery(topic.query)
      const expected = prepared.filter(({ words }) => matches(query, words, { now }, topic.width))
      const found = index.search('topic:t', { ...namesAmong(madeSources, [topic]), limit: 200, now })
      expect(found.hits.map(({ id }) => id).sort(), `${topic.width} ${topic.query}`).toEqual(
        expected.map(({ id }) => id).sort(),
      )
    }
  })
})
