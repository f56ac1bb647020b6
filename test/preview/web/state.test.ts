import { describe, expect, it } from 'vitest'
import type { PreviewEvent, PreviewGuild, PreviewMessage, Snapshot } from '../../../src/preview/protocol.js'
import { botIsHere, channelsHere } from '../../../src/preview/web/here.js'
import {
  applyEvent,
  compareIds,
  countUnread,
  dismiss,
  emptyState,
  openChannel,
  openGuild,
  type PageState,
  startInteraction,
} from '../../../src/preview/web/state.js'

const guild = (id: string): PreviewGuild => ({
  id,
  name: id,
  hasBot: true,
  mayManage: false,
  members: [],
  roles: [],
  commands: [],
})
const bot = { id: '9', username: 'Courant' }

function message(id: string, over: object = {}): PreviewMessage {
  const plain = {
    id,
    channel_id: 'a',
    author: bot,
    content: id,
    embeds: [],
    attachments: [],
    mentions: [],
    type: 0,
  }
  return { ...plain, ...over } as unknown as PreviewMessage
}

function snapshot(messages: PreviewMessage[], over: Partial<Snapshot> = {}): Snapshot {
  return {
    type: 'snapshot',
    persona: 'member',
    user: { id: '1', name: 'Robin' },
    bot: { id: '9', name: 'Courant', online: true },
    channels: [
      { id: 'a', name: 'general', type: 0, topic: null, guildId: '2', parentId: null },
      { id: 'b', name: 'news', type: 5, topic: null, guildId: '2', parentId: null },
    ],
    guilds: [guild('2')],
    directCommands: [],
    messages,
    ...over,
  }
}

function play(events: PreviewEvent[], from: PageState = emptyState, watching = true): PageState {
  return events.reduce((state, event) => applyEvent(state, event, watching), from)
}

const ids = (state: PageState, channel = 'a') => state.messages[channel]?.map(({ id }) => id) ?? []

describe('messages', () => {
  it('stand in order of time, whichever came first, and snowflakes are compared as numbers', () => {
    const state = play([snapshot([message('99')]), { type: 'message', message: message('1000') }])
    expect(ids(play([{ type: 'message', message: message('500') }], state))).toEqual(['99', '500', '1000'])
    expect(compareIds('99', '1000')).toBeLessThan(0)
  })

  it('are replaced in place when edited and vanish when deleted', () => {
    const state = play([
      snapshot([message('1'), message('2')]),
      { type: 'message', message: message('1', { content: 'new' }) },
    ])
    expect(state.messages.a?.map(({ content }) => content)).toEqual(['new', '2'])
    expect(ids(play([{ type: 'message-deleted', channelId: 'a', id: '1' }], state))).toEqual(['2'])
  })

  it('of a snapshot replace what was there', () => {
    expect(ids(play([snapshot([message('1')]), snapshot([message('2')])]))).toEqual(['2'])
  })
})

describe('unread marks', () => {
  it('count what others wrote in a channel that is not open', () => {
    const state = play([
      snapshot([message('1', { channel_id: 'b' })]),
      { type: 'message', message: message('2', { channel_id: 'b' }) },
      { type: 'message', message: message('3', { channel_id: 'b', author: { id: '1', username: 'Robin' } }) },
    ])
    expect(countUnread(state, 'b')).toBe(1)
    const opened = openChannel(state, 'b')
    expect([countUnread(opened, 'b'), opened.newAfter]).toEqual([0, '1'])
  })

  it('do not grow while the person watches the open channel', () => {
    const start = play([snapshot([message('1')])])
    const event: PreviewEvent = { type: 'message', message: message('2') }
    expect(countUnread(applyEvent(start, event, true), 'a')).toBe(0)
    const missed = applyEvent(start, event, false)
    expect([countUnread(missed, 'a'), missed.newAfter]).toEqual([1, '1'])
  })

  it('tell what came while the connection was lost, but not to somebody who just arrived', () => {
    const first = play([snapshot([message('1', { channel_id: 'b' })])])
    expect(countUnread(first, 'b')).toBe(0)
    const later = snapshot([message('1', { channel_id: 'b' }), message('2', { channel_id: 'b' })])
    expect(countUnread(play([later], first), 'b')).toBe(1)
    expect(countUnread(play([{ ...later, persona: 'moderator' }], first), 'b')).toBe(0)
  })
})

