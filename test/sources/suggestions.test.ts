import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { fromRoot } from '../../src/core/root.js'
import { interests, suggestionsSchema, suggestSources } from '../../src/sources/suggestions.js'

const languages = ['en', 'zh', 'de', 'es', 'ja']

describe('the suggested sources', () => {
  const all = suggestionsSchema.parse(JSON.parse(readFileSync(fromRoot('data/suggestions.json'), 'utf8')))

  it('have an address each, which fits into the value of a choice, and a name of their own in their language', () => {
    expect(new Set(all.map(({ url }) => url)).size).toBe(all.length)
    expect(new Set(all.map(({ title, language }) => `${language} ${title}`)).size).toBe(all.length)
    for (const { url } of all) expect(url.length, url).toBeLessThanOrEqual(100)
  })

  it('are in the languages that the bot speaks', () => {
    expect([...new Set(all.map(({ language }) => language))].sort()).toEqual(languages.toSorted())
  })

  it.each(interests.flatMap((interest) => languages.map((language) => [interest, language] as const)))(
    'are three to eight about %s in %s, those in the language first',
    (interest, language) => {
      const offered = suggestSources(interest, language)
      expect(offered.length).toBeGreaterThanOrEqual(3)
      expect(offered.length).toBeLessThanOrEqual(8)
      const own = offered.filter((feed) => feed.language === language)
      expect(offered.slice(0, own.length)).toEqual(own)
      expect(new Set(offered).size).toBe(offered.length)
    },
  )

  it('follow the language of a Discord locale', () => {
    expect(suggestSources('news', 'zh-TW')[0]?.language).toBe('zh')
    expect(suggestSources('news', 'tlh')[0]?.language).toBe('en')
  })
})
