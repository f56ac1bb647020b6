import { describe, expect, it } from 'vitest'
import { matches, prepareArticle } from '../../src/search/match-topic.js'
import { namesAmong } from '../../src/search/query/names.js'
import { parseQuery } from '../../src/search/query/parse-query.js'
import { createSearchIndex, type Indexable } from '../../src/search/search-index.js'
import { oddPieces, randomFrom, randomText } from '../support/random.js'

const day = 86_400_000
const texts: [title: string, text: string][] = [
  [
    'Council approves solar roofs',
    'Every new school in Riverton will carry solar panels, the city council decided.',
  ],
  [
    'Ferry line returns',
    'The ferry to the north shore runs again after the storm. Solar power charges its batteries.',
  ],
  [
    'Storm closes the harbour',
    'The harbour was closed on Tuesday. The storm broke windows of the ferry terminal.',
  ],
  ['Vireo 4.2 released', 'The self-hosted photo server adds a GPT-4 caption plugin and C++ decoders.'],
  [
    'City budget vote delayed',
    'The budget of the city is late. The government of the city wants more time for the vote.',
  ],
  ['江城批准太阳能屋顶计划', '市议会周二批准了太阳能屋顶计划，学校将首先安装。'],
]
const blank = { kind: 'full', author: null, language: 'en', datedAt: 0, updatedAt: 0 } as const
const articles: Indexable[] = texts.map(([title, text], i) => ({
  ...blank,
  id: i + 1,
  sourceId: i % 2,
  title,
  text,
  language: /\p{Script=Han}/u.test(title) ? 'zh' : 'en',
  publishedAt: i * day,
}))

function indexOf(list: Indexable[] = articles) {
  const index = createSearchIndex()
  for (const article of list) index.add(article)
  return index
}

function article(id: number): Indexable {
  const found = articles.find((one) => one.id === id)
  if (!found) throw new Error(`no article ${id}`)
  return found
}

function find(query: string, index = indexOf()): number[] {
  return index.search(query, { limit: 10 }).hits.map(({ id }) => id)
}

describe('search', () => {
  it.each([
    ['ranks the article about it before the one that mentions it', 'solar panels', [1, 2]],
    ['finds other forms of a word', 'approving', [1]],
    ['finds what holds most words of a question', 'when was the harbour closed by storms?', [3]],
    ['requires a phrase', '"ferry terminal"', [3]],
    ['requires a phrase beside other words', 'solar "north shore"', [2]],
    ['takes alternatives of phrases', '"north shore" OR "photo server"', [2, 4]],
    ['finds nothing for a phrase in another order', '"shore north"', []],
    ['finds nothing for a phrase across title and text', '"roofs new"', []],
    ['leaves out excluded words', 'storm -windows', [2]],
    ['leaves out excluded phrases only as such', 'storm -"broken harbour" -"north shore"', [3]],
    ['finds hyphenated words in every writing', 'gpt4', [4]],
    ['excludes hyphenated words in every writing', 'photo -gpt4', []],
    ['finds words with signs', 'C++', [4]],
    ['finds Chinese', '太阳能屋顶', [6]],
    ['corrects a word misspelt in its ending', 'termnal', [3]],
    ['corrects a misspelt word', 'goverment', [5]],
    ['corrects other forms of a word', 'aproving', [1]],
    ['finds nothing for stop words', 'what is the', []],
    ['finds nothing for emoji', '😀😀', []],
    ['finds nothing for exclusions alone', '-storm', []],
    ['finds nothing for unknown words', 'zzzzzzzz', []],
  ])('%s', (_, query, ids) => {
    expect(find(query)).toEqual(ids)
  })

  it('says what it corrected, in the words people write', () => {
    const { corrected } = indexOf().search('Riverton goverment "ferry termnal"', { limit: 5 })
    expect(corrected).toBe('Riverton government "ferry terminal"')
  })

  it('corrects nothing when every word is known', () => {
    expect(indexOf().search('ferry storm', { limit: 5 })).not.toHaveProperty('corrected')
  })

  it('searches only the sources that were asked for', () => {
    const answer = indexOf().search('solar', { limit: 10, sources: new Set([1]) })
    expect(answer.hits.map(({ id }) => id)).toEqual([2])
    expect(answer.total).toBe(1)
  })

  it('pages through one order', () => {
    const index = indexOf()
    const all = index.search('storm ferry solar city', { limit: 10 })
    const pages = [0, 2, 4].flatMap(
      (offset) => index.search('storm ferry solar city', { limit: 2, offset }).hits,
    )
    expect(pages).toEqual(all.hits)
    expect(all.total).toBe(all.hits.length)
  })

  it('puts the article that holds all words before bare headlines with one of them', () => {
    const rest = { ...blank, sourceId: 1, publishedAt: null }
    const words = (count: number, from: string) =>
      Array.from({ length: count }, (_, i) => `${from}${i}`).join(' ')
    const index = indexOf([
      { ...rest, id: 1, title: 'Juniors: six goals', text: '', kind: 'headline' },
      { ...rest, id: 2, title: 'Talent', text: `Six departments made a pilot plan. ${words(400, 'a')}` },
      { ...rest, id: 3, title: 'The pilot', text: '', kind: 'headline' },
      ...[4, 5, 6, 7, 8].map((id) => ({ ...rest, id, title: `n${id}`, text: words(60, `b${id}`) })),
    ])
    expect(find('pilot plan six departments', index)[0]).toBe(2)
  })

  it('shows equals newest first', () => {
    const same = { ...blank, title: 'Same', text: 'Same words', sourceId: 1 }
    const index = indexOf([
      { ...same, id: 1, publishedAt: 2 * day },
      { ...same, id: 2, publishedAt: null },
      { ...same, id: 3, publishedAt: day },
    ])
    expect(find('same words', index)).toEqual([1, 3, 2])
  })

  it('replaces an article that is added again', () => {
    const index = indexOf()
    index.add({ ...article(1), title: 'Museum opens', text: 'A museum.' })
    expect(index.size).toBe(articles.length)
    expect(find('panels', index)).toEqual([])
    expect(find('museum', index)).toEqual([1])
  })

  it('never shows a removed article, and forgets its words', () => {
    const index = indexOf()
    index.remove(3)
    index.remove(99)
    expect(index.versionOf(3)).toBeUndefined()
    expect(find('storm', index)).toEqual([2])
    expect(index.search('windws', { limit: 5 })).toMatchObject({ total: 0 })
  })

  it('answers any text of 6,000 characters', () => {
    const random = randomFrom(4)
    const index = indexOf()
    const pieces = [
      ...oddPieces,
      'title:',
      'source:',
      'topic:',
      'lang:',
      'after:',
      'last week',
      ' NOT ',
      '*',
      '\u202e',
      'שלום',
      '（',
    ]
    const texts = [
      ...Array.from({ length: 90 }, () => randomText(random, pieces, 20)),
      ...Array.from({ length: 5 }, () => randomText(random, pieces, 2000)),
      '"'.repeat(500),
      '(solar OR '.repeat(600),
      '-'.repeat(6000),
      'a* '.repeat(2000),
      `title:(${'"x y" '.repeat(1200)}`,
    ]
    for (const text of texts) {
      const answer = index.search(text.slice(0, 6000), { limit: 5, facets: true })
      expect(answer.hits.length, JSON.stringify(text)).toBe(Math.min(5, answer.total))
    }
  })
})

