import { type Translate, translator } from '../core/i18n.js'

/** As soon as there is something to post. */
export const instantly = '* * * * *'

/**
 * What people write instead of cron, in their language and in English. The words of a language stand in its
 * `schedule.typed.…`, alternatives parted by `|`, the one that is suggested first.
 */
type Phrase = 'instantly' | 'minutes' | 'hourly' | 'hours' | 'daily' | 'weekdays' | 'weekly'

interface Filled {
  n: number
  hour: number
  minute: number
}

const crons: Record<Phrase, (filled: Filled) => string> = {
  instantly: () => instantly,
  minutes: ({ n }) => `*/${n} * * * *`,
  hourly: () => '0 * * * *',
  hours: ({ n }) => `0 */${n} * * *`,
  daily: ({ hour, minute }) => `${minute} ${hour} * * *`,
  weekdays: ({ hour, minute }) => `${minute} ${hour} * * 1-5`,
  weekly: ({ hour, minute }) => `${minute} ${hour} * * 1`,
}
const phrases = Object.keys(crons) as Phrase[]
const timed: readonly Phrase[] = ['daily', 'weekdays', 'weekly']
const largest: Partial<Record<Phrase, number>> = { minutes: 59, hours: 23 }

/** Offered while typing, with the time or number that is filled in. */
const suggested: [Phrase, string][] = [
  ['instantly', ''],
  ['minutes', '15'],
  ['hourly', ''],
  ['daily', '9:00'],
  ['daily', '18:00'],
  ['weekdays', '9:00'],
  ['weekly', '9:00'],
]

const english = translator('en')
/** By their source. */
const compiled = new Map<string, RegExp>()

/** A phrase as a cron expression of five fields; undefined for what is none. */
export function parsePhrase(text: string, t: Translate): string | undefined {
  for (const words of [t, english])
    for (const phrase of phrases)
      for (const pattern of patternsOf(phrase, words)) {
        const match = pattern.exec(text.trim())
        if (!match) continue
        const { n: number = 1, hour = 9, minute = 0 } = match.groups ?? {}
        const n = Number(number)
        if (n < 1 || n > (largest[phrase] ?? n)) return undefined
        return crons[phrase]({ n, hour: Number(hour), minute: Number(minute) })
      }
  return undefined
}

/** Phrases that are often wanted, in a language; `parsePhrase` understands every one of them. */
export function suggestedPhrases(t: Translate): string[] {
  return suggested.map(([phrase, filled]) => {
    const [first = ''] = alternatives(phrase, t)
    return first.includes('#') ? first.replace('#', filled) : `${first} ${filled}`.trim()
  })
}

function alternatives(phrase: Phrase | 'at', t: Translate): string[] {
  return t(`schedule.typed.${phrase}`, { n: '#' })
    .split('|')
    .map((words) => words.trim())
}

function patternsOf(phrase: Phrase, t: Translate): RegExp[] {
  const before = alternatives('at', t).map(spaced).join('|')
  const time = `(?:\\s*(?:${before})?\\s*(?<hour>[01]?\\d|2[0-3])(?:[:.：点時](?<minute>[0-5]\\d)?)?)?`
  return alternatives(phrase, t).map((words) => {
    const source = spaced(words).replace('#', '(?<n>\\d{1,2})') + (timed.includes(phrase) ? time : '')
    const pattern = compiled.get(source) ?? new RegExp(`^${source}$`, 'iu')
    compiled.set(source, pattern)
    return pattern
  })
}

/** Words as a pattern in which spaces may be left out, as Chinese and Japanese do. */
function spaced(words: string): string {
  return words.replace(/[.*+?^${}()|[\]\\]/g, '\\$&').replace(/\s+/g, '\\s*')
}