describe('what the person did', () => {
  const started = { id: '50', channelId: 'a', command: '/search', messageId: null, customId: null }
  const answer = message('51', { interaction_metadata: { id: '50', user: { id: '1' } } })
  const base = play([snapshot([])])

  it('waits until the answer arrives', () => {
    const waiting = startInteraction(base, started)
    expect(waiting.interactions.map(({ state }) => state)).toEqual(['waiting'])
    expect(play([{ type: 'message', message: answer }], waiting).interactions).toEqual([])
  })

  it('does not wait when the answer was faster than the id', () => {
    expect(
      startInteraction(play([{ type: 'message', message: answer }], base), started).interactions,
    ).toEqual([])
  })

  it('keeps the name of the command when the failure was faster than the id', () => {
    const failed = play(
      [{ type: 'interaction-failed', interactionId: '50', channelId: 'a', reason: 'late' }],
      base,
    )
    expect(startInteraction(failed, started).interactions).toEqual([
      { ...started, state: 'failed', reason: 'late' },
    ])
  })

  it('fails where it was, and can be dismissed', () => {
    const failed = play(
      [{ type: 'interaction-failed', interactionId: '50', channelId: 'a', reason: 'late' }],
      startInteraction(base, started),
    )
    expect(failed.interactions).toEqual([{ ...started, state: 'failed', reason: 'late' }])
    expect(dismiss(failed, '50').interactions).toEqual([])
  })

  it('is done when the message with its button changes, or a form opens', () => {
    const pressed = { id: '50', channelId: 'a', command: null, messageId: '7', customId: 'x' }
    const asked = message('7', { interaction_metadata: { id: '6', user: { id: '1' } } })
    const waiting = startInteraction(play([snapshot([asked])]), pressed)
    expect(waiting.interactions).toHaveLength(1)
    expect(play([{ type: 'message', message: asked }], waiting).interactions).toEqual([])
    const modal = { custom_id: 'm', title: 'Form', components: [] }
    const open = play([{ type: 'modal', interactionId: '50', modal }], waiting)
    expect([open.interactions, open.modal?.modal.title]).toEqual([[], 'Form'])
  })

  it('opens a form on the page that asked for it, also when it comes before the answer, and on no other', () => {
    const modal = { custom_id: 'm', title: 'Form', components: [] }
    const early = play([{ type: 'modal', interactionId: started.id, modal }])
    expect(early.modal).toBeNull()
    expect(startInteraction(early, { ...started, id: '51' }).modal).toBeNull()
    expect(startInteraction(early, started).modal?.modal.title).toBe('Form')
  })
})

describe('a second server', () => {
  const hall = { id: 'h', name: 'hall', type: 0, topic: null, guildId: '3', parentId: null }
  const direct = { id: 'd', name: 'Courant', type: 1, topic: null, guildId: null, parentId: null }
  const plain = snapshot([])
  const start = play([
    snapshot([], { guilds: [guild('2'), guild('3')], channels: [...plain.channels, hall, direct] }),
  ])
  const place = ({ activeGuild, activeChannel }: PageState) => [activeGuild, activeChannel]

  it('opens at its first channel, and later where the person was last', () => {
    expect(place(start)).toEqual(['2', 'a'])
    const away = openGuild(openChannel(start, 'b'), '3')
    expect(place(away)).toEqual(['3', 'h'])
    expect(place(openGuild(away, '2'))).toEqual(['2', 'b'])
  })

  it('stays open while direct messages are read', () => {
    expect(place(openChannel(openGuild(start, '3'), 'd'))).toEqual(['3', 'd'])
  })

  it('has its own channels, people and commands', () => {
    const away = openGuild(start, '3')
    expect(channelsHere(away).map(({ id }) => id)).toEqual(['h', 'd'])
    expect(botIsHere(away)).toBe(true)
    const left: PreviewEvent = {
      type: 'guilds',
      guilds: [guild('2'), { ...guild('3'), hasBot: false }],
      directCommands: [],
    }
    expect(botIsHere(play([left], away))).toBe(false)
    expect(botIsHere(openChannel(play([left], away), 'd'))).toBe(true)
  })
})