describe('fields of a query', () => {
  const herald = 0
  const tribune = 1
  const names = {
    sourcesNamed: (value: string) =>
      new Set(value === 'herald' ? [herald] : value === 'tribune' ? [tribune] : []),
    topicNamed: (value: string) => (value === 'energy' ? parseQuery('solar') : undefined),
  }
  const now = 10 * day
  const index = indexOf([
    ...articles,
    {
      ...article(1),
      id: 7,
      title: 'Solaranlagen auf Häusern',
      text: 'Neue Häuser.',
      language: 'de',
      author: 'Ann Lee',
    },
  ])
  const ask = (query: string) => index.search(query, { limit: 10, now, ...names }).hits.map(({ id }) => id)

  it.each([
    ['looks for words in titles', 'title:solar', [1]],
    ['looks for phrases in titles', 'title:"ferry line"', [2]],
    ['looks for the beginning of words', 'termin*', [3]],
    ['looks for the beginning of words in titles', 'title:coun*', [1]],
    ['looks in one source', 'storm source:herald', [3]],
    ['leaves out a source', 'storm -source:herald', [2]],
    ['finds nothing in an unknown source', 'storm source:gazette', []],
    ['lists a source without words, newest first', 'source:tribune', [6, 4, 2]],
    ['looks in one language', 'lang:chinese', [6]],
    ['finds other forms in the language of the article', 'haus', [7]],
    ['looks for an author', 'author:lee', [7]],
    ['looks before and after a date', 'after:1970-01-02 before:1970-01-04', [3, 2]],
    ['looks in a period', 'period:1970-01-02', [2]],
    ['looks in the last days', 'after:5d', [6]],
    ['finds what a topic would be posted for', 'topic:energy', [2, 1]],
    ['finds words among what a topic would be posted for', 'school topic:energy', [1]],
    ['finds nothing of an unknown topic', 'topic:nothing', []],
    ['sorts by date', 'storm ferry sort:newest', [3, 2]],
    ['requires what is joined by AND', 'storm AND solar', [2]],
    ['requires what has a plus', '+school solar ferry', [1]],
    ['takes words in parentheses together', '(solar school) OR caption', [1, 4]],
    ['finds everything but', '* -lang:en -lang:de', [6]],
    ['finds everything by date', '* sort:oldest', [1, 7, 2, 3, 4, 5, 6]],
    ['takes either of two conditions', 'source:tribune (lang:zh OR title:vireo)', [4, 6]],
  ])('%s', (_, query, ids) => {
    expect(ask(query)).toEqual(ids)
  })

  it('finds with topic: exactly what the topic itself matches', () => {
    for (const text of [
      'solar',
      'ferry',
      'storm -windows',
      '"north shore" OR panels',
      'title:solar',
      'sol*',
      'city source:herald',
    ]) {
      const topic = parseQuery(text)
      const matched = articles.filter((each) =>
        matches(
          topic,
          prepareArticle({
            ...each,
            source: { title: each.sourceId === herald ? 'herald' : 'tribune', url: '' },
          }),
          { now },
        ),
      )
      const found = index.search('topic:t', { ...names, topicNamed: () => topic, limit: 10, now })
      expect(
        found.hits
          .map(({ id }) => id)
          .filter((id) => id < 7)
          .sort(),
        text,
      ).toEqual(matched.map(({ id }) => id))
    }
  })

  it('finds a source by what names it alone, and none by what is secret in its address', () => {
    const names = namesAmong(
      [
        { id: herald, title: 'News', url: 'https://user:s3cret.word@herald.test/feed' },
        { id: tribune, title: 'News', url: 'https://tribune.test/feed' },
      ],
      [],
    )
    const total = (value: string) => index.search(`source:${value}`, { ...names, limit: 1 }).total
    expect(total('news')).toBe(7)
    expect(total('#1')).toBe(3)
    expect(total('tribune.test')).toBe(3)
    expect(total('s3cret.word')).toBe(0)
  })

  it('counts what matches by source and year', () => {
    const { facets } = index.search('solar', { limit: 1, facets: true })
    expect(facets).toEqual({
      sources: [
        { value: tribune, count: 1 },
        { value: herald, count: 1 },
      ],
      years: [{ value: 1970, count: 2 }],
    })
  })
})

