import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { storyScores } from '../../bench/story-metrics.js'
import { createStoryLinker, type StoryArticle, type StoryLinker } from '../../src/summaries/stories.js'
import { oddPieces, randomFrom, randomText } from '../support/random.js'

const hour = 60 * 60 * 1000
const monday = Date.UTC(2025, 2, 3)

function article(id: number, sourceId: number, fields: Partial<StoryArticle> = {}): StoryArticle {
  return { id, sourceId, title: '', text: '', language: 'en', datedAt: monday + id * hour, ...fields }
}

const closing = {
  title: 'Harbour bridge to close for nine months',
  text: 'Riverton will close its harbour bridge in April to replace the rusted steel arch. Ferries will cross every ten minutes. The council voted on Monday night, and councillor Ada Quill called it overdue.',
}
const retold = {
  title: 'Riverton council votes to close rusting harbour bridge',
  text: 'Drivers face a detour from April: the council decided on Monday night to close the harbour bridge, so that its rusted arch can be replaced. Ferries are to run every ten minutes, said councillor Ada Quill.',
}
const marathon = {
  title: 'Two thousand run the Lindhaven marathon',
  text: 'Nils Orre won the marathon through Lindhaven in the rain. Two thousand runners took part.',
}

function assignAll(linker: StoryLinker, articles: StoryArticle[]): (number | null)[] {
  return articles.map((each) => linker.assign(each)?.storyId ?? null)
}

