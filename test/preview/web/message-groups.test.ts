import { expect, it } from 'vitest'
import type { PreviewMessage } from '../../../src/preview/protocol.js'
import { inlineColumns } from '../../../src/preview/web/inline-columns.js'
import { groupMessages } from '../../../src/preview/web/message-groups.js'

const noon = new Date(2024, 5, 1, 12).getTime()
const minute = 60_000

/** A snowflake of that instant. */
const at = (ms: number) => String(BigInt(ms - 1_420_070_400_000) << 22n)

function message(ms: number, over: object = {}): PreviewMessage {
  return { id: at(ms), author: { id: '1' }, type: 0, flags: 0, ...over } as unknown as PreviewMessage
}

const answer = { type: 20, interaction: { id: '1', name: 'search', user: { id: '2', username: 'x' } } }

it.each<[string, number, object, boolean]>([
  ['within seven minutes', 7 * minute, {}, true],
  ['after more than seven minutes', 7 * minute + 1, {}, false],
  ['by somebody else', minute, { author: { id: '2' } }, false],
  ['that only one person sees', minute, { flags: 64 }, false],
  ['that answers a command', minute, answer, false],
  ['on the next day', 13 * 60 * minute, {}, false],
])('a message %s joins the one before: %s', (_, later, over, joined) => {
  const [, second] = groupMessages([message(noon), message(noon + later, over)], null)
  expect(second?.continues).toBe(joined)
})

it('draws the date before the first message of each day', () => {
  const days = groupMessages([message(noon), message(noon + minute), message(noon + 24 * 60 * minute)], null)
  expect(days.map(({ newDay }) => newDay)).toEqual([true, false, true])
})

it('draws the line "new" after the last message seen and starts a group there', () => {
  const list = [message(noon), message(noon + 1000), message(noon + 2000)]
  const entries = groupMessages(list, at(noon + 1000))
  expect(entries.map(({ firstNew }) => firstNew)).toEqual([false, false, true])
  expect(entries[2]?.continues).toBe(false)
  expect(groupMessages(list, '0').map(({ firstNew }) => firstNew)).toEqual([true, false, false])
})

it('sets inline fields three to a row and starts over after a wide one', () => {
  const fields = [true, true, true, true, false, true].map((inline) => ({ inline }))
  expect(inlineColumns(fields)).toEqual([1, 2, 3, 1, undefined, 1])
})
