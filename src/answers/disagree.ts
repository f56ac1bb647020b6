import { detectLanguage } from '../core/language.js'
import { analyze } from '../search/text/analyze.js'
import { answerSpans, kindOf } from './question.js'

/** A figure or date with what it is of: `{ number: 41000000, of: 'crown' }`, `{ day: 4, month: 0 }`. */
type Value = Partial<Record<'number' | 'day' | 'month' | 'year', number>> & { of?: string }

const magnitudes: Record<string, number> = {
  hundred: 1e2,
  thousand: 1e3,
  million: 1e6,
  billion: 1e9,
  万: 1e4,
  萬: 1e4,
  亿: 1e8,
  億: 1e8,
}
const numberWords = [
  'zero',
  'one',
  'two',
  'three',
  'four',
  'five',
  'six',
  'seven',
  'eight',
  'nine',
  'ten',
  'eleven',
  'twelve',
]
const months = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec']

/**
 * Whether two sentences give different answers to a question for a figure or a date: each has some, and none of one
 * fits any of the other ("4 January" fits "4 January 2027"). Other kinds of answers are never taken for different.
 */
export function disagree(question: string, one: string, other: string): boolean {
  const kind = kindOf(question)
  if (kind !== 'time' && kind !== 'number' && kind !== 'price') return false
  const [ours, theirs] = [valuesIn(question, one), valuesIn(question, other)]
  if (ours.length === 0 || theirs.length === 0 || !areAlike(question, one, other)) return false
  return ours.every((value) => theirs.every((each) => isOther(value, each)))
}

/** Of the words of the shorter sentence, apart from its figures; a single one may be a synonym. */
const leastShared = 0.6
const fewestWords = 2

/** Whether two sentences speak of the same thing: a ticket and a bridge may both cost crowns. */
function areAlike(question: string, one: string, other: string): boolean {
  const [ours, theirs] = [wordsAround(question, one), wordsAround(question, other)]
  const shared = [...ours].filter((term) => theirs.has(term)).length
  const shorter = Math.min(ours.size, theirs.size)
  return shorter < fewestWords || shared >= leastShared * shorter
}

function wordsAround(question: string, sentence: string): Set<string> {
  // Everything that has a price shares the currency.
  const values =
    kindOf(question) === 'price' ? valuesIn(question, sentence).flatMap(({ of }) => of ?? []) : []
  let rest = sentence
  for (const { start, end } of answerSpans(question, sentence).toReversed())
    rest = `${rest.slice(0, start)} ${rest.slice(end)}`
  const language = detectLanguage(sentence)
  const units = new Set(values.flatMap((unit) => analyze(unit, language)))
  return new Set(analyze(rest, language).filter((term) => !units.has(term)))
}

/** Values of different things ("nine months", "41 million crowns") can both be true. */
function isOther(one: Value, other: Value): boolean {
  if (one.number !== undefined || other.number !== undefined)
    return (
      one.number !== undefined && one.number !== other.number && one.of !== undefined && one.of === other.of
    )
  return (['day', 'month', 'year'] as const).some(
    (part) => one[part] !== undefined && other[part] !== undefined && one[part] !== other[part],
  )
}

function valuesIn(question: string, sentence: string): Value[] {
  const read = kindOf(question) === 'time' ? readDate : readNumber
  return answerSpans(question, sentence).flatMap(({ start, end }) => {
    const value = read(sentence.slice(start, end), sentence.slice(end))
    return value ? [value] : []
  })
}

function readDate(text: string): Value | undefined {
  const lower = text.toLowerCase()
  const month = months.findIndex((name) => new RegExp(`\\b${name}`).test(lower))
  const chinese = /(?:(\d{4})年)?(\d{1,2})月(?:(\d{1,2})日)?/.exec(text)
  const year = Number(/(?<!\d)(?:1\d|20)\d\d(?!\d)/.exec(text)?.[0] ?? chinese?.[1])
  const day = Number(/\b(\d{1,2})(?:st|nd|rd|th)?\b(?!\d)/.exec(lower)?.[1] ?? chinese?.[3])
  const value = {
    ...(month >= 0 && { month }),
    ...(chinese && { month: Number(chinese[2]) - 1 }),
    ...(year && { year }),
    ...(day && month >= 0 && { day }),
    ...(chinese?.[3] && { day: Number(chinese[3]) }),
  }
  return Object.keys(value).length > 0 ? value : undefined
}

function readNumber(text: string, after: string): Value | undefined {
  const [digits] = /\d[\d.,]*/.exec(text) ?? []
  const word = numberWords.indexOf(/^[a-z]+/i.exec(text)?.[0].toLowerCase() ?? '')
  const number = digits === undefined ? word : Number(digits.replace(/,(?=\d{3})/g, '').replace(/[.,]$/, ''))
  if (number < 0 || Number.isNaN(number)) return undefined
  const words = `${text.slice(digits?.length ?? 0)}${after}`
  const magnitude = Object.entries(magnitudes).find(([name]) => new RegExp(`^\\s*${name}`, 'i').test(words))
  const rest = magnitude ? words.replace(new RegExp(`^\\s*${magnitude[0]}`, 'i'), '') : words
  const of = /^[\s-]*(%|\p{Script=Han}|\p{Ll}+)/iu.exec(rest)?.[1]?.toLowerCase().replace(/s$/, '')
  return { number: number * (magnitude?.[1] ?? 1), ...(of && { of: of === 'percent' ? '%' : of }) }
}