describe('the story linker', () => {
  it('links the same news in other words, and nothing else', () => {
    const linker = createStoryLinker()
    const told = [article(1, 1, closing), article(2, 2, marathon), article(3, 3, retold)]
    expect(assignAll(linker, told)).toEqual([null, null, 1])
  })

  it('names the story by its first article and tells which came last', () => {
    const linker = createStoryLinker()
    const [, , last] = [1, 2, 3].map((id) => linker.assign(article(id, id, closing)))
    expect(last).toMatchObject({ storyId: 1, articleId: 2 })
    expect(last?.similarity).toBeCloseTo(1)
  })

  it('never puts two articles of one source into a story, not even through a third', () => {
    const linker = createStoryLinker()
    const told = [
      article(1, 1, closing),
      article(2, 2, retold),
      article(3, 1, closing),
      article(4, 3, retold),
    ]
    const stories = assignAll(linker, told)
    expect(stories.slice(0, 3)).toEqual([null, 1, null])
    expect([1, 3]).toContain(stories[3])
  })

  it.each([
    ['joins within the window', 71, 1],
    ['joins nothing beyond it', 73, null],
    ['joins when the older article arrives later', -71, 1],
  ])('%s', (_, hours, story) => {
    const linker = createStoryLinker()
    linker.assign(article(1, 1, { ...closing, datedAt: monday }))
    const match = linker.assign(article(2, 2, { ...retold, datedAt: monday + hours * hour }))
    expect(match?.storyId ?? null).toBe(story)
  })

  it('does not stretch a story beyond the window by a chain of articles', () => {
    const linker = createStoryLinker()
    const dated = [0, 2, 4].map((days, i) =>
      article(i + 1, i + 1, { ...closing, datedAt: monday + days * 24 * hour }),
    )
    expect(assignAll(linker, dated)).toEqual([null, 1, null])
  })

  it('links republished copies at any length', () => {
    const linker = createStoryLinker()
    const teaser = closing.text.slice(0, 83)
    const copies = ['', teaser, closing.text, `${closing.text} ${marathon.text}`, ''].map((text, i) =>
      article(i + 1, i + 1, { title: closing.title, text }),
    )
    expect(assignAll(linker, copies)).toEqual([null, 1, 1, 1, 1])
  })

  it.each([
    [
      'nearly the same headline',
      'Harbour bridge to close for nine months',
      'Harbour bridge will close for nine months',
      true,
    ],
    [
      'a headline that shares some words',
      'Harbour bridge to close for nine months',
      'Harbour crane to arrive in nine days',
      false,
    ],
    [
      'a headline with another number',
      'Riverton half marathon route 12 announced',
      'Riverton half marathon route 13 announced',
      false,
    ],
    [
      'a headline with another day',
      'Riverton council agenda released for Monday',
      'Riverton council agenda released for Friday',
      false,
    ],
    ['a name of a column', 'Letters to the editor', 'Letters to the editor', false],
  ])('judges by titles alone: %s', (_, first, second, linked) => {
    const linker = createStoryLinker()
    const stories = assignAll(linker, [article(1, 1, { title: first }), article(2, 2, { title: second })])
    expect(stories[1] === 1).toBe(linked)
  })

  it.each([
    [
      'weather',
      'Weather forecast for Tuesday',
      'Cloudy with rain from the west. Highs of 9 degrees, fresh wind, gusts on the coast.',
    ],
    [
      'market reports',
      'Stocks close lower as banks slip',
      'The leading index lost 0.8 percent on Monday and closed at 6,412 points.',
    ],
    [
      'briefings',
      'Morning briefing: bridge vote and strike talks',
      'Good morning. The council votes on the bridge; teachers and the city talk again.',
    ],
    [
      'live blogs',
      'Live: storm reaches the coast',
      'Follow the storm here. The storm has reached the coast near Riverton.',
    ],
    [
      'puzzles',
      'Crossword No. 871',
      'Across: 1 Small boat. 4 Bird that sings at night. Down: 2 Opposite of dawn.',
    ],
    [
      'weather in German',
      'Das Wetter am Montag',
      'Morgens Nebel, später Sonne. Höchstwerte 6 bis 9 Grad, schwacher Wind.',
    ],
    [
      'weather in French',
      'Météo : le temps de ce lundi',
      'Ciel gris le matin, éclaircies. Vent faible de sud-ouest.',
    ],
    ['weather in Chinese', '今日天气：多云转小雨', '今天白天多云，傍晚转小雨，最高气温十二度，西南风三级。'],
  ])('does not link what recurs every day: %s', (_, title, text) => {
    const linker = createStoryLinker()
    expect(assignAll(linker, [article(1, 1, { title, text }), article(2, 2, { title, text })])).toEqual([
      null,
      null,
    ])
  })

  it('forgets what is older than it is told to keep, and links the rest as before', () => {
    const linker = createStoryLinker()
    const dated = (id: number, datedAt: number) => ({ ...article(id, id, closing), datedAt })
    assignAll(linker, [dated(1, 100), dated(2, 200), dated(3, 300)])
    linker.forgetBefore(250)
    expect(linker.size).toBe(1)
    expect(linker.assign(dated(4, 400))).toMatchObject({ storyId: 1, articleId: 3 })
    linker.forgetBefore(1000)
    expect(linker.size).toBe(0)
    expect(linker.assign(dated(5, 1000))).toBeNull()
  })

  it('links news about the weather', () => {
    const linker = createStoryLinker()
    const storm = {
      title: 'Severe weather kills two in Karlow',
      text: 'A storm has torn down trees in Karlow and killed two campers by the lake.',
    }
    expect(assignAll(linker, [article(1, 1, storm), article(2, 2, storm)])).toEqual([null, 1])
  })

  it('does not link columns of the same name with other texts', () => {
    const linker = createStoryLinker()
    const title = 'What the neighbours of Riverton heard last night'
    const columns = [
      article(1, 1, { title, text: closing.text }),
      article(2, 2, { title, text: marathon.text }),
    ]
    expect(assignAll(linker, columns)).toEqual([null, null])
  })

  it('does not compare articles of different languages', () => {
    const linker = createStoryLinker()
    const told = [article(1, 1, closing), article(2, 2, { ...closing, language: 'de' })]
    expect(assignAll(linker, told)).toEqual([null, null])
  })

  it('keeps an article in its story when it changes, and looks again when it was alone', () => {
    const linker = createStoryLinker()
    assignAll(linker, [article(1, 1, closing), article(2, 2, retold), article(3, 3, marathon)])
    expect(linker.assign(article(2, 2, marathon))).toBeNull()
    expect(linker.assign(article(3, 3, closing))?.storyId).toBe(1)
    expect(linker.size).toBe(3)
  })

  it('forgets what is removed, and the story goes on without it', () => {
    const linker = createStoryLinker()
    assignAll(linker, [article(1, 1, closing), article(2, 2, retold)])
    linker.remove(1)
    expect(linker.assign(article(3, 3, closing))?.storyId).toBe(1)
    linker.remove(2)
    linker.remove(3)
    linker.remove(99)
    expect(linker.size).toBe(0)
    expect(linker.assign(article(4, 4, closing))).toBeNull()
  })

  it('does not give a source a second place in a story when its first article is forgotten', () => {
    const linker = createStoryLinker()
    assignAll(linker, [article(1, 1, closing), article(2, 2, retold)])
    linker.remove(1)
    expect(linker.assign(article(3, 1, closing))).toBeNull()
  })

  it('forgets the articles entered first when there are too many, whatever date they claim', () => {
    const linker = createStoryLinker({ maxArticles: 2 })
    linker.assign(article(1, 1, closing))
    linker.assign(article(2, 2, { ...marathon, datedAt: Date.UTC(2999, 0) }))
    linker.assign(article(3, 3, marathon))
    expect(linker.size).toBe(2)
    expect(linker.assign(article(4, 4, closing))).toBeNull()
  })

  it('goes on after a restart as if there had been none', () => {
    const articles = readLabelled('tuned').concat(readLabelled('checked')).map(toArticle)
    const running = createStoryLinker()
    const stories = assignAll(running, articles)
    const half = Math.floor(articles.length / 2)
    const restarted = createStoryLinker()
    restarted.restore(articles.slice(0, half).map((each, i) => ({ ...each, storyId: stories[i] ?? null })))
    expect(assignAll(restarted, articles.slice(half))).toEqual(stories.slice(half))
  })

  it('holds its rules whatever the articles', () => {
    const random = randomFrom(11)
    const linker = createStoryLinker({ maxArticles: 60 })
    const members = new Map<number, Set<number>>()
    for (let id = 1; id <= 400; id++) {
      const sourceId = 1 + Math.floor(random() * 5)
      const [title, text] = [randomText(random, oddPieces, 6), randomText(random, oddPieces, 20)]
      const story = linker.assign(article(id, sourceId, { title, text }))?.storyId ?? id
      const sources = members.get(story) ?? new Set()
      expect(sources.has(sourceId)).toBe(false)
      members.set(story, sources.add(sourceId))
      expect(linker.size).toBeLessThanOrEqual(60)
    }
  })
})

