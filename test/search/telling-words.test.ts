import { describe, expect, it } from 'vitest'
import { tellingWords } from '../../src/search/telling-words.js'

const inEnglish = (...titles: string[]) => titles.map((title) => ({ title, language: 'en' }))

describe('telling words', () => {
  it('are in several titles, written as most of them write it', () => {
    const titles = inEnglish(
      'Ferry strike ends',
      'ferries are full',
      'New Ferry to Millgate',
      'Library opens',
    )
    expect(tellingWords(titles, () => 1, 5)).toEqual([{ word: 'Ferry', count: 3 }])
  })

  it('leave out function words, numbers and what a single title has', () => {
    expect(tellingWords(inEnglish('The 2026 of it', 'The 2026 in it', 'Tram'), () => 1, 5)).toEqual([])
  })

  it('come with what says most first', () => {
    const titles = inEnglish('Council and tram', 'Council on trams', 'Council votes')
    const information = (term: string) => (term === 'tram' ? 4 : 1)
    expect(tellingWords(titles, information, 5).map(({ word }) => word)).toEqual(['tram', 'Council'])
    expect(tellingWords(titles, information, 1)).toHaveLength(1)
  })

  it('are found in writing without spaces', () => {
    const titles = ['新渡轮开往港口', '渡轮罢工结束'].map((title) => ({ title, language: 'zh' }))
    expect(tellingWords(titles, () => 1, 5)).toEqual([{ word: '渡轮', count: 2 }])
  })
})
