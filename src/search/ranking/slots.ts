import { detectLanguage } from '../../core/language.js'
import type { InvertedIndex } from '../index/inverted-index.js'
import { type Clause, type Query, type TextClause, textClauses } from '../query/query.js'
import { prefixOf } from '../query/wanted.js'
import { tokenize } from '../text/analyze.js'
import { rarity } from './rarity.js'

/** A word of a query, with the terms that stand for it in the index: one in each language that stems it in its own way. */
export interface Slot {
  /** Numbers of terms that some article holds. */
  terms: number[]
  /** How often the query says it. */
  count: number
  /** Inverse document frequency. */
  information: number
  /** Not a compound or bigram: it has a place among the words of an article. */
  isWord: boolean
  /** Slots of one group are alternatives: an article that has one of them lacks nothing. */
  group: number
}

/** A language of the articles that are searched, with its share of them. */
export interface LanguageShare {
  language: string
  share: number
}

/** More slots than this add little but time. */
const maxSlots = 64
/** The most common words of a prefix stand for all. */
const maxPrefixTerms = 100
/** Detection guesses for fewer words. */
const fewestDetected = 4

/**
 * The slots of a query that some article can fill; of a very long query those that carry most information. A word that
 * is a function word in the language of the question, or in that of most articles, is none.
 */
export function slotsOf(
  query: Pick<Query, 'clauses'>,
  index: InvertedIndex,
  languages: readonly LanguageShare[],
): Slot[] {
  const asked = languageOf(textClauses(query), languages)
  const slots = new Map<string, Slot>()
  for (const clauses of groupsOf(query.clauses)) {
    const group = slots.size
    for (const clause of clauses)
      for (const { terms, isWord } of clause.prefix
        ? prefixSlot(clause, index)
        : written(clause, languages, asked)) {
        const numbers = terms
          .map((term) => index.dictionary.numberOf(term))
          .filter((number) => isHeld(number, index))
        if (numbers.length === 0) continue
        const key = numbers.join(' ')
        const slot = slots.get(key) ?? {
          terms: numbers,
          count: 0,
          information: informationOf(numbers, index),
          isWord,
          group: clauses.length > 1 ? group : slots.size,
        }
        slot.count++
        slots.set(key, slot)
      }
  }
  const all = [...slots.values()]
  if (all.length <= maxSlots) return all
  return all.sort((a, b) => b.count * b.information - a.count * a.information).slice(0, maxSlots)
}

/** What a query asks for, one after the other; what has several clauses is fulfilled by any of them. */
function groupsOf(clauses: readonly Clause[]): TextClause[][] {
  return clauses.flatMap((clause) => {
    if (clause.kind === 'all') return groupsOf(clause.clauses)
    if (clause.kind === 'must') return groupsOf([clause.clause])
    return [textClauses({ clauses: [clause] })]
  })
}

interface WrittenSlot {
  terms: string[]
  isWord: boolean
}

/** The terms of each place of a clause in all the languages. */
function written(
  { text }: TextClause,
  languages: readonly LanguageShare[],
  asked: string | undefined,
): WrittenSlot[] {
  const places = new Map<string, WrittenSlot & { share: number; isAsked: boolean }>()
  for (const { language, share } of languages)
    for (const { term, start, end, kind } of tokenize(text, language)) {
      const key = `${start} ${end} ${kind}`
      const place = places.get(key) ?? { terms: [], isWord: kind === 'word', share: 0, isAsked: false }
      if (!place.terms.includes(term)) place.terms.push(term)
      place.share += share
      place.isAsked ||= language === asked
      places.set(key, place)
    }
  return [...places.values()].filter(({ share, isAsked }) => (asked === undefined ? share > 0.5 : isAsked))
}

function prefixSlot(clause: TextClause, index: InvertedIndex): WrittenSlot[] {
  const { dictionary, postings } = index
  const prefix = prefixOf(clause)
  if (prefix === '') return []
  const common = index
    .withPrefix(prefix)
    .sort((a, b) => postings.articlesWith(b) - postings.articlesWith(a) || a - b)
    .slice(0, maxPrefixTerms)
  let holders = 0
  const terms: string[] = []
  for (const number of common) {
    // A beginning that most articles hold says nothing, however much of it is read.
    if (holders > index.size) break
    holders += postings.articlesWith(number)
    terms.push(dictionary.termOf(number))
  }
  return [{ terms, isWord: true }]
}

/** Of any of the terms. */
function informationOf(terms: readonly number[], { postings, size }: InvertedIndex): number {
  const holders = terms.reduce((sum, term) => sum + postings.articlesWith(term), 0)
  return rarity(Math.min(size, holders), size)
}

function isHeld(number: number, { postings }: InvertedIndex): boolean {
  return number > 0 && postings.articlesWith(number) > 0
}

/** The language that a question is asked in, if it is one of the articles'. */
function languageOf(clauses: readonly TextClause[], languages: readonly LanguageShare[]): string | undefined {
  if (languages.length < 2) return languages[0]?.language
  const text = clauses.map((clause) => clause.text).join(' ')
  if (text.split(/\s+/, fewestDetected).length < fewestDetected) return undefined
  const detected = detectLanguage(text)
  return languages.find(({ language }) => language === detected)?.language
}
