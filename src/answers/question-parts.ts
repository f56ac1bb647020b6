import { detectLanguage } from '../core/language.js'
import { analyze } from '../search/text/analyze.js'

/** More are an interrogation. */
const maxParts = 3
const asking = 'how|when|who|whom|whose|where|why|what|which'
const askingChinese = '谁|誰|什么|什麼|何时|何時|多少|几|幾|哪|为什么|為什麼|为何|為何|怎么|怎麼|如何'
const boundary = new RegExp(
  `[?？]+\\s*|[;；]\\s*|,?\\s+(?:and|but|or)\\s+(?=(?:${asking})\\b)|[，,](?=[^，,]*(?:${askingChinese}))`,
  'iu',
)
const asks = new RegExp(`\\b(?:${asking})\\b|${askingChinese}`, 'iu')

/** The questions in a question, in order: "When was it opened, and who built it?" are two. At least one, at most three. */
export function partsOf(question: string): string[] {
  const parts: string[] = []
  for (const piece of question.split(boundary).map((text) => text.trim())) {
    if (piece === '') continue
    const last = parts.at(-1)
    // What asks nothing leads on to what does: "After the storm, when …".
    if (last !== undefined && !asks.test(last)) parts[parts.length - 1] = `${last}, ${piece}`
    else if (last !== undefined && !asks.test(piece)) parts[parts.length - 1] = `${last}; ${piece}`
    else parts.push(piece)
  }
  return parts.length > 1 && parts.length <= maxParts ? parts : [question]
}

const pointing =
  /\b(?:it|its|he|him|his|she|her|hers|they|them|their|theirs)\b|(?<!其)[它他她][们們]?|其(?!他|它|实|實|中)/iu
const goingOn =
  /^(?:and|but|so|what about|how about|what else)\b|^(?:那|那么|那麼|还有|還有|另外)|呢[?？]?$/iu
/** A question of so few words leaves out what it is about: "Why?", "And the tunnel?". */
const fewWords = 3
/** A pronoun behind more than this many words of content points to one of them. */
const fewBefore = 2

/** Whether a question leaves out what it is about, because somebody has just spoken of it. */
export function leansOn(question: string): boolean {
  const text = question.trim()
  if (goingOn.test(text)) return true
  const words = [...new Intl.Segmenter('en', { granularity: 'word' }).segment(text)]
  if (words.filter(({ isWordLike }) => isWordLike).length <= fewWords) return true
  const pronoun = pointing.exec(text)
  if (!pronoun) return false
  const before = text.slice(0, pronoun.index)
  const isNamed = /(?<=\s)\p{Lu}|\d/u.test(before)
  return !isNamed && analyze(before.replaceAll(askingWords, ' '), detectLanguage(text)).length <= fewBefore
}

const askingWords = new RegExp(
  `\\b(?:${asking}|many|much|long|far|does|did|do|is|are|was|were)\\b|${askingChinese}`,
  'giu',
)

/** A question as it is looked for. */
export interface Understood {
  text: string
  /** What it is about without saying so, from an earlier one. */
  subject?: string
  /** Words of which an answer has to hold one: what a question that only goes on ("and the tunnel?") asks about. */
  about?: string
}

/**
 * A question with the subject of an earlier one, as a person would understand it. One that says what kind of answer it
 * wants ("and when?") takes only what the earlier one was about; one that does not ("and the tunnel?") takes that too.
 */
export function inContext(question: string, earlier: string): Understood {
  if (!leansOn(question)) return { text: question }
  const own = question.replace(/[?？\s]+$/, '')
  if (!asks.test(question)) return { text: `${earlier.replace(/[?？\s]+$/, '')}; ${own}?`, about: own }
  return { text: question, subject: earlier.replaceAll(askingWords, ' ').replace(/\s+/g, ' ').trim() }
}
