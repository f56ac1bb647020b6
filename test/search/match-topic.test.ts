import { describe, expect, it } from 'vitest'
import { matches, matchTopic, prepareArticle } from '../../src/search/match-topic.js'
import { parseQuery } from '../../src/search/query.js'

const filler = `${'Nothing else happened on that quiet day in the valley. '.repeat(8)}\n\n`
const article = {
  title: 'Council votes on the harbour bridge',
  text: `The vote was close.\n\n${filler}Engineers praised the steel arch. Steel prices rose. A tram may follow, and solar roofs.`,
  kind: 'full' as const,
}

describe('matchTopic', () => {
  it.each([
    ['matches words of the title', 'harbour bridge', true],
    ['matches words split between title and lead', 'bridge close', true],
    ['matches a word that the body says twice', 'steel', true],
    ['does not match a word that the body says once', 'tram', false],
    ['does not match when one required word is missing', 'bridge airport', false],
    ['matches one of several alternatives', 'airport OR bridge', true],
    ['matches alternatives of several words only as a whole', '(bridge airport) OR (steel airport)', false],
    ['matches a phrase side by side', '"harbour bridge"', true],
    ['does not match a phrase in another order', '"bridge harbour"', false],
    ['does not take title and lead for one phrase', '"bridge vote"', false],
    ['is excluded by a word anywhere', 'bridge -tram', false],
    ['is not excluded by a phrase whose words stand apart', 'bridge -"solar tram"', true],
    ['matches nothing when nothing is required', '-airport', false],
    ['matches nothing for stop words', 'the of', false],
  ])('%s', (_, query, expected) => {
    expect(matchTopic(parseQuery(query), article)).toBe(expected)
  })

  it.each(['excerpt', 'headline'] as const)('matches a word anywhere in a %s', (kind) => {
    expect(matchTopic(parseQuery('tram'), { ...article, kind })).toBe(true)
  })

  it('takes a long first paragraph whole as the lead', () => {
    const long = { ...article, text: `${filler.trim()} Then the ferry sank.\n\nMore.` }
    expect(matchTopic(parseQuery('ferry'), long)).toBe(true)
    expect(matchTopic(parseQuery('ferry'), { ...long, text: `${filler}${filler}Then the ferry sank.` })).toBe(
      false,
    )
  })

  it('matches Chinese topics', () => {
    const chinese = { title: '江城批准太阳能屋顶计划', text: '市议会周二投票。', kind: 'full' as const }
    expect(matchTopic(parseQuery('太阳能'), chinese)).toBe(true)
    expect(matchTopic(parseQuery('地铁'), chinese)).toBe(false)
  })

  it('matches one prepared article against thousands of topics in a few milliseconds each thousand', () => {
    const prepared = prepareArticle(article)
    const queries = Array.from({ length: 5000 }, (_, i) =>
      parseQuery(`"steel arch" topic${i} OR bridge -tram${i}`),
    )
    const started = performance.now()
    expect(queries.filter((query) => matches(query, prepared))).toHaveLength(0)
    expect(performance.now() - started).toBeLessThan(500)
  })
})
