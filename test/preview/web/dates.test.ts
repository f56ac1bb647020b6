import { expect, it } from 'vitest'
import { discordTime, messageTime, snowflakeTime } from '../../../src/preview/web/dates.js'
import { fileSize, localMedia } from '../../../src/preview/web/media.js'
import { retryDelay } from '../../../src/preview/web/retry-delay.js'

const now = new Date(2024, 5, 15, 9, 30).getTime()
// ICU writes a narrow no-break space before AM and PM.
const plain = (text: string) => text.replaceAll('\u202f', ' ')

it.each([
  [new Date(2024, 5, 15, 0, 1), 'Today at 12:01 AM'],
  [new Date(2024, 5, 14, 23, 59), 'Yesterday at 11:59 PM'],
  [new Date(2024, 5, 13, 12, 0), '6/13/24, 12:00 PM'],
])('a message of %s is from "%s"', (sent, text) => {
  expect(plain(messageTime(sent.getTime(), now, 'en-US'))).toBe(text)
})

it.each([
  [-30, '30 seconds ago'],
  [-119, '1 minute ago'],
  [-3 * 3600, '3 hours ago'],
  [-3599, '59 minutes ago'],
  [86_400, 'tomorrow'],
  [-400 * 86_400, 'last year'],
])('%d seconds from now is "%s"', (seconds, text) => {
  expect(discordTime(now / 1000 + seconds, 'R', now, 'en-US')).toBe(text)
})

it('a time past the end of the calendar is told and does not throw', () => {
  expect(discordTime(9_999_999_999_999, 'F', now)).toBe('Invalid date')
})

it('reads the time from the example snowflake of the documentation', () => {
  expect(new Date(snowflakeTime('175928847299117063')).toISOString()).toBe('2016-04-30T11:18:25.796Z')
})

it.each([
  ['http://localhost:3000/attachments/1/a.png', 'http://localhost:3000/attachments/1/a.png'],
  ['http://127.0.0.1:3000/attachments/1/a.png', 'http://localhost:3000/attachments/1/a.png'],
  ['https://feed.test/a.png', null],
  ['http://localhost:4000/a.png', null],
  ['javascript:alert(1)', null],
  ['data:text/html,x', null],
  ['data:image/svg+xml,x', null],
  ['data:image/png;base64,AA', 'data:image/png;base64,AA'],
  ['attachment://a.png', null],
])('a picture at %s is loaded from %s', (url, source) => {
  expect(localMedia(url, 'http://localhost:3000')).toBe(source)
})

it.each([
  [0, '0 B'],
  [999, '999 B'],
  [1000, '1.0 KB'],
  [1_440_000, '1.4 MB'],
])('%d bytes are "%s"', (bytes, text) => {
  expect(fileSize(bytes)).toBe(text)
})

it('waits longer after each failed attempt to connect, up to a limit', () => {
  expect([0, 1, 2, 10].map((attempt) => retryDelay(attempt, 0))).toEqual([500, 1000, 2000, 10_000])
  expect(retryDelay(0, 1)).toBe(625)
})
