import { detectLanguage } from '../core/language.js'
import { splitSentences } from '../core/sentences.js'
import { isFurniture, sentenceEnd } from './boilerplate.js'
import { findCapitalNames, hasCapitalNames, type Mentions } from './find-capital-names.js'
import { findChineseNames } from './find-chinese-names.js'
import { findDates } from './find-dates.js'
import { findFigures } from './find-figures.js'
import { readLines } from './sample-text.js'

/** As they are written in the text, the most mentioned first; what is not known for certain is left out. */
export interface KeyFacts {
  /** People, institutions and places. */
  names: string[]
  dates: string[]
  /** Numbers with their units. */
  figures: string[]
}

const mostNames = 4
const mostDates = 2
const mostFigures = 3
/** A name mentioned once may be anyone's; with several words it is one at least. */
const fewestMentions = 2

/**
 * The most mentioned names, dates and figures of a text, for a line below its summary. Names in languages that write
 * only names with capitals, and in Chinese; better none than wrong ones.
 *
 *     keyFacts(text) // { names: ['Ada Quill', 'Riverton'], dates: ['3 March 2026'], figures: ['40 million euros'] }
 */
export function keyFacts(text: string, options: { language?: string | null } = {}): KeyFacts {
  const lines = readLines(text).filter((line) => !isFurniture(line))
  const prose = lines.join('\n')
  const language = options.language ?? detectLanguage(prose) ?? ''
  const sentences = lines.flatMap(splitSentences).filter((sentence) => sentenceEnd.test(sentence))
  const names = namesOf(sentences, language)
  return {
    names: mostMentioned(names, mostNames, fewestMentions),
    dates: mostMentioned(count(findDates(prose)), mostDates),
    figures: mostMentioned(count(findFigures(prose)), mostFigures),
  }
}

function namesOf(sentences: string[], language: string): Mentions {
  if (language === 'zh') return findChineseNames(sentences)
  return hasCapitalNames(language) ? findCapitalNames(sentences) : new Map()
}

function count(items: readonly string[]): Map<string, number> {
  const counts = new Map<string, number>()
  for (const item of items) {
    const clean = item.replace(/\s+/g, ' ').trim()
    counts.set(clean, (counts.get(clean) ?? 0) + 1)
  }
  return counts
}

/** Of equals what the text mentions first: maps keep the order. */
function mostMentioned(mentions: Mentions, most: number, fewest = 1): string[] {
  const known = [...mentions].filter(([, times]) => times >= fewest)
  return known
    .sort((a, b) => b[1] - a[1])
    .slice(0, most)
    .map(([name]) => name)
}
