import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import english from '../../data/locales/en.json' with { type: 'json' }
import { type MessageKey, translator } from '../../src/core/i18n.js'
import { fromRoot } from '../../src/core/root.js'

describe('texts', () => {
  it('fills in parameters and plurals', () => {
    const t = translator('en-US')
    expect(t('count.articles', { count: 1 })).toBe('1 article')
    expect(t('count.articles', { count: 1200 })).toBe('1,200 articles')
  })

  it('falls back to English for a language without a catalogue', () => {
    expect(translator('tlh')('page.next')).toBe(translator('en')('page.next'))
  })

  it('are all well formed, and end as sentences where they tell what to do', () => {
    const numbers = {
      count: 2,
      page: 1,
      pages: 2,
      minutes: 3,
      max: 5,
      seconds: 3,
      megabytes: 10,
      line: 4,
      entry: 2,
    }
    const words = new Proxy(numbers as Record<string, string | number>, {
      get: (target, name: string) => target[name] ?? 'x',
      has: () => true,
      getOwnPropertyDescriptor: () => ({ enumerable: true, configurable: true, value: 'x' }),
    })
    for (const key of Object.keys(english) as MessageKey[])
      expect(translator('en')(key, words), key).not.toMatch(/[{}]|undefined/)
  })

  it('are all used, by their whole key or by its beginning', () => {
    const code = [...filesBelow('src'), ...filesBelow('commands')]
      .map((file) => readFileSync(file, 'utf8'))
      .join('\n')
    const unused = Object.keys(english).filter((key) => {
      const parts = key.split('.')
      const beginnings = parts.slice(1).map((_, i) => parts.slice(0, i + 1).join('.'))
      return !code.includes(`'${key}'`) && !beginnings.some((start) => code.includes(`\`${start}.\${`))
    })
    expect(unused).toEqual([])
  })
})

function filesBelow(folder: string): string[] {
  const root = fromRoot(folder)
  return readdirSync(root, { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.ts'))
    .map((name) => join(root, name))
}
