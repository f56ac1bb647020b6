import { type Translate, translator } from '../core/i18n.js'

/** As soon as there is something to post. */
export const instantly = '* * * * *'

/**
 * What people write instead of cron, in their language and in English. The words of a language stand in its
 * `schedule.typed.…`, alternatives parted by `|`, the one that is suggested first.
 */
type Phrase = 'instantly' | 'minutes' | 'hourly' | 'hours' | 'daily' | 'weekdays' | 'weekly'

const crons: Record<Phrase, (numbers: { n: number; hour: number; minute: number }) => string> = {
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

/** A phrase with what is filled in. */
interface Filled {
  phrase: Phrase
  n: number
  /** Such as "9:00". */
  time: string
}

/** Offered while typing. */
const suggested: Filled[] = [
  { phrase: 'instantly', n: 0, time: '' },
  { phrase: 'minutes', n: 15, time: '' },
  { phrase: 'hourly', n: 0, time: '' },
  { phrase: 'daily', n: 0, time: '9:00' },
  { phrase: 'daily', n: 0, time: '18:00' },
  { phrase: 'weekdays', n: 0, time: '9:00' },
  { phrase: 'weekly', n: 0, time: '9:00' },
]

const shapes: Record<Phrase, RegExp> = {
  instantly: /^(?<every>\*) \* \* \* \*$/,
  minutes: /^\*\/(?<n>\d+) \* \* \* \*$/,
  hourly: /^(?<every>0) \* \* \* \*$/,
  hours: /^0 \*\/(?<n>\d+) \* \* \*$/,
  daily: /^(?<minute>\d+) (?<hour>\d+) \* \* \*$/,
  weekdays: /^(?<minute>\d+) (?<hour>\d+) \* \* 1-5$/,
  weekly: /^(?<minute>\d+) (?<hour>\d+) \* \* 1$/,
}

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

/** The phrase that a cron expression is made of; undefined when there is none. */
export function recognise(cron: string): Filled | undefined {
  for (const phrase of phrases) {
    const groups = shapes[phrase].exec(cron)?.groups
    const time = `${groups?.hour ?? 0}:${(groups?.minute ?? '').padStart(2, '0')}`
    if (groups) return { phrase, n: Number(groups.n ?? 0), time }
  }
  return undefined
}

/** A phrase as `parsePhrase` understands it in the same language. */
export function printPhrase({ phrase, n, time }: Filled, t: Translate): string {
  const [words = ''] = alternatives(phrase, t)
  return timed.includes(phrase) ? `${words} ${time}` : words.replace('#', String(n))
}

/** Phrases that are often wanted, in a language. */
export function suggestedPhrases(t: Translate): string[] {
  return suggested.map((filled) => printPhrase(filled, t))
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
