import { hideCredentials } from '../../core/text.js'
import { isSpaceless } from '../text/analyze.js'
import { fold } from '../text/fold.js'
import { type Period, parsePeriod } from './period.js'
import type { FilterClause } from './query.js'

/** What filters look at in an article. */
export interface Filterable {
  /** The name of its source, its address and, where it is stored, its id. */
  source: { id?: number; title: string; url: string }
  author: string | null
  language: string | null
  /** When it was published, else when it was found; ms. */
  time: number
}

/** When a query is asked, for relative times such as "yesterday". */
export interface AskedAt {
  now: number
  /** IANA name. */
  timeZone?: string
}

/** Whether an article is what a filter wants. `topic:` is not known here: it is never fulfilled. */
export function passes({ field, value }: FilterClause, article: Filterable, at: AskedAt): boolean {
  switch (field) {
    case 'source':
      return namesSource(value, article.source)
    case 'author':
      return article.author !== null && containsWords(article.author, value)
    case 'lang':
      return article.language !== null && article.language === languageCalled(value)
    case 'everything':
      return true
    case 'topic':
      return false
    default: {
      const { from, to } = boundsOf(field, value, at)
      return article.time >= from && article.time < to
    }
  }
}

/** Whether a value names a source: words of its name, a part of its address with a dot in it, or `#` and its id. */
export function namesSource(value: string, { id, title, url }: Filterable['source']): boolean {
  if (/^#\d+$/.test(value)) return id !== undefined && value === sourceKey(id)
  const address = hideCredentials(url).toLowerCase()
  return containsWords(title, value) || (value.includes('.') && address.includes(fold(value)))
}

/** What names one source and no other. */
export function sourceKey(id: number): string {
  return `#${id}`
}

/** Each word of the value begins a word of the text. */
export function containsWords(text: string, value: string): boolean {
  const words = ` ${fold(text).replace(/[\s\p{P}]+/gu, ' ')}`
  const wanted = fold(value)
    .split(/[\s\p{P}]+/u)
    .filter(Boolean)
  return wanted.length > 0 && wanted.every((word) => words.includes(isSpaceless(word) ? word : ` ${word}`))
}

/**
 * What a time filter allows. `before:` ends where its period begins and `after:` begins there, so that
 * "after:2026-05 before:2026-06" is May; `period:` is the whole of it.
 */
export function boundsOf(field: 'before' | 'after' | 'period', value: string, at: AskedAt): Period {
  const period = parsePeriod(value, at.now, at.timeZone)
  const always = { from: Number.NEGATIVE_INFINITY, to: Number.POSITIVE_INFINITY }
  if (!period) return always
  if (field === 'before') return { ...always, to: period.from }
  return field === 'after' ? { ...always, from: period.from } : period
}

/** The tag of a language by its tag, its English name or its own name ("de", "german", "Deutsch"); else the value. */
export function languageCalled(value: string): string {
  const name = value.toLowerCase()
  languageNames ??= readLanguageNames()
  return languageNames.get(name) ?? name.split(/[-_]/, 1)[0] ?? name
}

let languageNames: Map<string, string> | undefined

const commonLanguages =
  'ar bg bn ca cs da de el en es et eu fa fi fr he hi hr hu id it ja ko lt lv ms nl no pl pt ro ru sk sl sr sv th tr uk ur vi zh'

function readLanguageNames(): Map<string, string> {
  return new Map(
    commonLanguages.split(' ').flatMap((tag) =>
      ['en', tag].flatMap((locale) => {
        const name = new Intl.DisplayNames([locale], { type: 'language' }).of(tag)
        return name === undefined ? [] : [[name.toLowerCase(), tag] as const]
      }),
    ),
  )
}
