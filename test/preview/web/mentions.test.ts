import { expect, it } from 'vitest'
import { completeMention, matchMentions, toMentions } from '../../../src/preview/web/mentions.js'

const people = [
  { id: '9', name: 'Courant' },
  { id: '1', name: 'Mia' },
  { id: '2', name: 'Mia B.' },
]

it.each([
  ['@Courant what is new?', '<@9> what is new?'],
  ['hey @courant, and @Mia!', 'hey <@9>, and <@1>!'],
  ['(@Courant) **@Courant**', '(<@9>) **<@9>**'],
  ['@Mia B. is longer than @Mia', '<@2> is longer than <@1>'],
  ['first line\n@Courant', 'first line\n<@9>'],
  [
    'write to me@Courant or https://example.com/@Courant',
    'write to me@Courant or https://example.com/@Courant',
  ],
  ['@Courants @Courant_', '@Courants @Courant_'],
  ['`@Courant` and ```\n@Courant\n```', '`@Courant` and ```\n@Courant\n```'],
  ['<@9> stays', '<@9> stays'],
  ['@nobody', '@nobody'],
])('%j is sent as %j', (typed, sent) => {
  expect(toMentions(typed, people)).toBe(sent)
})

it.each([
  ['@', ['Courant', 'Mia', 'Mia B.']],
  ['hey @mi', ['Mia', 'Mia B.']],
  ['hey @Courant ', []],
  ['me@mi', []],
  ['hey', []],
])('after %j the list offers %j', (typed, names) => {
  expect(matchMentions(typed, people).map(({ name }) => name)).toEqual(names)
})

it('writes the picked name out', () => {
  expect(completeMention('hey @co', { id: '9', name: 'Courant' })).toBe('hey @Courant ')
})
