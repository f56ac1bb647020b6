import { readdirSync, readFileSync } from 'node:fs'
import { IntlMessageFormat } from 'intl-messageformat'
import type english from '../../data/locales/en.json'
import { fromRoot } from './root.js'

/** Every text a person reads has a key in `data/locales/en.json`, the reference language. */
export type MessageKey = keyof typeof english
export type MessageParams = Record<string, string | number>
/** Looks a message up and fills in its parameters (ICU message syntax: plurals, selects). */
export type Translate = (key: MessageKey, params?: MessageParams) => string

const reference = 'en'
type Messages = Record<string, string>

/** The languages are the files that exist: `data/locales/de.json` makes German available. */
const catalogue = new Map<string, Messages>(
  readdirSync(fromRoot('data/locales'))
    .filter((file) => file.endsWith('.json'))
    .map((file) => [
      file.slice(0, -'.json'.length),
      JSON.parse(readFileSync(fromRoot('data/locales', file), 'utf8')) as Messages,
    ]),
)
const compiled = new Map<string, IntlMessageFormat>()

/** Languages with a catalogue, the reference language first. */
export const languages = [reference, ...[...catalogue.keys()].filter((tag) => tag !== reference)]

/**
 * The translator for a Discord locale such as `en-US` or `zh-CN`. An unknown locale falls back to its primary
 * language, then to English; so does a key that a language lacks.
 */
export function translator(locale: string): Translate {
  const primary = locale.split('-')[0] ?? reference
  const language = [locale, primary].find((tag) => catalogue.has(tag)) ?? reference
  return (key, params) => format(language, key, params)
}

function format(language: string, key: MessageKey, params: MessageParams = {}): string {
  const text = catalogue.get(language)?.[key] ?? catalogue.get(reference)?.[key]
  if (text === undefined) throw new Error(`i18n: no text for "${key}" in data/locales/${reference}.json`)
  const id = `${language}:${key}`
  let message = compiled.get(id)
  if (!message) {
    // Texts hold Discord markdown such as <#123>; only ICU arguments are syntax here.
    message = new IntlMessageFormat(text, language, undefined, { ignoreTag: true })
    compiled.set(id, message)
  }
  return String(message.format(params))
}