interface Labelled {
  id: string
  source: string
  title: string
  text: string
  at: string
  story: string
  language: string
}

function readLabelled(name: string): Labelled[] {
  const file = new URL(`../fixtures/stories/${name}.jsonl`, import.meta.url)
  return readFileSync(file, 'utf8')
    .split('\n')
    .filter(Boolean)
    .map((line): Labelled => JSON.parse(line))
}

const sourceIds = new Map<string, number>()

function toArticle({ source, title, text, at, language }: Labelled, i: number): StoryArticle {
  const sourceId = sourceIds.get(source) ?? sourceIds.size + 1
  sourceIds.set(source, sourceId)
  return { id: i + 1, sourceId, title, text, language, datedAt: Date.parse(at) }
}

describe('stories of labelled articles', () => {
  it.each([
    ['tuned', 1, 0.78, 0.96],
    ['checked', 0.9, 0.8, 0.95],
    ['unseen', 0.95, 0.75, 0.95],
  ])('%s: pair precision, pair recall and B³ F1 stay at least as they are', (name, precision, recall, f1) => {
    const records = readLabelled(name)
    const found = assignAll(createStoryLinker(), records.map(toArticle))
    const scores = storyScores(
      records.map(({ source, story }, i) => ({ source, expected: story, found: String(found[i] ?? i + 1) })),
    )
    expect(scores.pairPrecision).toBeGreaterThanOrEqual(precision)
    expect(scores.pairRecall).toBeGreaterThanOrEqual(recall)
    expect(scores.b3F1).toBeGreaterThanOrEqual(f1)
  })
})