describe('alternatives', () => {
  const other = { ...blank, sourceId: 1, publishedAt: null }
  const index = indexOf([
    { ...other, id: 1, title: 'Zeppelin', text: 'One zeppelin.' },
    ...Array.from({ length: 60 }, (_, i) => ({
      ...other,
      id: 2 + i,
      title: `Budget ${i}`,
      text: 'The budget.',
    })),
    ...Array.from({ length: 200 }, (_, i) => ({
      ...other,
      id: 100 + i,
      title: `Other ${i}`,
      text: 'Filler.',
    })),
  ])
  it.each([
    ['zeppelin OR budget', 61],
    ['title:zeppelin OR title:budget', 61],
    ['"zeppelin" | "budget"', 61],
    ['(one zeppelin) OR budget', 61],
    ['zeppelin OR budget sort:newest', 61],
  ])('are all found, however rare one of them is: %s', (query, total) => {
    expect(index.search(query, { limit: 1 }).total).toBe(total)
  })
})

describe('order', () => {
  const now = 400 * day
  const words = { ...blank, sourceId: 1, text: 'Solar power for the harbour.' }
  const index = indexOf([
    { ...words, id: 1, title: 'Solar harbour', publishedAt: now - day },
    { ...words, id: 2, title: 'Solar harbour', publishedAt: now - 300 * day, text: `${words.text} Solar.` },
    {
      ...words,
      id: 3,
      title: 'Ferries',
      text: 'One solar ferry in a long text of many other things.',
      publishedAt: now,
    },
    ...[4, 5, 6, 7].map((id) => ({
      ...words,
      id,
      title: `n${id}`,
      text: `other words ${id}`,
      publishedAt: now,
    })),
  ])
  const ids = (query: string, asked = now as number | undefined) =>
    index.search(query, { limit: 5, ...(asked !== undefined && { now: asked }) }).hits.map(({ id }) => id)

  it('prefers what is fresh a little', () => {
    expect(ids('solar harbour')[0]).toBe(1)
  })

  it('does not look at dates when asked for relevance, or when the query says when', () => {
    expect(ids('solar sort:relevance')[0]).toBe(2)
    expect(ids('solar after:390d')[0]).toBe(2)
  })

  it('sorts by date alone when asked', () => {
    expect(ids('solar sort:newest')).toEqual([3, 1, 2])
  })
})

