import { describe, expect, it } from 'vitest'
import { languages, translator } from '../../src/core/i18n.js'
import { describeSchedule, nextRun, parseSchedule, printSchedule } from '../../src/topics/schedule.js'
import { suggestedPhrases } from '../../src/topics/schedule-phrases.js'
import { noon } from '../support/articles.js'

const t = translator('en')

describe('parseSchedule', () => {
  it.each([
    ['instantly', '* * * * *'],
    ['every minute', '* * * * *'],
    ['Every 15 minutes', '*/15 * * * *'],
    ['hourly', '0 * * * *'],
    ['every 6 hours', '0 */6 * * *'],
    ['daily', '0 9 * * *'],
    ['daily 18:30', '30 18 * * *'],
    ['every day at 7', '0 7 * * *'],
    ['weekdays 9:00', '0 9 * * 1-5'],
    ['weekly 9:00', '0 9 * * 1'],
    ['0 9 * * MON-FRI', '0 9 * * MON-FRI'],
    ['  */5   8-18 * * * ', '*/5 8-18 * * *'],
  ])('reads "%s" as %s', (text, cron) => {
    expect(parseSchedule(text, 'UTC', noon, t)).toEqual({ cron, timeZone: 'UTC' })
  })

  it('reads everything that it suggests, the same in all languages', () => {
    const read = (language: string) => {
      const words = translator(language)
      return suggestedPhrases(words).map((text) => parseSchedule(text, 'UTC', noon, words).cron)
    }
    for (const language of languages) expect(read(language), language).toEqual(read('en'))
  })

  it.each([
    ['zh-CN', '立即', '* * * * *'],
    ['zh-CN', '每 15 分钟', '*/15 * * * *'],
    ['zh-CN', '每天9点', '0 9 * * *'],
    ['zh-CN', '工作日 9:00', '0 9 * * 1-5'],
    ['zh-CN', 'daily 9:00', '0 9 * * *'],
    ['ja', '毎日 9:00', '0 9 * * *'],
    ['ja', '毎時', '0 * * * *'],
    ['de', 'täglich um 9:00', '0 9 * * *'],
    ['de', 'Alle 2 Stunden', '0 */2 * * *'],
    ['es-ES', 'cada día a las 9:00', '0 9 * * *'],
  ])('reads in %s "%s" as %s', (language, text, cron) => {
    expect(parseSchedule(text, 'UTC', noon, translator(language)).cron).toBe(cron)
  })

  it.each([
    'instantly',
    'every 6 hours',
    'weekdays 7:05',
    '0 9 * * MON-FRI',
    '*/5 8-18 * * *',
    '*/90 * * * *',
  ])('reads "%s" from what is printed of it, in all languages', (text) => {
    const { cron } = parseSchedule(text, 'UTC', noon, t)
    for (const language of languages) {
      const words = translator(language)
      expect(parseSchedule(printSchedule(cron, words), 'UTC', noon, words).cron, language).toBe(cron)
    }
  })

  it.each([
    '',
    'soon',
    '60 * * * *',
    '* * * *',
    '* * * * * *',
    '0 0 31 2 *',
    '0 0 30 feb *',
    'every 0 minutes',
    'daily 25:00',
    '* * * * *; drop table',
    '@reboot',
    'H H * * *',
  ])('refuses "%s" with the remedy', (text) => {
    expect(() => parseSchedule(text, 'UTC', noon, t)).toThrow('schedule.invalid')
  })

  it.each(['Mars/Olympus', '', 'UTC+25'])('refuses the time zone "%s"', (zone) => {
    expect(() => parseSchedule('hourly', zone, noon, t)).toThrow('schedule.unknownZone')
  })
})

