import { analyze } from '../search/text/analyze.js'

const known = new Map<string, ReadonlySet<string>>()

/**
 * The names of weekdays and months in a language, as terms of `analyze`: what tells the instalments of a series apart.
 * Words that the dictionary cuts into several terms are left out. Empty for languages that Intl does not know.
 */
export function calendarWords(language: string): ReadonlySet<string> {
  let words = known.get(language)
  if (!words) {
    words = new Set(
      namesOf(language)
        .map((name) => analyze(name, language))
        .flatMap((terms) => (terms.length === 1 ? terms : [])),
    )
    known.set(language, words)
  }
  return words
}

function namesOf(language: string): string[] {
  if (!isKnown(language)) return []
  const name = (style: Intl.DateTimeFormatOptions) =>
    new Intl.DateTimeFormat(language, { ...style, timeZone: 'UTC' })
  const weekday = name({ weekday: 'long' })
  const month = name({ month: 'long' })
  // 2023 began on a Sunday.
  const weekdays = Array.from({ length: 7 }, (_, day) => weekday.format(Date.UTC(2023, 0, 1 + day)))
  const months = Array.from({ length: 12 }, (_, index) => month.format(Date.UTC(2023, index, 1)))
  return [...weekdays, ...months]
}

/** Languages come from outside; a malformed tag would throw. */
function isKnown(language: string): boolean {
  return /^[a-z]{2,3}$/.test(language) && Intl.DateTimeFormat.supportedLocalesOf(language).length > 0
}
