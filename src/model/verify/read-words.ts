import { fold } from '../../search/text/fold.js'
import { stemmerFor } from '../../search/text/stem.js'
import { stopWordsOf } from '../../search/text/stop-words.js'
import { abbreviatedMagnitude, figureValue, hanValue, magnitudeOf, wordValue } from './numbers.js'

/** A word of a text, or a character where words are not separated. */
export interface Word {
  /** What equals it, whatever way it was typed: folded, numbers as figures. */
  key: string
  /** The same without endings. */
  stem: string
  kind: 'word' | 'number' | 'char'
  /** All that a number can mean: "40m" is 40 or 40000000. */
  values: readonly string[]
  /** Carries grammar, not content. */
  isFunction: boolean
  isCapital: boolean
  /** In the text. */
  start: number
  end: number
}

const han = '〇零一二两兩三四五六七八九十百千万萬亿億'
const spaceless =
  '\\p{Script=Han}\\p{Script=Hiragana}\\p{Script=Katakana}\\p{Script=Thai}\\p{Script=Lao}\\p{Script=Khmer}\\p{Script=Myanmar}'
const pattern = new RegExp(
  [
    "(?<figure>\\p{Nd}+(?:[.,:'’]\\p{Nd}+)*)(?:(?:st|nd|rd|th)\\b)?",
    '(?<percent>[%％]|百分之|\\bper\\s+cent\\b)',
    '(?<currency>[$€£¥￥])',
    `(?<numeral>[${han}]+)`,
    `(?<char>[${spaceless}]\\p{M}*)`,
    "(?<not>(?:can|won|shan|\\p{L}+)n?['’]t\\b|\\bcannot\\b)",
    `(?<word>(?:(?![${spaceless}])[\\p{L}\\p{No}\\p{Nl}]\\p{M}*)+)(?:['’]s\\b)?`,
  ].join('|'),
  'giu',
)
const currencies: Record<string, string> = { $: 'dollar', '€': 'euro', '£': 'pound', '¥': 'yen', '￥': 'yen' }
const contracted: Record<string, string> = { ca: 'can', wo: 'will', sha: 'shall' }
/** Behind a lone 一 these make it a number; elsewhere it is part of a word (一起, 统一). */
const counted = /^[个個年月天日周週次名人位座条條家项項所米元岁歲级級点點层層倍]/
const grammar = new Set(
  '的了是在和与與及或也都就而但被把对對于於为為以到从從由向着著之其这這那会會将將已所则則并並且吗嗎呢吧啊',
)

/** The words of a text in a language (English unless told), numbers read whatever way they are written. */
export function readWords(text: string, language?: string | null): Word[] {
  const stem = stemmerFor(language || 'en')
  const stops = stopWordsOf(language || 'en')
  const make = (key: string, kind: Word['kind'], start: number, end: number): Word => ({
    key,
    stem: kind === 'word' ? fold(stem(key)) : key,
    kind,
    values: kind === 'number' ? [key] : [],
    isFunction: stops.has(key) || (kind === 'char' && (grammar.has(key) || /\p{Script=Hiragana}/u.test(key))),
    isCapital: /^\p{Lu}/u.test(text.slice(start, end)),
    start,
    end,
  })
  const found = [...text.matchAll(pattern)].flatMap((match): Word[] => {
    const [raw] = match
    const start = match.index
    const end = start + raw.length
    const { figure, percent, currency, numeral, char, not, word = '' } = match.groups ?? {}
    if (figure) return [make(figureValue(figure), 'number', start, end)]
    if (percent) return [make('percent', 'word', start, end)]
    if (currency) return [make(currencies[currency] ?? currency, 'word', start, end)]
    if (numeral) return [readNumeral(numeral, text.slice(end), make(numeral, 'char', start, end))]
    if (char) return [make(fold(char), 'char', start, end)]
    if (not) {
      const verb = not.toLowerCase().replace(/(?:n?['’]t|not)$/, '')
      return [make(contracted[verb] ?? verb, 'word', start, end), make('not', 'word', start, end)]
    }
    return [make(fold(word), 'word', start, start + word.length)]
  })
  return turnDates(joinNumbers(found, text))
}

function readNumeral(numeral: string, next: string, word: Word): Word {
  const isCounted = numeral.length > 1 || numeral !== '一' || counted.test(next)
  const value = isCounted ? hanValue(numeral) : undefined
  if (value === undefined) return word
  return { ...word, key: String(value), stem: String(value), kind: 'number', values: [String(value)] }
}

/** "forty million", "twenty-five", "40万", "40m" are one number each. */
function joinNumbers(words: readonly Word[], text: string): Word[] {
  const joined: Word[] = []
  for (const word of words.map(asNumber)) {
    const last = joined.at(-1)
    const isNear = last?.kind === 'number' && /^[\s\-‐‑]{0,3}$/u.test(text.slice(last.end, word.start))
    const value = isNear ? joinedValue(last, word, text) : undefined
    if (last && value) joined.splice(-1, 1, { ...last, ...value, end: word.end })
    else joined.push(word)
  }
  return joined
}

const months = new Set(
  'january february march april may june july august september october november december'.split(' '),
)

/** "June 3" as "3 June". */
function turnDates(words: Word[]): Word[] {
  return words.map((word, i) => {
    const [before, after] = [words[i - 1], words[i + 1]]
    if (isDate(word, after)) return { ...after, start: word.start }
    return before && isDate(before, word) ? { ...before, end: word.end } : word
  })
}

function isDate(month: Word | undefined, day: Word | undefined): day is Word {
  return (
    month?.isCapital === true &&
    months.has(month.key) &&
    day?.kind === 'number' &&
    /^(?:[12]?\d|3[01])$/.test(day.key)
  )
}

function asNumber(word: Word): Word {
  const value = word.kind === 'word' ? wordValue(word.key) : undefined
  if (value === undefined) return word
  const key = String(value)
  return { ...word, key, stem: key, kind: 'number', values: [key], isFunction: false }
}

type Value = Pick<Word, 'key' | 'stem' | 'values'>

function joinedValue(last: Word, word: Word, text: string): Value | undefined {
  const raw = text.slice(word.start, word.end).toLowerCase()
  const magnitude = magnitudeOf(raw)
  if (magnitude) return toValue(times(last.key, magnitude))
  const isTens = /^[2-9]0$/.test(last.key) && wordValue(raw) !== undefined
  if (isTens && Number(word.key) < 10) return toValue(String(Number(last.key) + Number(word.key)))
  const factor = last.end === word.start ? abbreviatedMagnitude(raw) : undefined
  return factor ? { ...toValue(last.key + raw), values: [last.key, times(last.key, factor)] } : undefined
}

function times(key: string, factor: number): string {
  return String(Math.round(Number(key.replace(/,/g, '.')) * factor))
}

function toValue(key: string): Value {
  return { key, stem: key, values: [key] }
}
