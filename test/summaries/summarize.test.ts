import { describe, expect, it } from 'vitest'
import { splitSentences } from '../../src/core/sentences.js'
import { summarize } from '../../src/summaries/summarize.js'
import { oddPieces, randomFrom, randomText } from '../support/random.js'

const article = `By: Ada Quill

Riverton will close its harbour bridge for nine months to replace the rusted steel arch.

The council approved the bridge repairs on Tuesday after engineers warned about the arch.

1、 What happens now

Ferries will cross the harbour every ten minutes while the bridge is closed.

“It is a long time, and nobody likes it,” one shopkeeper said.

Who pays for the ferries?

The repairs cost 40 million, half of it paid by the region, the council said of the bridge.

Lunch was served.

Click here for pictures of the bridge.

More bridges | bridges | harbour`

const withoutSummary: [name: string, text: string, kind: string, sentences: string[]][] = [
  ['nothing', '', 'empty', []],
  ['space', ' \n\t ', 'empty', []],
  ['one sentence', 'Only this one is known.', 'short', ['Only this one is known.']],
  [
    'an excerpt that was cut off',
    'The council approved the bridge repairs on Tuesday after engineers had warned of the',
    'short',
    ['The council approved the bridge repairs on Tuesday after engineers had warned of the'],
  ],
  ['headings', 'A heading\n\nAnother heading', 'navigation', []],
  ['a short list', '• Milk\n• Bread\n• Eggs', 'list', ['Milk', 'Bread', 'Eggs']],
  ['a long list', Array.from({ length: 30 }, (_, i) => `- item ${i}`).join('\n'), 'list', []],
  ['a table', 'Team\tPlayed\tPoints\nRiverton\t12\t30\nColby\t12\t28', 'table', []],
  ['a table in Markdown', '| a | b |\n|---|---|\n| 1 | 2 |', 'table', []],
  ['comma-separated values', 'name,age,town\nAda,30,Colby\nTom,31,Tarnby', 'table', []],
  ['code', 'def add(a, b):\n    return a + b\n\nprint(add(1, 2))\nx = [add(i, 1) for i in y]', 'code', []],
  [
    'a poem',
    'The river runs beneath the bridge,\nand carries down the light,\na lantern on the farther ridge\nis answering the night;',
    'poem',
    [],
  ],
  ['navigation', 'Home\nNews\nSport\nWeather\nLog in\nAbout us\nPrivacy policy', 'navigation', []],
  [
    'navigation with notices',
    'Home | News | Sport\nSkip to content\nWe use cookies to improve your experience. Accept all cookies.',
    'navigation',
    [],
  ],
]

