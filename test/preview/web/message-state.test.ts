import { describe, expect, it } from 'vitest'
import type { PreviewChannel, PreviewMessage, Snapshot } from '../../../src/preview/protocol.js'
import {
  closeMenu,
  draftThread,
  endReply,
  enterThread,
  openMenu,
  refuseThread,
  repliedMessage,
  showApps,
  shownMessage,
  startReply,
  threadStarter,
} from '../../../src/preview/web/message-state.js'
import { applyEvent, emptyState, openChannel, type PageState } from '../../../src/preview/web/state.js'

const general: PreviewChannel = {
  id: 'a',
  name: 'general',
  type: 0,
  topic: null,
  guildId: '2',
  parentId: null,
}
const news: PreviewChannel = { id: 'b', name: 'news', type: 0, topic: null, guildId: '2', parentId: null }
const thread: PreviewChannel = { id: '5', name: 'thread', type: 11, topic: null, guildId: '2', parentId: 'a' }

const message = (id: string) =>
  ({ id, channel_id: 'a', author: { id: '9', username: 'Courant' } }) as unknown as PreviewMessage

const snapshot = (channels: PreviewChannel[]): Snapshot => ({
  type: 'snapshot',
  persona: 'member',
  user: { id: '1', name: 'Mia' },
  bot: { id: '9', name: 'Courant', online: true },
  channels,
  guilds: [{ id: '2', name: '', hasBot: true, mayManage: false, members: [], roles: [], commands: [] }],
  directCommands: [],
  messages: [message('5'), message('6')],
})

const start = applyEvent(emptyState, snapshot([general, news]), true)
const deleted = (state: PageState, id: string) =>
  applyEvent(state, { type: 'message-deleted', channelId: 'a', id }, true)

describe('an answer', () => {
  const replying = startReply(start, '5')

  it('is for the message until it is cancelled or sent', () => {
    expect(repliedMessage(start)).toBeNull()
    expect(repliedMessage(replying)?.id).toBe('5')
    expect(repliedMessage(startReply(replying, '6'))?.id).toBe('6')
    expect(repliedMessage(endReply(replying))).toBeNull()
  })

  it('waits while another channel is open', () => {
    const away = openChannel(replying, 'b')
    expect(repliedMessage(away)).toBeNull()
    expect(repliedMessage(openChannel(away, 'a'))?.id).toBe('5')
  })

  it('is only text again when the message was deleted', () => {
    expect(repliedMessage(deleted(replying, '5'))).toBeNull()
  })

  it('that was begun while the one before was on its way stays', () => {
    expect(repliedMessage(endReply(startReply(replying, '6'), '5'))?.id).toBe('6')
  })
})

describe('the menu', () => {
  const open = openMenu(start, '5', { x: 1, y: 2 })

  it('opens, shows its apps and closes', () => {
    expect(open.menu).toEqual({ messageId: '5', at: { x: 1, y: 2 }, apps: false })
    expect(showApps(open, true).menu?.apps).toBe(true)
    expect(showApps(start, true).menu).toBeNull()
    expect(closeMenu(open).menu).toBeNull()
  })

  it('goes with the channel', () => {
    expect(openChannel(open, 'b').menu).toBeNull()
    expect(openChannel(open, 'a').menu).not.toBeNull()
  })

  it('has no message any more when that was deleted', () => {
    expect(shownMessage(start, '5')?.id).toBe('5')
    expect(shownMessage(deleted(start, '5'), '5')).toBeNull()
  })
})

describe('a new thread', () => {
  const drafted = draftThread(start, '5', 'Bridge')

  it('opens at once when it is known, else when the server has told of it', () => {
    const known = enterThread({ ...drafted, channels: [general, news, thread] }, '5')
    expect([known.activeChannel, known.threadDraft, known.expected]).toEqual(['5', null, null])
    const waiting = enterThread(drafted, '5')
    expect([waiting.activeChannel, waiting.threadDraft, waiting.expected]).toEqual(['a', null, '5'])
    const told = applyEvent(waiting, snapshot([general, news, thread]), true)
    expect([told.activeChannel, told.expected]).toEqual(['5', null])
    expect(applyEvent(waiting, snapshot([general, news]), true).activeChannel).toBe('a')
  })

  it('that was refused says why in its form', () => {
    expect(refuseThread(drafted, 'Not here.').threadDraft).toEqual({
      messageId: '5',
      name: 'Bridge',
      error: 'Not here.',
    })
    expect(refuseThread(start, 'Not here.').threadDraft).toBeNull()
  })

  it('begins with the message that it was opened from', () => {
    const inside = openChannel({ ...start, channels: [general, news, thread] }, '5')
    expect([threadStarter(inside)?.id, shownMessage(inside, '5')?.id]).toEqual(['5', '5'])
    expect([threadStarter(start), shownMessage(inside, '6')]).toEqual([null, null])
  })
})
