import { describe, expect, it } from 'vitest'
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
const articles: Indexable[] = texts.map(([title, text], i) => ({
  id: i + 1,
  sourceId: i % 2,
  title,
  text,
  publishedAt: i * day,
  addedAt: 0,
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
    ['finds any word of a question', 'when was the harbour closed by storms?', [3, 2]],
    ['requires a phrase', '"ferry terminal"', [3]],
    ['requires a phrase beside other words', 'solar "north shore"', [2]],
    ['takes alternatives of phrases', '"north shore" OR "photo server"', [4, 2]],
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
    const rest = { sourceId: 1, publishedAt: null, addedAt: 0 }
    const words = (count: number, from: string) =>
      Array.from({ length: count }, (_, i) => `${from}${i}`).join(' ')
    const index = indexOf([
      { ...rest, id: 1, title: 'Juniors: six goals', text: '' },
      { ...rest, id: 2, title: 'Talent', text: `Six departments made a pilot plan. ${words(400, 'a')}` },
      { ...rest, id: 3, title: 'The pilot', text: '' },
      ...[4, 5, 6, 7, 8].map((id) => ({ ...rest, id, title: `n${id}`, text: words(60, `b${id}`) })),
    ])
    expect(find('pilot plan six departments', index)[0]).toBe(2)
  })

  it('shows equals newest first', () => {
    const same = { title: 'Same', text: 'Same words', sourceId: 1, addedAt: 0 }
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
    expect(index.has(3)).toBe(false)
    expect(find('storm', index)).toEqual([2])
    expect(index.search('windws', { limit: 5 })).toMatchObject({ total: 0 })
  })

  it('answers like an index built from scratch after random adds and removes', () => {
    const random = randomFrom(3)
    const index = createSearchIndex()
    const kept = new Map<number, Indexable>()
    const words = 'budget solar ferry storm council GPT-4 bridge 城市规划 election U.S. school'.split(' ')
    for (let step = 0; step < 400; step++) {
      const id = Math.floor(random() * 40)
      if (random() < 0.4) {
        index.remove(id)
        kept.delete(id)
        continue
      }
      const pieces = words.map((word) => ` ${word}`)
      const article = {
        id,
        sourceId: id % 3,
        title: randomText(random, pieces, 5),
        text: randomText(random, pieces, 30),
        publishedAt: id,
        addedAt: 0,
      }
      index.add(article)
      kept.set(id, article)
    }
    const fresh = indexOf([...kept.values()])
    expect(index.size).toBe(fresh.size)
    for (const query of [
      ...words,
      'solar budget',
      '"ferry storm"',
      'council -school',
      'budgte',
      '"GPT-4 bridge" solar',
    ]) {
      const [a, b] = [index, fresh].map((one) => one.search(query, { limit: 50 }))
      expect(
        a?.hits.map(({ id }) => id),
        query,
      ).toEqual(b?.hits.map(({ id }) => id))
      expect(a?.corrected, query).toBe(b?.corrected)
      for (const [i, hit] of (a?.hits ?? []).entries())
        expect(hit.score).toBeCloseTo(b?.hits[i]?.score ?? Number.NaN, 6)
    }
  })

  it('answers any text of 2,000 characters quickly', () => {
    const random = randomFrom(4)
    const index = indexOf()
    const started = performance.now()
    for (let i = 0; i < 100; i++)
      index.search(randomText(random, oddPieces, i < 95 ? 20 : 700).slice(0, 2000), { limit: 5 })
    expect(performance.now() - started).toBeLessThan(3000)
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
    expect(
      indexOf()
        .suggest(prefix, { limit: 3 })
        .map(({ id }) => id),
    ).toEqual(ids)
  })

  it('offers only titles of the sources that were asked for', () => {
    expect(
      indexOf()
        .suggest('', { limit: 9, sources: new Set([0]) })
        .map(({ id }) => id),
    ).toEqual([5, 3, 1])
  })
})