describe('summarize', () => {
  it('gives the sentences that carry the matter, in the order of the text', () => {
    expect(summarize(article).sentences).toEqual([
      'Riverton will close its harbour bridge for nine months to replace the rusted steel arch.',
      'The council approved the bridge repairs on Tuesday after engineers warned about the arch.',
      'Ferries will cross the harbour every ten minutes while the bridge is closed.',
    ])
  })

  it('leaves out bylines, headings, link lists and invitations, also in detail', () => {
    const all = summarize(article, { length: 'detailed' }).sentences
    expect(all).toHaveLength(5)
    expect(all.join(' ')).not.toMatch(/Quill|What happens now|Click here|\|/)
  })

  it('does not repeat the title or a sentence', () => {
    const text =
      'Bridge closes. The bridge closes in March. The bridge closes in March. Ferries run instead until winter.'
    expect(summarize(text, { title: 'Bridge closes.' }).sentences).toEqual([
      'The bridge closes in March.',
      'Ferries run instead until winter.',
    ])
  })

  it('prefers a new thought to the same again', () => {
    const text = `The harbour bridge closes in March for repairs of the arch. The harbour bridge will close in March for repairs of its arch. Ferries cross every ten minutes and cost nothing for residents.`
    expect(summarize(text).sentences).toHaveLength(2)
    expect(summarize(text).sentences[1]).toMatch(/^Ferries/)
  })

  it.each(withoutSummary)('has a short answer for what is no article: %s', (_, text, kind, sentences) => {
    expect(summarize(text)).toMatchObject({ kind, sentences })
  })

  it.each([
    [
      'Chinese',
      '江城市议会周二批准了太阳能屋顶计划。学校将首先安装太阳能屋顶。有人带来了一只猫。计划投资四千万元，由太阳能公司承担一半。',
      '江城市议会周二批准了太阳能屋顶计划。',
    ],
    [
      'Japanese',
      '市議会は火曜日、港の橋の修理計画を承認した。橋は三月から九か月間閉鎖される。昼食が出た。閉鎖中は渡し船が橋の代わりに港を渡る。',
      '市議会は火曜日、港の橋の修理計画を承認した。',
    ],
    [
      'German',
      'Der Stadtrat hat am Dienstag die Sanierung der Hafenbrücke beschlossen. Die Hafenbrücke bleibt neun Monate gesperrt. Es gab Suppe. Während der Sanierung fahren Fähren über den Hafen.',
      'Der Stadtrat hat am Dienstag die Sanierung der Hafenbrücke beschlossen.',
    ],
  ])('summarises %s', (_, text, first) => {
    expect(summarize(text, { length: 'line' }).sentences).toEqual([first])
  })

  it.each([
    ['one in a line', 'line', 1],
    ['at most four in short', 'short', 4],
    ['at most eight in detail', 'detailed', 8],
  ] as const)('gives %s', (_, length, most) => {
    const count = summarize(book(40), { length }).sentences.length
    expect(count).toBeGreaterThan(0)
    expect(count).toBeLessThanOrEqual(most)
  })

  it('stops a short summary at the sentence that makes it long enough', () => {
    const long = (_: unknown, i: number) => `${Array.from({ length: 70 }, (_, j) => `w${i}x${j}`).join(' ')}.`
    expect(summarize(Array.from({ length: 6 }, long).join('\n')).sentences).toHaveLength(1)
  })

  it('takes the key points of a long text from all its parts', () => {
    const text = book(300)
    const places = summarize(text, { length: 'detailed' }).sentences.map(
      (each) => text.indexOf(each) / text.length,
    )
    expect(places.at(-1)).toBeGreaterThan(0.6)
    expect(places.filter((place) => place > 0.2 && place < 0.7).length).toBeGreaterThanOrEqual(2)
  })

  it.each([
    'PUBLISHED: 14:11 EST, 25 October 2013.',
    'By Ada Quill and Tom Reed.',
    'Click here for more pictures of the bridge.',
    'Read more: The story of the bridge in ten pictures.',
    'Share this article with your friends.',
    'This website uses cookies to improve your experience.',
    'Diese Website verwendet Cookies.',
    '责任编辑：王小明。',
    '点击查看更多精彩内容。',
    '© 2024 Riverton Herald.',
    'LONDON, March 3 (Wire) –',
  ])('never shows %s', (line) => {
    const text = `${line}\nThe council approved the repairs on Tuesday.\nThe bridge closes in March.\n${line}`
    for (const length of ['line', 'short', 'detailed'] as const)
      expect(summarize(text, { length }).sentences.join('\n')).not.toContain(line)
  })

  it.each([
    'By noon the storm had passed over Riverton.',
    'Von der Leyen sprach am Dienstag über die Brücke.',
    'Photos of the bridge were sold for charity.',
    'Share prices of the bridge builder rose by a third.',
  ])('knows a sentence that begins like a label: %s', (line) => {
    expect(summarize(`${line} The rain fell on the town.`).sentences).toContain(line)
  })

  it('shows no half of a sentence that was wrapped at a margin', () => {
    const text =
      'The council approved the repairs. The bridge will\nclose in March. Ferries run instead until winter.'
    expect(summarize(text).sentences).toEqual([
      'The council approved the repairs.',
      'Ferries run instead until winter.',
    ])
  })

  it('counts the words of the text', () => {
    expect(summarize('Three little words.\n\nAnd four words more.').words).toBe(7)
    expect(summarize('城市规划').words).toBe(2)
  })

  it.each(['line', 'short', 'detailed'] as const)(
    'gives sentences of the text in its order, each once: %s',
    (length) => {
      const random = randomFrom(7)
      for (let i = 0; i < 200; i++) {
        const text = i % 2 === 0 ? randomText(random, oddPieces, 100) : randomArticle(random)
        const { sentences } = summarize(text, { length })
        expect(new Set(sentences).size).toBe(sentences.length)
        let from = 0
        for (const sentence of sentences) {
          from = text.indexOf(sentence, from)
          expect(from, JSON.stringify({ text, sentence })).toBeGreaterThanOrEqual(0)
          from += sentence.length
        }
      }
    },
  )

  it.each([
    ['lines', 'Chapter one tells of old kings.\n'.repeat(31_000)],
    ['one line', book(16_000).replaceAll('\n', ' ')],
    ['no full stop', 'word '.repeat(200_000)],
    ['one word', 'x'.repeat(1_000_000)],
    ['points', '. '.repeat(500_000)],
    ['lines of one letter', 'a\n'.repeat(500_000)],
    ['Chinese', '江城市议会周二批准了太阳能屋顶计划。'.repeat(55_000)],
  ])('ends for a megabyte of %s, and cuts no sentence of it', (_, text) => {
    const known = new Set(splitSentences(text))
    for (const sentence of summarize(text, { length: 'detailed' }).sentences)
      expect(known).toContain(sentence)
  })
})

/** Sentences that differ, some to a line. */
function book(sentences: number): string {
  const tell = (_: unknown, i: number) =>
    `Chapter ${i} tells of king ${names[i % 7]} of ${names[(i * 3) % 11]} and his ${i % 90} ships.`
  return Array.from({ length: sentences }, tell).join('\n')
}

const names = 'Alder Birch Cedar Dogwood Elm Fir Gorse Hazel Ivy Juniper Larch'.split(' ')

function randomArticle(random: () => number): string {
  const pick = (of: string[]) => of[Math.floor(random() * of.length)] ?? ''
  const subjects = [
    'The council',
    'Mr. Orlo',
    'A U.S. ship',
    '“The bridge',
    'Engineers (left)',
    '1. Ada Quill',
  ]
  const verbs = ['approved', 'repairs', 'closed', 'saw', 'sold']
  const objects = ['3.5 million bridges', 'the arch', 'No. 7', 'ferries,” he said', 'it in Dec']
  const ends = ['. ', '.\n', '! ', '?\n\n', ' ', '.Then ']
  const length = Math.floor(random() * 60)
  return Array.from({ length }, () => `${pick(subjects)} ${pick(verbs)} ${pick(objects)}${pick(ends)}`).join(
    '',
  )
}
