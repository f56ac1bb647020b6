import { describe, expect, it } from 'vitest'
import { answerSpans, kindOf, mayAnswer } from '../../src/answers/question.js'

describe('kindOf', () => {
  it.each([
    ['When was the bridge built?', 'time'],
    ['In what year did it open?', 'time'],
    ['How many people live there?', 'number'],
    ['how long is the tunnel', 'number'],
    ['Who won the cup?', 'person'],
    ['Where is the harbour?', 'place'],
    ['Which city has the most trams?', 'place'],
    ['Why did the ferry stop?', 'reason'],
    ['What does green mean here?', 'meaning'],
    ['What is a heat pump?', 'any'],
    ['这座桥是什么时候建的？', 'time'],
    ['有多少人住在那里？', 'number'],
    ['谁赢得了比赛？', 'person'],
    ['它位于哪个省？', 'place'],
    ['为什么渡轮停了？', 'reason'],
    ['', 'any'],
  ])('of %j', (question, kind) => {
    expect(kindOf(question)).toBe(kind)
  })
})

describe('mayAnswer', () => {
  it.each([
    ['time', 'It opened in 1997.', true],
    ['time', 'It opened to great applause.', false],
    ['number', 'Some forty-two or 42 people came.', true],
    ['number', 'Many came.', false],
    ['reason', 'It stopped because of the storm.', true],
    ['any', 'Whatever.', true],
  ] as const)('%s: %s', (kind, sentence, expected) => {
    expect(mayAnswer(kind, sentence)).toBe(expected)
  })
})

describe('answerSpans', () => {
  const shown = (question: string, sentence: string) =>
    answerSpans(question, sentence).map(({ start, end }) => sentence.slice(start, end))

  it.each([
    ['When did the bridge close?', 'The bridge closed on 4 January 2027.', ['4 January 2027']],
    ['How many homes lost power?', 'Storm Petra cut the power of 8,400 homes.', ['8,400']],
    [
      'How long will it be closed?',
      'Closed for nine months from 4 January, at 41 million crowns.',
      ['nine months', '41 million'],
    ],
    ['How many percent?', 'It was 3.5 % or 12.', ['3.5 %', '12']],
    ['Who steers the tram?', 'For thirty years Leif Harrow steered the ferry.', ['Leif Harrow']],
    ['When was the storm of 2026?', 'The storm of 2026 came in October.', ['October']],
    ['Why did it stop?', 'It stopped because of the storm.', []],
  ])('of %s', (question, sentence, expected) => {
    expect(shown(question, sentence)).toEqual(expected)
  })
})
