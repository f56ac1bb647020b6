import { describe, expect, it } from 'vitest'
import { commonZones } from '../../src/core/common-zones.js'

describe('common time zones', () => {
  it.each([
    ['zh-CN', 'Asia/Shanghai'],
    ['zh-TW', 'Asia/Taipei'],
    ['de', 'Europe/Berlin'],
    ['es-ES', 'Europe/Madrid'],
    ['es-419', 'America/Mexico_City'],
    ['ja', 'Asia/Tokyo'],
    ['en-GB', 'Europe/London'],
    ['en-US', 'America/New_York'],
    ['tlh', 'UTC'],
  ])('begin for %s with %s', (locale, first) => {
    expect(commonZones(locale, 24)[0]).toBe(first)
  })

  it('exist, each once, and no more than asked for', () => {
    for (const locale of ['en-US', 'zh-CN', 'es-419', 'ru', 'id', 'pt-BR']) {
      const zones = commonZones(locale, 24)
      expect(new Set(zones).size).toBe(zones.length)
      expect(zones.length).toBeLessThanOrEqual(24)
      for (const timeZone of zones) expect(() => new Intl.DateTimeFormat('en', { timeZone })).not.toThrow()
    }
  })
})
