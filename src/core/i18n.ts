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

/** Whether a key that was stored, maybe by another version of the bot, has a text. */
export function hasText(key: string): key is MessageKey {
  return catalogue.get(reference)?.[key] !== undefined
}

/** Languages with a catalogue, the reference language first. */
export const languages = [reference, ...[...catalogue.keys()].filter((tag) => tag !== reference)]

/**
 * The language with a catalogue that serves a Discord locale best: the same one, else another variety of it (Simplified
 * Chinese for zh-TW); undefined when there is none.
 */
export function languageOf(locale: string): string | undefined {
  if (!served.has(locale)) served.set(locale, findLanguage(locale))
  return served.get(locale)
}

/** Asked for each text of each command; Discord has some thirty locales. */
const served = new Map<string, string | undefined>()

function findLanguage(locale: string): string | undefined {
  const primary = primaryOf(locale)
  return languages.find((tag) => tag === locale) ?? languages.find((tag) => primaryOf(tag) === primary)
}

function primaryOf(tag: string): string {
  return tag.split('-')[0] ?? tag
}

/**
 * The translator for a Discord locale such as `en-US` or `zh-CN`. An unknown locale falls back to English; so does a
 * key that a language lacks.
 */
export function translator(locale: string): Translate {
  const language = languageOf(locale) ?? reference
  return (key, params) => format(language, key, params)
}

/**
 * What belongs to a command (its name, description or a choice, by a key of `command-keys.ts`) in the language of a
 * Discord locale. Undefined in English, which stands in the command itself, and where a language lacks it.
 */
export function commandText(locale: string, key: string): string | undefined {
  return catalogue.get(languageOf(locale) ?? reference)?.[key]
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