describe('nextRun', () => {
  const runs = (cron: string, timeZone: string, from: string, count: number) => {
    const found: string[] = []
    let at = Date.parse(from)
    for (let i = 0; i < count; i++) {
      at = nextRun({ cron, timeZone }, at)
      found.push(new Date(at).toISOString())
    }
    return found
  }

  it('is strictly after the given instant', () => {
    expect(runs('0 12 * * *', 'UTC', '2026-11-02T12:00:00.000Z', 1)).toEqual(['2026-11-03T12:00:00.000Z'])
  })

  it('keeps the local hour when summer time begins and ends', () => {
    expect(runs('0 9 * * *', 'Europe/Berlin', '2026-03-28T00:00:00Z', 2)).toEqual([
      '2026-03-28T08:00:00.000Z',
      '2026-03-29T07:00:00.000Z',
    ])
    expect(runs('0 9 * * *', 'Europe/Berlin', '2026-10-24T00:00:00Z', 2)).toEqual([
      '2026-10-24T07:00:00.000Z',
      '2026-10-25T08:00:00.000Z',
    ])
  })

  it('runs once in the hour that summer time leaves out, and once in the hour that comes twice', () => {
    expect(runs('30 2 * * *', 'Europe/Berlin', '2026-03-28T12:00:00Z', 2)).toEqual([
      '2026-03-29T01:30:00.000Z',
      '2026-03-30T00:30:00.000Z',
    ])
    expect(runs('30 2 * * *', 'Europe/Berlin', '2026-10-24T12:00:00Z', 2)).toEqual([
      '2026-10-25T00:30:00.000Z',
      '2026-10-26T01:30:00.000Z',
    ])
  })

  it('gives no slot a second time to who asks from within the hour that comes twice', () => {
    // 2:30 was at 00:30Z; a slot that ended late, or a repair, asks afterwards.
    for (const late of ['00:30', '00:45', '01:00', '01:10', '01:29', '01:59'])
      expect(runs('30 2 * * *', 'Europe/Berlin', `2026-10-25T${late}:00Z`, 1)).toEqual([
        '2026-10-26T01:30:00.000Z',
      ])
    expect(runs('30 1 * * *', 'America/New_York', '2026-11-01T06:10:00Z', 1)).toEqual([
      '2026-11-02T06:30:00.000Z',
    ])
  })

  it('leaves out no slot of the spring gap for who asks from after the gap', () => {
    for (const from of ['2026-03-28T12:00', '2026-03-29T00:59', '2026-03-29T01:00', '2026-03-29T01:29'])
      expect(runs('30 2 * * *', 'Europe/Berlin', `${from}:00Z`, 1)).toEqual(['2026-03-29T01:30:00.000Z'])
  })

  it('goes on every hour, and every quarter, of the hours that come twice or not at all', () => {
    const [spring, autumn] = ['2026-03-28T22:50:00Z', '2026-10-24T22:50:00Z']
    for (const from of [spring, autumn]) {
      const hours = runs('0 * * * *', 'Europe/Berlin', from, 6).map((at) => Date.parse(at))
      expect(hours).toEqual(hours.map((_, i) => Date.parse(from) + 600_000 + i * 3_600_000))
      const quarters = runs('*/15 * * * *', 'Europe/Berlin', from, 24).map((at) => Date.parse(at))
      expect(quarters).toEqual(quarters.map((_, i) => Date.parse(from) + 600_000 + i * 900_000))
    }
  })

  it.each([
    ['Europe/Berlin', '2026-03-27T00:00:00Z'],
    ['Europe/Berlin', '2026-10-23T00:00:00Z'],
    ['America/New_York', '2026-03-06T00:00:00Z'],
    ['America/New_York', '2026-10-30T00:00:00Z'],
    ['America/Santiago', '2026-04-03T00:00:00Z'],
    ['America/Santiago', '2026-09-04T00:00:00Z'],
  ])('is the same however often and from wherever it is asked, in %s after %s', (timeZone, from) => {
    for (const cron of ['0 0 * * *', '45 1 * * *', '30 2 * * *', '0 3 * * *']) {
      const slots = runs(cron, timeZone, from, 4)
      for (let at = Date.parse(from); at < Date.parse(slots[3] ?? ''); at += 30 * 60_000)
        expect(new Date(nextRun({ cron, timeZone }, at)).toISOString()).toBe(
          slots.find((slot) => Date.parse(slot) > at),
        )
      const days = slots.map((slot) => new Date(slot).toLocaleDateString('en-CA', { timeZone }))
      expect(new Set(days).size, days.join()).toBe(4)
    }
  })

  it('gets past the night in which Lord Howe Island puts its clocks back by half an hour', () => {
    const timeZone = 'Australia/Lord_Howe'
    // UTC+11 until 2:00 on 4 April 2027, UTC+10:30 from then on.
    const slots = ['2027-04-02T22:00:00Z', '2027-04-03T22:30:00Z', '2027-04-04T22:30:00Z'].map(Date.parse)
    for (const from of [
      '2027-04-03T00:00:00Z',
      '2027-04-03T14:59:00Z',
      '2027-04-03T15:10:00Z',
      '2027-04-03T22:29:00Z',
    ])
      expect(nextRun({ cron: '0 9 * * *', timeZone }, Date.parse(from))).toBe(slots[1])
    expect(runs('0 9 * * *', timeZone, '2027-04-02T12:00:00Z', 3).map(Date.parse)).toEqual(slots)
  })

  it('takes the leap day as a day, and the end of February as its last', () => {
    expect(runs('0 9 * * *', 'UTC', '2028-02-28T10:00:00Z', 2)).toEqual([
      '2028-02-29T09:00:00.000Z',
      '2028-03-01T09:00:00.000Z',
    ])
    expect(runs('0 9 L 2 *', 'UTC', '2027-01-01T00:00:00Z', 2)).toEqual([
      '2027-02-28T09:00:00.000Z',
      '2028-02-29T09:00:00.000Z',
    ])
    // 2100 has none.
    expect(runs('0 0 29 2 *', 'UTC', '2096-03-01T00:00:00Z', 1)).toEqual(['2104-02-29T00:00:00.000Z'])
  })

  it('finds the leap day', () => {
    expect(runs('0 0 29 2 *', 'UTC', '2026-11-02T00:00:00Z', 1)).toEqual(['2028-02-29T00:00:00.000Z'])
  })
})

describe('describeSchedule', () => {
  it.each([
    ['instantly', 'instantly'],
    ['every 15 minutes', 'every 15 minutes'],
    ['hourly', 'every hour'],
    ['every 6 hours', 'every 6 hours'],
    ['daily 9:05', 'daily at 9:05'],
    ['weekdays 18:30', 'on weekdays at 18:30'],
    ['weekly', 'on Mondays at 9:00'],
    ['*/5 8-18 * * 1-5', '`*/5 8-18 * * 1-5`'],
  ])('says "%s" as "%s"', (text, words) => {
    expect(describeSchedule(parseSchedule(text, 'UTC', noon, t).cron, t)).toBe(words)
  })
})
