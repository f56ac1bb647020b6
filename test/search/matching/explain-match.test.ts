import { describe, expect, it } from 'vitest'
import {
  explainMatch,
  type Matchable,
  matches,
  prepareArticle,
  type Width,
} from '../../../src/search/match-topic.js'
import { parseQuery } from '../../../src/search/query/parse-query.js'
import { createMaker, madeNow as now } from '../../support/made-queries.js'

const article: Matchable = {
  title: 'Oil prices rise',
  text: `Ministers met in Vienna.\n\n${'Nothing else is known of it. '.repeat(8)}\n\nCrude oil cost more than gold. A tram went by.`,
  kind: 'full',
  language: 'en',
  author: 'Ann Lee',
  publishedAt: now,
  source: { title: 'Riverton Herald', url: 'https://herald.test/feed' },
}
const explain = (query: string, width: Width = 'normal', of = article) =>
  explainMatch(parseQuery(query), prepareArticle(of), { now }, width)

describe('explainMatch', () => {
  it('says of each word where it is and how often', () => {
    const { matches, parts } = explain('prices Vienna')
    expect(matches).toBe(true)
    expect(parts).toMatchObject([
      { kind: 'words', held: true, clause: { text: 'prices' }, title: 1, lead: 0, body: 0 },
      { kind: 'words', held: true, clause: { text: 'Vienna' }, title: 0, lead: 1, body: 1 },
    ])
  })

  it('names the first required word that is missing', () => {
    const { matches, missing } = explain('prices tram airport')
    expect(matches).toBe(false)
    expect(missing).toMatchObject({ clause: { text: 'tram' }, held: false, title: 0, lead: 0, body: 1 })
  })

  it('says that a name is given in short', () => {
    expect(explain('crude oil')).toMatchObject({
      matches: true,
      inShort: true,
      parts: [
        { held: true, title: 0 },
        { held: true, title: 1 },
      ],
    })
  })

  it('names the excluded word that was found', () => {
    const { matches, excluded, missing } = explain('prices -(gold OR silver)')
    expect(matches).toBe(false)
    expect(missing).toBeUndefined()
    expect(excluded).toMatchObject([{ clause: { text: 'gold' }, body: 1 }])
  })

  it('names the filter that failed', () => {
    expect(explain('prices source:tribune').failed).toMatchObject({ field: 'source', value: 'tribune' })
  })

  it('says that something is asked for by no part', () => {
    expect(explain('-tram')).toMatchObject({ matches: false, asksForSomething: false })
  })

  it('says that what is known in part is taken widely', () => {
    const partial = explain('tram', 'strict', { ...article, kind: 'excerpt' })
    expect(partial).toMatchObject({ matches: true, width: 'wide', partial: true })
  })

  it('says what matches says, and gives a reason whenever it says no', () => {
    const make = createMaker(6)
    for (let i = 0; i < 3000; i++) {
      const query = parseQuery(make.query())
      const prepared = prepareArticle(make.article())
      const width = make.width()
      const said = explainMatch(query, prepared, { now }, width)
      expect(said.matches, query.text).toBe(matches(query, prepared, { now }, width))
      const reason = !said.asksForSomething || said.missing || said.excluded || said.failed
      expect(reason === undefined, query.text).toBe(said.matches)
    }
  })
})
