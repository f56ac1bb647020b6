import type { APIApplicationCommand } from 'discord-api-types/v10'
import { expect, it } from 'vitest'
import type { PreviewChannel, PreviewMessage } from '../../../src/preview/protocol.js'
import { mayReply, menuEntries, menuStep } from '../../../src/preview/web/message-menu.js'
import { emptyState, type PageState } from '../../../src/preview/web/state.js'

const channel = (id: string, type: number, parentId: string | null = null): PreviewChannel => ({
  id,
  name: id,
  type,
  topic: null,
  guildId: '2',
  parentId,
})
const channels = [
  channel('text', 0),
  channel('news', 5),
  channel('thread', 11, 'text'),
  channel('direct', 1),
  channel('7', 11, 'text'),
]
const commands = [
  { type: 1, name: 'search' },
  { type: 3, name: 'Summarise' },
  { type: 3, name: 'Ask about this' },
] as APIApplicationCommand[]

const stateOf = (used: APIApplicationCommand[], activeChannel = 'text'): PageState => ({
  ...emptyState,
  channels,
  activeChannel,
  guilds: [{ id: '2', name: '', hasBot: true, mayManage: false, members: [], roles: [], commands: used }],
})

const message = (over: object = {}) =>
  ({
    id: '1',
    channel_id: 'text',
    content: 'hello',
    embeds: [],
    flags: 0,
    ...over,
  }) as unknown as PreviewMessage

const all = ['Reply', 'Create Thread', 'Copy Text', 'Apps']

it.each<[string, object, string, string[]]>([
  ['in a text channel', {}, 'text', all],
  ['in a channel for announcements', { channel_id: 'news' }, 'news', all],
  ['in a thread', { channel_id: 'thread' }, 'thread', ['Reply', 'Copy Text', 'Apps']],
  ['between two people', { channel_id: 'direct' }, 'direct', ['Reply', 'Copy Text', 'Apps']],
  ['that has a thread', { id: '7' }, 'text', ['Reply', 'Copy Text', 'Apps']],
  ['that only one person sees', { flags: 64 }, 'text', ['Copy Text', 'Apps']],
  ['that is only a picture', { content: '' }, 'text', ['Reply', 'Create Thread', 'Apps']],
  ['of embeds', { content: '', embeds: [{ title: 'News' }] }, 'text', all],
  ['shown above the thread it began', { id: '7' }, '7', ['Copy Text']],
])('the menu of a message %s', (_, over, activeChannel, labels) => {
  const entries = menuEntries(message(over), stateOf(commands, activeChannel))
  expect(entries.map(({ label }) => label)).toEqual(labels)
})

it('lists the commands for messages under Apps, and nothing where there are none', () => {
  expect(menuEntries(message(), stateOf(commands)).at(-1)).toEqual({
    kind: 'apps',
    label: 'Apps',
    apps: [
      { name: 'Summarise', label: 'Summarise' },
      { name: 'Ask about this', label: 'Ask about this' },
    ],
  })
  expect(menuEntries(message(), stateOf(commands.slice(0, 1))).at(-1)?.kind).toBe('copy')
})

it('lets nobody reply to what only one person sees', () => {
  expect(mayReply(message(), { activeChannel: 'text' })).toBe(true)
  expect(mayReply(message({ flags: 64 }), { activeChannel: 'text' })).toBe(false)
})

it.each<[number, string, number | undefined]>([
  [-1, 'ArrowDown', 0],
  [-1, 'ArrowUp', 3],
  [0, 'ArrowDown', 1],
  [3, 'ArrowDown', 0],
  [0, 'ArrowUp', 3],
  [2, 'Home', 0],
  [0, 'End', 3],
  [0, 'c', 1],
  [1, 'C', 2],
  [2, 'c', 1],
  [-1, 'r', 0],
  [0, 'x', undefined],
  [0, ' ', undefined],
  [0, 'Enter', undefined],
])('from line %i the key %s leads to line %s', (current, key, next) => {
  expect(menuStep(all, current, key)).toBe(next)
})
