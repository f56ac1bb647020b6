import { setImmediate as nextTurn } from 'node:timers/promises'
import { describe, expect, it } from 'vitest'
import { createParts } from '../../../src/search/index/parts.js'
import { createSearchIndex, type Indexable, type SearchIndex } from '../../../src/search/search-index.js'
import { randomFrom, randomText } from '../../support/random.js'

const words =
  'budget solar ferry storm council GPT-4 bridge 城市规划 election U.S. school Häuser haus storms ferries'.split(
    ' ',
  )
const pieces = words.map((word) => ` ${word}`)
const queries = [
  ...words,
  'solar budget',
  '"ferry storm"',
  'council -school',
  'budgte',
  '"GPT-4 bridge" solar',
  'title:storm',
  'sol* ferry',
  'author:lee lang:de',
  'source:1 after:1970-01-10',
  'topic:t',
]

function randomArticle(random: () => number, id: number): Indexable {
  return {
    id,
    sourceId: id % 3,
    title: randomText(random, pieces, 5),
    text: randomText(random, pieces, 60),
    kind: random() < 0.2 ? 'excerpt' : 'full',
    author: random() < 0.3 ? 'Ann Lee' : null,
    language: random() < 0.3 ? 'de' : 'en',
    publishedAt: random() < 0.8 ? id * 86_400_000 : null,
    datedAt: 0,
    updatedAt: id,
  }
}

/** Everything that an index says to a number of queries. */
function answers(index: SearchIndex) {
  return queries.map((query) => {
    const { total, hits, facets, corrected } = index.search(query, {
      limit: 50,
      facets: true,
      now: 50 * 86_400_000,
      sourcesNamed: (value) => new Set([Number(value)]),
      topicNamed: () => index.search('"ferry storm" OR budget', { limit: 1 }).query,
    })
    return { query, total, facets, corrected, hits: hits.map(({ id, score }) => [id, score.toFixed(6)]) }
  })
}

function fill(articles: Iterable<Indexable>): SearchIndex {
  const index = createSearchIndex()
  for (const article of articles) index.add(article)
  return index
}

/** Adds, updates or removes one of so many articles; `kept` is what there is then. */
function change(
  index: SearchIndex,
  kept: Map<number, Indexable>,
  random: () => number,
  articles: number,
): void {
  const id = 1 + Math.floor(random() * articles)
  if (random() < 0.4) {
    index.remove(id)
    kept.delete(id)
    return
  }
  const article = randomArticle(random, id)
  index.add(article)
  kept.set(id, article)
}

async function* each(parts: readonly Uint8Array[]): AsyncGenerator<Uint8Array> {
  yield* parts
}

/** Everything not yet kept, as parts. */
function writeAll(parts: ReturnType<typeof createParts>): Uint8Array[] {
  const written: Uint8Array[] = []
  for (let part = parts.write(); part; part = parts.write()) written.push(part)
  return written
}

describe('the index', () => {
  it('answers like one built from scratch after random adds, updates and removes', () => {
    const random = randomFrom(3)
    const index = createSearchIndex()
    const kept = new Map<number, Indexable>()
    for (let step = 0; step < 600; step++) {
      change(index, kept, random, 40)
      if (step % 150 === 149) expect(answers(index)).toEqual(answers(fill(kept.values())))
    }
    expect(index.size).toBe(kept.size)
  })

  it('answers like one built from scratch after it was compacted, whatever is added and removed meanwhile', async () => {
    const random = randomFrom(5)
    const index = createSearchIndex()
    const kept = new Map<number, Indexable>()
    const changeOne = () => change(index, kept, random, 900)
    for (let step = 0; step < 3000; step++) changeOne()
    const before = index.inverted
    index.add({ ...randomArticle(random, 1000), text: 'onceonly' })
    index.remove(1000)
    let turns = 0
    await index.compact(async () => {
      turns++
      if (turns < 40) for (let i = 0; i < 5; i++) changeOne()
    })
    expect(turns).toBeGreaterThan(2)
    expect(answers(index)).toEqual(answers(fill(kept.values())))
    expect(index.size).toBe(kept.size)
    expect(index.inverted.rows.end).toBeLessThan(before.rows.end / 2)
    expect(index.inverted.dictionary.numberOf('onceonli')).toBe(0)
    for (let step = 0; step < 300; step++) changeOne()
    expect(answers(index)).toEqual(answers(fill(kept.values())))
  })

  it('answers the same after it was written in parts and read again', async () => {
    const random = randomFrom(8)
    const index = createSearchIndex()
    const parts = createParts(index.inverted)
    const kept: Uint8Array[] = []
    for (let step = 0; step < 300; step++) {
      index.add(randomArticle(random, 1 + Math.floor(random() * 60)))
      if (random() < 0.05) kept.push(...writeAll(parts))
    }
    kept.push(...writeAll(parts))
    expect(parts.write()).toBeUndefined()
    const again = createSearchIndex()
    expect(await createParts(again.inverted).read(each(kept), nextTurn)).toBe(kept.length)
    expect(answers(again)).toEqual(answers(index))
  })

  it('goes on writing parts where the ones it has read end', async () => {
    const random = randomFrom(9)
    const index = fill([randomArticle(random, 1), randomArticle(random, 2)])
    const first = writeAll(createParts(index.inverted))
    const again = createSearchIndex()
    const parts = createParts(again.inverted)
    await parts.read(each(first), nextTurn)
    expect(parts.unkept).toBe(0)
    const added = { ...randomArticle(random, 3), text: 'entirely new vocabulary' }
    again.add(added)
    index.add(added)
    const second = writeAll(parts)
    const third = createSearchIndex()
    expect(await createParts(third.inverted).read(each([...first, ...second]), nextTurn)).toBe(
      first.length + second.length,
    )
    expect(answers(third)).toEqual(answers(index))
  })

  it('keeps none of a part that is damaged, cut off, missing its forerunner, or no part at all', async () => {
    const random = randomFrom(10)
    const index = createSearchIndex()
    const parts = createParts(index.inverted)
    index.add(randomArticle(random, 1))
    const first = writeAll(parts)
    index.add({ ...randomArticle(random, 2), text: 'other words than before' })
    const second = writeAll(parts)
    const whole = first[0] ?? new Uint8Array()
    const damaged = whole.slice()
    damaged[whole.length - 3] = 255 - (whole[whole.length - 3] ?? 0)
    for (const bad of [
      damaged,
      whole.slice(0, -1),
      new Uint8Array(),
      Buffer.from('nonsense text'),
      second[0] ?? damaged,
    ]) {
      const again = createSearchIndex()
      expect(await createParts(again.inverted).read(each([bad, ...first]), nextTurn)).toBe(0)
      expect(again.size).toBe(0)
    }
  })
})
