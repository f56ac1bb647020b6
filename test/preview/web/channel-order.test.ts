import { expect, it } from 'vitest'
import type { PreviewChannel } from '../../../src/preview/protocol.js'
import { channelLabel, orderChannels } from '../../../src/preview/web/channel-order.js'

const channel = (id: string, type: number, parentId: string | null = null): PreviewChannel => ({
  id,
  name: id,
  type,
  topic: null,
  guildId: '2',
  parentId,
})

it('puts threads below their channels, those of unseen channels last', () => {
  const channels = [
    channel('general', 0),
    channel('lost', 11, 'secret'),
    channel('news', 5, 'category'),
    channel('first', 11, 'general'),
    channel('report', 10, 'news'),
    channel('second', 11, 'general'),
  ]
  const ids = orderChannels(channels).map(({ id }) => id)
  expect(ids).toEqual(['general', 'first', 'second', 'news', 'report', 'lost'])
})

it.each([
  [0, '#x'],
  [5, '#x'],
  [11, '"x"'],
  [1, '@x'],
])('a channel of type %i is called %s', (type, label) => {
  expect(channelLabel(channel('x', type))).toBe(label)
})
