import { readFileSync } from 'node:fs'
import { type MessageFormatElement, parse, TYPE } from '@formatjs/icu-messageformat-parser'
import { describe, expect, it } from 'vitest'
import { commands } from '../commands/index.js'
import english from '../data/locales/en.json' with { type: 'json' }
import { languages } from '../src/core/i18n.js'
import { fromRoot } from '../src/core/root.js'
import { renderCommand } from '../src/discord/command-json.js'

type Texts = Record<string, string>

/** What belongs to commands stands in English in their own files. */
const ofCommands: Texts = {}
for (const command of commands)
  renderCommand(command, (key, text) => {
    ofCommands[key] = text
    return null
  })
const reference: Texts = { ...english, ...ofCommands }
const others = languages.filter((language) => language !== 'en')

const catalogue = new Map(
  languages.map((language) => [
    language,
    JSON.parse(readFileSync(fromRoot('data/locales', `${language}.json`), 'utf8')) as Texts,
  ]),
)
const textsOf = (language: string): Texts => catalogue.get(language) ?? {}

/** The names of what is filled in, each once; nested ones too. */
function placeholders(text: string): string[] {
  const names = (elements: MessageFormatElement[]): string[] =>
    elements.flatMap((element) => {
      if (element.type === TYPE.literal || element.type === TYPE.pound) return []
      if (element.type === TYPE.tag) return names(element.children)
      const inner =
        'options' in element ? Object.values(element.options).flatMap(({ value }) => names(value)) : []
      return [element.value, ...inner]
    })
  return [...new Set(names(parse(text, { ignoreTag: true })))].sort()
}

describe('languages', () => {
  it('are the five that are promised', () => {
    expect([...languages].sort()).toEqual(['de', 'en', 'es-ES', 'ja', 'zh-CN'])
  })

  it.each(others)('%s has every text and no other, in order', (language) => {
    const keys = Object.keys(textsOf(language))
    expect(Object.keys(reference).filter((key) => !keys.includes(key))).toEqual([])
    expect(keys.filter((key) => !(key in reference))).toEqual([])
    expect(keys).toEqual([...keys].sort())
  })

  it.each(others)('%s fills in the same as English', (language) => {
    const texts = textsOf(language)
    for (const [key, text] of Object.entries(english))
      expect(placeholders(texts[key] ?? ''), key).toEqual(placeholders(text))
  })

  it.each(languages)('%s calls commands and options what Discord allows, no two the same', (language) => {
    const texts = { ...reference, ...textsOf(language) }
    for (const [key, text] of Object.entries(ofCommands)) {
      const translated = texts[key] ?? ''
      const isMenu = /[A-Z ]/.test(text)
      if (/^(names|options)\./.test(key) && !isMenu) {
        expect(translated, key).toMatch(/^[-_'\p{L}\p{N}]{1,32}$/u)
        expect(translated, key).toBe(translated.toLowerCase())
      } else expect(translated.length, key).toBeLessThanOrEqual(isMenu && key.startsWith('names.') ? 32 : 100)
    }
    const siblings = Object.keys(ofCommands).filter((key) => /^(names|options)\./.test(key))
    const places = siblings.map((key) => `${key.slice(0, key.lastIndexOf('.'))} ${texts[key]}`)
    expect(places.filter((place, i) => places.indexOf(place) !== i)).toEqual([])
  })

  it.each(languages)('%s names only commands that there are', (language) => {
    const texts = { ...reference, ...textsOf(language) }
    const names = Object.keys(ofCommands).filter((key) => /^names\.[^.]+$/.test(key))
    const known = new Set(names.map((key) => texts[key]))
    const unknown = Object.entries(texts).flatMap(([key, text]) =>
      [...text.matchAll(/(?<![\p{L}\p{N}/.:<>])\/([\p{L}\p{N}_-]+)/gu)]
        .filter(([, name = '']) => !known.has(name))
        .map(([whole]) => `${key}: ${whole}`),
    )
    expect(unknown).toEqual([])
  })

  it('stay within what Discord takes of a command, whose longest texts count', () => {
    for (const command of commands) {
      let longest = 0
      renderCommand(command, (key, text) => {
        longest += Math.max(
          ...[text, ...others.map((each) => textsOf(each)[key] ?? '')].map((each) => each.length),
        )
        return null
      })
      expect(longest, command.name).toBeLessThanOrEqual(8000)
    }
  })
})
