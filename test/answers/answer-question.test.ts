import { describe, expect, it } from 'vitest'
import { answerQuestion } from '../../src/answers/answer-question.js'
import { plainWords } from '../../src/search/query/print-query.js'
import { createSearchIndex } from '../../src/search/search-index.js'
import { oddPieces, randomFrom, randomText } from '../support/random.js'

interface Item {
  id: number
  title: string
  text: string
  language: string | null
}

const facts: [title: string, text: string, language?: string][] = [
  [
    'Bridge',
    'The harbour bridge will close on 4 January. It needs a new steel arch. The work costs 41 million crowns.',
  ],
  [
    'Storm',
    'Storm Petra reached Riverton on 8 October. It cut the power of 8,400 homes. Eleven people were hurt.',
  ],
  ['Tram', 'Leif Harrow has driven the night tram since last week. He steered the ferry before.'],
  ['Pool', 'The swimming pool in Millgate stays open. The council gave in after 5,100 people signed.'],
  ['太阳能', '江城市议会批准了学校太阳能屋顶计划。第一批九所学校的预算为620万克朗。', 'zh'],
  ...Array.from({ length: 30 }, (_, i): [string, string] => [
    `Filler ${i}`,
    `Nothing of note happened in place ${i}. The weather was mild, and people went home.`,
  ]),
]

function libraryOf(items: readonly Item[]) {
  const index = createSearchIndex()
  const rest = {
    sourceId: 1,
    kind: 'full',
    author: null,
    publishedAt: null,
    datedAt: 0,
    updatedAt: 0,
  } as const
  for (const item of items) index.add({ ...rest, ...item })
  return {
    search: (question: string, limit: number, sort: 'relevance' | 'newest') =>
      index.search(plainWords(question), { limit, sort }).hits,
    articles: async (ids: readonly number[]) =>
      ids.flatMap((id) => items.find((item) => item.id === id) ?? []),
    information: (term: string) => index.information(term),
  }
}

/** The answer to a question that is only one. */
async function answerOne(question: string, from = library, earlier?: string) {
  const [answer] = await answerQuestion(question, from, earlier)
  if (!answer) throw new Error('no answer')
  return answer
}

const items = facts.map(([title, text, language = 'en'], i) => ({ id: i + 1, title, text, language }))
const library = libraryOf(items)

describe('answerQuestion', () => {
  it.each([
    ['When will the harbour bridge close?', 'The harbour bridge will close on 4 January.'],
    ['How much does the work on the bridge cost?', 'The work costs 41 million crowns.'],
    ['How many homes lost their power in the storm?', 'It cut the power of 8,400 homes.'],
    ['Who drives the night tram?', 'Leif Harrow has driven the night tram since last week.'],
    ['How many people signed for the swimming pool?', 'The council gave in after 5,100 people signed.'],
    ['第一批学校的预算是多少？', '第一批九所学校的预算为620万克朗。'],
  ])('%s', async (question, sentence) => {
    const { level, evidence } = await answerOne(question)
    expect(evidence[0]?.sentence).toBe(sentence)
    expect(['answer', 'likely']).toContain(level)
  })

  it.each([
    'What is the population of Shanghai?',
    'Who wrote the opera about the lighthouse keeper?',
    'When was the opera house painted green?',
    'xylophone',
    '地铁什么时候开通？',
  ])('does not answer what is not there: %s', async (question) => {
    expect(['related', 'none']).toContain((await answerOne(question)).level)
  })

  it.each(['', '???', '😀', 'the of and'])('finds nothing for %j', async (question) => {
    expect(await answerOne(question)).toMatchObject({ level: 'none', evidence: [] })
  })

  it('answers each question in a question, the later ones about what the first was about', async () => {
    const answers = await answerQuestion(
      'When will the harbour bridge close, and how much does it cost? How many homes lost power in the storm?',
      library,
    )
    expect(answers.map(({ evidence }) => evidence[0]?.sentence)).toEqual([
      'The harbour bridge will close on 4 January.',
      'The work costs 41 million crowns.',
      'It cut the power of 8,400 homes.',
    ])
  })

  it.each([
    ['How much does it cost?', 'When will the harbour bridge close?', 'The work costs 41 million crowns.'],
    [
      'Who drives it?',
      'Where does the night tram stop?',
      'Leif Harrow has driven the night tram since last week.',
    ],
  ])('takes %s together with %s', async (question, earlier, sentence) => {
    expect((await answerOne(question, library, earlier)).evidence[0]?.sentence).toBe(sentence)
  })

  it('says nothing of the earlier subject when asked about another', async () => {
    const { evidence } = await answerOne(
      'And the opera house?',
      library,
      'When will the harbour bridge close?',
    )
    expect(evidence.map(({ article }) => article.title)).not.toContain('Bridge')
  })

  it('quotes every sentence word for word, whatever the articles and the question', async () => {
    const random = randomFrom(21)
    const pieces = oddPieces.filter((piece) => !/^[\ud800-\udfff]$/.test(piece))
    for (let round = 0; round < 40; round++) {
      const odd = Array.from({ length: 6 }, (_, i) => ({
        id: i + 1,
        title: randomText(random, pieces, 5),
        text: randomText(random, pieces, 80),
        language: random() < 0.5 ? 'en' : null,
      }))
      const question = randomText(random, pieces, 12)
      const answers = await answerQuestion(question, libraryOf(odd), random() < 0.5 ? 'What?' : undefined)
      for (const { sentence, article } of answers.flatMap(({ evidence }) => evidence))
        expect(article.text, question).toContain(sentence)
    }
  })
})
