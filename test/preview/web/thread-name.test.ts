import { expect, it } from 'vitest'
import type { PreviewMessage } from '../../../src/preview/protocol.js'
import { messageText, plainText } from '../../../src/preview/web/plain-text.js'
import { threadName } from '../../../src/preview/web/thread-name.js'

it.each([
  ['Bridge closes', 'Bridge closes'],
  ['  Bridge \n closes  ', 'Bridge closes'],
  ['The harbour bridge closes for works in the spring', 'The harbour bridge closes for works in'],
  ['1234567890 1234567890 1234567890 1234567', '1234567890 1234567890 1234567890 1234567'],
  ['x'.repeat(50), 'x'.repeat(40)],
  [`${'x'.repeat(39)}👩‍🚒`, 'x'.repeat(39)],
  ['', 'New Thread'],
])('a thread from %j is offered as %j', (text, name) => {
  expect(threadName(text)).toBe(name)
})

const names = {
  now: 0,
  locale: 'en-US',
  roleName: () => 'Readers',
  userName: (id: string) => (id === '9' ? 'Courant' : 'unknown-user'),
  channelName: (id: string) => (id === '5' ? 'news' : null),
}

it.each([
  ['**bold** and [a link](https://example.com) ||hidden||', 'bold and a link hidden'],
  ['<@9> in <#5> or <#6>, </latest:1>', '@Courant in #news or #unknown, /latest'],
  ['# Title\n- one\n- `two`\n> said', 'Title\none\ntwo\nsaid'],
  ['```ts\ncode\n```', 'code'],
])('%j reads %j without its marks', (text, plain) => {
  expect(plainText(text, names)).toBe(plain)
})

it('takes the words of embeds where there is no text', () => {
  const embeds = [{ title: 'Bridge', description: 'It closes.', fields: [{ name: 'When', value: 'Spring' }] }]
  const message = (content: string) => ({ content, embeds }) as Pick<PreviewMessage, 'content' | 'embeds'>
  expect(messageText(message('Read this'))).toBe('Read this')
  expect(messageText(message(''))).toBe('Bridge\nIt closes.\nWhen\nSpring')
})
