import { detectLanguage } from '../core/language.js'
import { analyze } from '../search/text/analyze.js'

/** More are an interrogation. */
const maxParts = 4
/** A longer text is not a set of questions. */
const longestSet = 600
const asking = 'how|when|who|whom|whose|where|why|what|which'
const askingChinese = '谁|誰|什么|什麼|何时|何時|多少|几|幾|哪|为什么|為什麼|为何|為何|怎么|怎麼|如何'
const boundary = new RegExp(
  `[?？]+\\s*|[;；]\\s*|,?\\s+(?:and|but|or)\\s+(?=(?:${asking})\\b)|[，,](?=[^，,]*(?:${askingChinese}))`,
  'iu',
)
const asks = new RegExp(`\\b(?:${asking})\\b|${askingChinese}`, 'iu')

/** The questions in a question, in order: "When was it opened, and who built it?" are two. At least one, at most four. */
export function partsOf(question: string): string[] {
  if (question.length > longestSet) return [question]
  const parts: string[] = []
  for (const piece of question.split(boundary).map((text) => text.trim())) {
    if (piece === '') continue
    const last = parts.at(-1)
    // What asks nothing leads on to what does: "After the storm, when …".
    if (last !== undefined && !asks.test(last)) parts[parts.length - 1] = `${last}, ${piece}`
    else if (last !== undefined && !asks.test(piece)) parts[parts.length - 1] = `${last}; ${piece}`
    else parts.push(piece)
  }
  const distinct = [...new Map(parts.map((part) => [part.toLowerCase(), part])).values()]
  return distinct.length > 1 && distinct.length <= maxParts ? distinct : [question]
}

const pointing =
  /\b(?:it|its|he|him|his|she|her|hers|they|them|their|theirs)\b|(?<!其)[它他她][们們]?|其(?!他|它|实|實|中)/iu
const goingOn =
  /^(?:and|but|so|what about|how about|what else)\b|^(?:那|那么|那麼|还有|還有|另外)|呢[?？]?$/iu
/** A question of so few words leaves out what it is about: "Why?", "Who pays?". */
const fewWords = 3
/** It does not when it asks for a thing by name: "How many seals?", "Which city?". */
const asksForThing = /^(?:how (?:many|much)|which|what|whose)\s+(?!does|do|did|is|are|was|were|one)\p{L}/iu
/** A pronoun behind more than this many words of content points to one of them. */
const fewBefore = 2

/** Whether a question leaves out what it is about, because somebody has just spoken of it. */
export function leansOn(question: string): boolean {
  const text = question.trim()
  if (goingOn.test(text)) return true
  const words = [...new Intl.Segmenter('en', { granularity: 'word' }).segment(text)]
  if (words.filter(({ isWordLike }) => isWordLike).length <= fewWords) return !asksForThing.test(text)
  const pronoun = pointing.exec(text)
  if (!pronoun) return false
  const before = text.slice(0, pronoun.index)
  const isNamed = /(?<=\s)\p{Lu}|\d/u.test(before)
  return !isNamed && analyze(before.replaceAll(askingWords, ' '), detectLanguage(text)).length <= fewBefore
}

const askingWords = new RegExp(
  `\\b(?:${asking}|many|much|long|far|does|did|do|is|are|was|were|will|would|can|tell me|about|list|show me|explain)\\b|${askingChinese}`,
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
 * What the next question may lean on: what this one is about, and with one that leans on an earlier one, what that was
 * about. `earlier` is what this function gave for the question before.
 */
export function subjectOf(question: string, earlier: string | undefined): string {
  if (earlier === undefined || !leansOn(question)) return question
  const [first = ''] = earlier.split('\n')
  return `${first}\n${question}`
}

/**
 * A question with the subject of an earlier one, as a person would understand it. One that says what kind of answer it
 * wants ("and when?") takes only what the earlier one was about; one that does not ("and the tunnel?") takes that too.
 */
export function inContext(question: string, earlier: string): Understood {
  if (!leansOn(question)) return { text: question }
  const own = question.replace(/[?？\s]+$/, '')
  const last = earlier.split('\n').at(-1) ?? ''
  if (!asks.test(question)) return { text: `${last.replace(/[?？\s]+$/, '')}; ${own}?`, about: own }
  return { text: question, subject: earlier.replaceAll(askingWords, ' ').replace(/\s+/g, ' ').trim() }
}
