import { describe, expect, it } from 'vitest'
import { inContext, leansOn, partsOf, subjectOf } from '../../src/answers/question-parts.js'

describe('partsOf', () => {
  it.each([
    ['When will the bridge close?', ['When will the bridge close?']],
    ['When will the bridge close, and who pays for it?', ['When will the bridge close', 'who pays for it']],
    ['Who is Leif Harrow? Where does he work?', ['Who is Leif Harrow', 'Where does he work']],
    ['After the storm, when did the ferry sail?', ['After the storm, when did the ferry sail?']],
    ['What do cats and dogs eat?', ['What do cats and dogs eat?']],
    ['桥什么时候关闭，要花多少钱？', ['桥什么时候关闭', '要花多少钱']],
    ['暴风雨之后，渡轮什么时候开？', ['暴风雨之后，渡轮什么时候开？']],
    ['Who? What? When? Where? Why?', ['Who? What? When? Where? Why?']],
    ['', ['']],
  ])('%s', (question, parts) => {
    expect(partsOf(question)).toEqual(parts)
  })
})

describe('leansOn', () => {
  it.each([
    ['Why?', true],
    ['And the tunnel?', true],
    ['How much does it cost the city?', true],
    ['那隧道呢？', true],
    ['When will the harbour bridge close?', false],
    ['Who won the regional chess championship?', false],
    ['Who pays for it?', true],
    ['How many seals?', false],
    ['Who pays?', true],
    ['When did Apple say it would launch?', false],
    ['Is there a ferry to the island in winter?', false],
    ['它什么时候关闭？', true],
    ['其他渡轮什么时候开？', false],
  ])('%s: %s', (question, expected) => {
    expect(leansOn(question)).toBe(expected)
  })
})

describe('subjectOf', () => {
  it('keeps what a conversation began with, and the last question', () => {
    const first = subjectOf('When will the bridge close?', undefined)
    const second = subjectOf('How much does it cost?', first)
    expect(subjectOf('Who pays for it?', second)).toBe('When will the bridge close?\nWho pays for it?')
    expect(subjectOf('Who won the regional chess cup?', second)).toBe('Who won the regional chess cup?')
  })
})

describe('inContext', () => {
  it.each([
    [
      'How much does it cost?',
      'When will the bridge close?',
      { text: 'How much does it cost?', subject: 'the bridge close?' },
    ],
    [
      'And the tunnel?',
      'When will the bridge close?',
      { text: 'When will the bridge close; And the tunnel?', about: 'And the tunnel' },
    ],
    [
      'Who won the regional chess cup?',
      'When will the bridge close?',
      { text: 'Who won the regional chess cup?' },
    ],
  ])('%s after %s', (question, earlier, expected) => {
    expect(inContext(question, earlier)).toEqual(expected)
  })
})