describe('did you mean', () => {
  const filler = Array.from({ length: 60 }, (_, i) => ({
    ...blank,
    id: 100 + i,
    sourceId: 1,
    title: `Government ${i}`,
    text: 'The government met.',
    publishedAt: null,
  }))

  it('offers a far more common word for one that only a slip holds, and still finds the slip', () => {
    const slip = {
      ...blank,
      id: 1,
      sourceId: 1,
      title: 'A slip',
      text: 'The goverment slept.',
      publishedAt: null,
    }
    const answer = indexOf([...filler, slip]).search('goverment', { limit: 5 })
    expect(answer.hits.map(({ id }) => id)).toEqual([1])
    expect(answer).toMatchObject({ meant: 'government' })
    expect(answer).not.toHaveProperty('corrected')
  })

  it('offers nothing that only the sources of others hold', () => {
    const index = indexOf([
      ...filler,
      { ...blank, id: 1, sourceId: 2, title: 'Ours', text: 'Ours.', publishedAt: null },
    ])
    const answer = index.search('goverment', { limit: 5, sources: new Set([2]) })
    expect(answer).not.toHaveProperty('corrected')
    expect(answer).not.toHaveProperty('meant')
  })

  it('does not take function words of any language for misspelt ones', () => {
    const german = {
      ...blank,
      id: 1,
      sourceId: 1,
      title: 'Hafen',
      text: 'Der Hafen ist voll, dogs main three wheat.',
      language: 'de',
      publishedAt: null,
    }
    const index = indexOf([...filler, german])
    for (const query of ['how many governments are there', 'what does the government', 'wann kommt das'])
      expect(index.search(query, { limit: 1 }), query).not.toHaveProperty('corrected')
  })

  it('does not take names of authors and sources for misspelt words', () => {
    const index = indexOf([
      ...filler,
      {
        ...blank,
        id: 1,
        sourceId: 1,
        title: 'Harrow heads',
        text: 'Heads.',
        author: 'Nils Farrow',
        publishedAt: null,
      },
    ])
    const isName = (word: string) => word.toLowerCase() === 'heald'
    expect(index.search('farrow', { limit: 1 })).not.toHaveProperty('corrected')
    expect(index.search('heald', { limit: 1, isName })).not.toHaveProperty('corrected')
    expect(index.search('heald', { limit: 1 })).toHaveProperty('corrected')
  })

  it('rewrites no fields and addresses', () => {
    const index = indexOf(filler)
    for (const query of ['from:goverment', 'source: x', 'www.goverment.org', 'gover_ment'])
      expect(index.search(query, { limit: 1 }), query).not.toHaveProperty('corrected')
  })

  it('takes a missing accent for no mistake', () => {
    const spanish = {
      ...blank,
      id: 1,
      sourceId: 1,
      title: 'Tranvía',
      text: 'El tranvía llega.',
      language: 'es',
      publishedAt: null,
    }
    const answer = indexOf([...filler, spanish]).search('tranvia', { limit: 1 })
    expect(answer.hits.map(({ id }) => id)).toEqual([1])
    expect(answer).not.toHaveProperty('corrected')
  })

  it('takes the words of others for unknown', () => {
    const index = indexOf([
      ...filler,
      { ...blank, id: 1, sourceId: 2, title: 'Goverment', text: 'Theirs.', publishedAt: null },
    ])
    expect(index.search('goverment', { limit: 1, sources: new Set([1]) })).toMatchObject({
      corrected: 'government',
    })
  })

  it('says which words no article holds', () => {
    expect(indexOf(filler).search('government xylophonist', { limit: 1 })).toMatchObject({
      missing: ['xylophonist'],
      total: 60,
    })
  })

  it('leaves numbers, short words and Chinese alone', () => {
    for (const query of ['2025', 'ours2', 'gov', '政符'])
      expect(indexOf(filler).search(query, { limit: 1 })).not.toHaveProperty('corrected')
  })
})

describe('related', () => {
  it('gives the articles most like one, and not the article itself', () => {
    const index = indexOf()
    expect(index.related(3, { limit: 1 })).toEqual([2])
    expect(index.related(3, { limit: 5 })).not.toContain(3)
    expect(index.related(3, { limit: 5, sources: new Set([0]) })).not.toContain(2)
    expect(index.related(99, { limit: 5 })).toEqual([])
  })
})

describe('suggest', () => {
  it.each([
    ['finds titles by the beginning of a word, newest first', 'c', [5, 3, 1]],
    ['wants every word', 'city vo', [5]],
    ['does not look inside words', 'erry', []],
    ['reads versions', 'vireo 4.2', [4]],
    ['finds Chinese anywhere', '太阳', [6]],
    ['offers the newest for no text', '', [6, 5, 4]],
  ])('%s', (_, prefix, ids) => {
    expect(indexOf().suggest(prefix, { limit: 3 })).toEqual(ids)
  })

  it('offers only titles of the sources that were asked for', () => {
    expect(indexOf().suggest('', { limit: 9, sources: new Set([0]) })).toEqual([5, 3, 1])
  })
})
