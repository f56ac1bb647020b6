import { describe, expect, it } from 'vitest'
import { type Matchable, matches, prepareArticle } from '../../src/search/match-topic.js'
import { parseQuery } from '../../src/search/query/parse-query.js'

const filler = `${'Nothing else happened on that quiet day in the valley. '.repeat(8)}\n\n`
const now = Date.UTC(2026, 10, 2)
const article: Matchable = {
  title: 'Council votes on the harbour bridge',
  text: `The vote was close.\n\n${filler}Engineers praised the steel arch. Steel prices rose. A tram may follow, and solar roofs.`,
  kind: 'full',
  language: 'en',
  author: 'Ann Lee',
  publishedAt: now - 86_400_000,
  source: { title: 'Riverton Herald', url: 'https://herald.test/feed' },
}
const holds = (query: string, of = article) => matches(parseQuery(query), prepareArticle(of), { now })

describe('matches', () => {
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
    ['matches the beginning of a word', 'harb*', true],
    ['matches words of the title only where they stand there', 'title:bridge title:steel', false],
    ['matches a phrase of the title', 'title:"harbour bridge"', true],
    ['matches a source by a word of its name', 'bridge source:herald', true],
    ['matches a source by its address', 'bridge source:herald.test', true],
    ['does not match another source', 'bridge source:tribune', false],
    ['matches everything of a source', 'source:"riverton herald"', true],
    ['matches an author', 'bridge author:lee', true],
    ['matches a language by tag and name', 'bridge lang:en lang:english', true],
    ['does not match another language', 'bridge lang:de', false],
    ['matches what is fresh enough', 'bridge after:7d', true],
    ['does not match what is too old', 'bridge after:2026-11-02', false],
    ['matches nothing for a time alone', 'after:7d', false],
    ['matches nothing for another topic', 'topic:energy', false],
    ['excludes a source', 'bridge -source:herald', false],
  ])('%s', (_, query, expected) => {
    expect(holds(query, article)).toBe(expected)
  })

  it.each(['excerpt', 'headline'] as const)('matches a word anywhere in a %s', (kind) => {
    expect(holds('tram', { ...article, kind })).toBe(true)
  })

  it.each([
    ['strict', 'bridge', true],
    ['strict', 'close', true],
    ['strict', 'steel', false],
    ['normal', 'steel', true],
    ['normal', 'tram', false],
    ['wide', 'tram', true],
    ['wide', 'tram -roofs', false],
    ['wide', 'title:tram', false],
  ] as const)('in the width %s: "%s" is %s', (width, query, expected) => {
    expect(matches(parseQuery(query), prepareArticle(article), { now }, width)).toBe(expected)
  })

  it.each(['strict', 'normal', 'wide'] as const)(
    'takes an excerpt widely whatever the width (%s)',
    (width) => {
      const excerpt = prepareArticle({ ...article, kind: 'excerpt' })
      expect(matches(parseQuery('tram'), excerpt, { now }, width)).toBe(true)
    },
  )

  it('counts a word twice only from the opening of the text on', () => {
    const early = { ...article, text: `The vote was close.\n\n${filler}A tram came. The tram left.` }
    expect(holds('tram', early)).toBe(true)
    expect(holds('tram', { ...early, text: `${filler.repeat(4)}A tram came. The tram left.` })).toBe(false)
  })

  it('asks for a word of the lead again in a long text', () => {
    const short = { ...article, text: `A ferry sank.\n\n${filler}` }
    const long = { ...short, text: `A ferry sank.\n\n${filler.repeat(5)}` }
    expect(holds('ferry', short)).toBe(true)
    expect(holds('ferry', long)).toBe(false)
    expect(holds('ferry', { ...long, text: `${long.text}The ferry was old.` })).toBe(true)
  })

  it('knows a name by one of its words in title or lead when the text has the words side by side', () => {
    const named = { ...article, text: `The vote was close.\n\n${filler}Steel bridge repairs take a year.` }
    expect(holds('steel bridge', named)).toBe(true)
    expect(holds('(bridge steel) OR airport', named)).toBe(true)
    expect(holds('steel repairs', named)).toBe(false)
    expect(holds('bridge year', named)).toBe(false)
    expect(matches(parseQuery('steel bridge'), prepareArticle(named), { now }, 'strict')).toBe(false)
  })

  it('takes lines for paragraphs where no line is empty', () => {
    const lines = { ...article, text: `The vote was close.\n${filler.trim()}\nThe ferry sank.` }
    expect(holds('close', lines)).toBe(true)
    expect(holds('ferry', lines)).toBe(false)
  })

  it('takes a long first paragraph whole as the lead', () => {
    const long = { ...article, text: `${filler.trim()} Then the ferry sank.\n\nMore.` }
    expect(holds('ferry', long)).toBe(true)
    expect(holds('ferry', { ...long, text: `${filler}${filler}Then the ferry sank.` })).toBe(false)
  })

  it('matches Chinese topics', () => {
    const chinese = { ...article, title: '江城批准太阳能屋顶计划', text: '市议会周二投票。', language: 'zh' }
    expect(holds('太阳能', chinese)).toBe(true)
    expect(holds('地铁', chinese)).toBe(false)
  })

  it('matches words in the language of the article', () => {
    const german = { ...article, title: 'Neue Häuser am Hafen', text: 'Mehr morgen.', language: 'de' }
    expect(holds('haus', german)).toBe(true)
  })
})
