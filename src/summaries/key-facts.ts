import { detectLanguage } from '../core/language.js'
import { splitSentences } from '../core/sentences.js'
import { isFurniture, sentenceEnd } from './boilerplate.js'
import { findCapitalNames, hasCapitalNames, type Mentions } from './find-capital-names.js'
import { findChineseNames } from './find-chinese-names.js'
import { findDates } from './find-dates.js'
import { findFigures } from './find-figures.js'
import { readLines, thin } from './sample-text.js'

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
/** A name mentioned once may be anyone's. */
const fewestMentions = 2
/** With fewer names than these, those of several words that are mentioned once are better than none. */
const enoughNames = 2
/** News dates its matter early; below so many UTF-16 units all of a text is early. */
const beginning = 1 / 3
const shortText = 600

/**
 * The most mentioned names, dates and figures of a text, for a line below its summary. Names in languages that write
 * only names with capitals, and in Chinese; better none than wrong ones.
 *
 *     keyFacts(text) // { names: ['Ada Quill', 'Riverton'], dates: ['3 March 2026'], figures: ['40 million euros'] }
 */
export function keyFacts(text: string, options: { language?: string | null; title?: string } = {}): KeyFacts {
  const lines = readLines(text).filter((line) => !isFurniture(line))
  const prose = lines.join('\n')
  const language = options.language ?? detectLanguage(prose) ?? ''
  const sentences = thin(lines.flatMap(splitSentences)).filter((sentence) => sentenceEnd.test(sentence))
  return {
    names: chooseNames(namesOf(sentences, language, options.title)),
    dates: chooseDates(prose),
    figures: mostMentioned(count(findFigures(prose)), mostFigures),
  }
}

function namesOf(sentences: string[], language: string, title = ''): Mentions {
  if (language === 'zh') return findChineseNames(sentences)
  return hasCapitalNames(language) ? findCapitalNames(sentences, title) : new Map()
}

/** Those mentioned several times; if they are hardly any, also full names that are mentioned once. */
function chooseNames(mentions: Mentions): string[] {
  const usual = mostMentioned(mentions, mostNames, fewestMentions)
  if (usual.length >= enoughNames) return usual
  const full = [...mentions].filter(([name]) => name.includes(' ') || usual.includes(name))
  return mostMentioned(new Map(full), mostNames)
}

/** The date of the matter: one of the beginning, or one that the text comes back to; what is to follow stands at the end. */
function chooseDates(prose: string): string[] {
  const all = findDates(prose)
  const early = findDates(prose.slice(0, Math.max(shortText, prose.length * beginning)))
  const first = count(all.slice(0, early.length))
  const later = [...count(all)].filter(([date, times]) => times > 1 && !first.has(date))
  return [...mostMentioned(first, mostDates), ...mostMentioned(new Map(later), mostDates)].slice(0, mostDates)
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
