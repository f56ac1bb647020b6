import { describe, expect, it } from 'vitest'
import { isRecurring } from '../../src/summaries/recurring.js'

describe('isRecurring', () => {
  it.each([
    'Weather: rain spreading from the west',
    "Today's weather",
    'Morning briefing: five things to know',
    'Live blog: the vote, minute by minute',
    'Wall Street closes higher',
    'Lotto: the winning numbers of 1 March',
    'In pictures: the week in Riverton',
    'Wetter heute: Wolken und Sonne',
    'Liveticker zur Wahl',
    'Börse: Leitindex schließt im Plus',
    'Météo du mercredi : soleil et vent',
    'Bourse : Paris en hausse',
    'El tiempo hoy en Sevilla',
    '【早报】今日要闻',
    '天气预报：晴到多云',
  ])('knows a format: %s', (title) => {
    expect(isRecurring(title)).toBe(true)
  })

  it.each([
    '',
    'Weather satellite lost after launch',
    'Severe weather kills two in Karlow',
    'Live music returns to Riverton',
    'Market hall burns down in Karlow',
    'Stocks of herring recover in the sound',
    'Wetterstation auf dem Grat zerstört',
    'Direct flights to Dakmar resume',
    '天气异常导致三百个航班取消',
  ])('leaves news alone: "%s"', (title) => {
    expect(isRecurring(title)).toBe(false)
  })

  it('answers in a moment whatever the title', () => {
    expect(isRecurring(`the ${'a'.repeat(100_000)} `)).toBe(false)
  })
})
