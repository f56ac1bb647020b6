import { describe, expect, it } from 'vitest'
import { disagree } from '../../src/answers/disagree.js'

describe('disagree', () => {
  it.each([
    ['When does it close?', 'It closes on 4 January.', 'It closes on 11 January.', true],
    ['When does it close?', 'It closes on 4 January.', 'The bridge closes on 4 January 2027.', false],
    ['When does it close?', 'It closes on 4 January 2027.', 'It closes in 2028.', true],
    ['When does it close?', 'It closes on 4 January.', 'It closes in 2028.', false],
    ['When does it close?', 'It closes soon.', 'It closes in 2028.', false],
    ['How many homes lost power?', '8,400 homes lost power.', 'Power failed in 9,000 homes.', true],
    [
      'How many homes lost power?',
      '8,400 homes lost power.',
      'Power failed in 8400 homes for 3 days.',
      false,
    ],
    ['How many homes lost power?', '8,400 homes lost power.', 'The storm took 3 days.', false],
    ['How much does it cost?', 'It costs 41 million crowns.', 'The price is 41,000,000 crowns.', false],
    ['How much does it cost?', 'It costs 41 million crowns.', 'The price is 38 million crowns.', true],
    [
      'How much does it cost?',
      'The work costs 41 million crowns.',
      'Crossing is free on foot, a car will cost 3 crowns.',
      false,
    ],
    [
      'When does it close?',
      'Riverton closes the bridge on 4 January.',
      'The bridge closes on 11 January for repairs.',
      true,
    ],
    ['How many months?', 'Nine months.', 'It takes 9 months.', false],
    ['Who pays?', 'Ada Lovelace pays.', 'Alan Turing pays.', false],
    ['桥什么时候关闭？', '桥于2027年1月4日关闭。', '桥于2027年2月关闭。', true],
    ['桥什么时候关闭？', '桥于2027年1月4日关闭。', '大桥将于1月4日关闭。', false],
  ])('%s %s %s', (question, one, other, expected) => {
    expect(disagree(question, one, other)).toBe(expected)
    expect(disagree(question, other, one)).toBe(expected)
  })
})
