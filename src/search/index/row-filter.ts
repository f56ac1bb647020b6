import { holdsTopic } from '../matching/holds-topic.js'
import { isLong, openingOf } from '../matching/lead.js'
import type { Region, Regions } from '../matching/prepare-article.js'
import { standTogether } from '../matching/stand-together.js'
import { affordable } from '../query/afford.js'
import { type Condition, compileQuery } from '../query/compile.js'
import { type AskedAt, boundsOf, containsWords, languageCalled } from '../query/filters.js'
import type { Names, StoredQuery } from '../query/names.js'
import type { FilterClause } from '../query/query.js'
import type { Alternative } from '../query/wanted.js'
import type { InvertedIndex } from './inverted-index.js'

export type RowTest = (row: number) => boolean

/** A hundredth of a second for a million entries; two microseconds for each article. */
const limits = { listed: 5_000_000, phrases: 20_000 }
/** Articles that hold these words of a phrase are few enough to be looked into. */
const rarestOfPhrase = 5

/**
 * Which rows a condition lets through. What is required, phrases, `title:`, filters and exclusions decide; plain words
 * only rank. Null when everything is let through.
 */
export function createRowFilter(
  condition: Condition,
  index: InvertedIndex,
  names: Names,
  at: AskedAt,
): RowTest | null {
  const required = requiredOf(condition)
  return required && testFor(required, { index, names, at, left: { ...limits } })
}

interface Context {
  index: InvertedIndex
  names: Names
  at: AskedAt
  /** What one search may still take: entries of lists, and articles in which a phrase is looked for. */
  left: { listed: number; phrases: number }
}

/** The part of a condition that decides. */
function requiredOf(condition: Condition): Condition | null {
  switch (condition.kind) {
    case 'filter':
    case 'not':
      return condition
    case 'prefix':
      return condition.clause.title ? condition : null
    case 'terms':
      return condition.clause.phrase || condition.clause.title ? condition : null
    case 'must':
      return condition.condition
    // "(night tram) OR ferry": who groups words means them to be there together.
    case 'any':
      return condition.conditions.some((part) => part.kind === 'all' || requiredOf(part) !== null)
        ? condition
        : null
    case 'all': {
      const conditions = condition.conditions.flatMap((part) => requiredOf(part) ?? [])
      return conditions.length > 0 ? { kind: 'all', conditions } : null
    }
  }
}

function testFor(condition: Condition, context: Context): RowTest {
  switch (condition.kind) {
    case 'filter':
      return filterTest(condition.filter, context)
    case 'not': {
      const test = testFor(condition.condition, context)
      return (row) => !test(row)
    }
    case 'must':
      return testFor(condition.condition, context)
    case 'all': {
      const tests = [...condition.conditions]
        .sort((a, b) => effortOf(a) - effortOf(b))
        .map((part) => testFor(part, context))
      return (row) => tests.every((test) => test(row))
    }
    case 'any': {
      const tests = anyTests(condition.conditions, context)
      return (row) => tests.some((test) => test(row))
    }
    case 'prefix':
      return holderTest(context.index.withPrefix(condition.prefix), condition.clause.title, context)
    case 'terms': {
      const tests = condition.alternatives.map((each) => termsTest(each, condition.clause.title, context))
      return (row) => tests.some((test) => test(row))
    }
  }
}

/** Filters look at one number, most others at one bit; topics at the article. */
function effortOf(condition: Condition): number {
  if (condition.kind !== 'filter') return 1
  return condition.filter.field === 'topic' ? 2 : 0
}

/** Tests of which one has to pass; words that are looked for anywhere share one. */
function anyTests(conditions: readonly Condition[], context: Context): RowTest[] {
  const words: number[] = []
  const rest = conditions.filter((condition) => {
    if (condition.kind !== 'terms' || condition.clause.title) return true
    if (condition.alternatives.some(({ terms }) => terms.length > 1)) return true
    for (const { terms } of condition.alternatives)
      words.push(...terms.map((term) => context.index.dictionary.numberOf(term)))
    return false
  })
  const tests = rest.map((condition) => testFor(condition, context))
  return words.length === 0 ? tests : [holderTest(words, false, context), ...tests]
}

function termsTest({ terms, adjacent }: Alternative, inTitle: boolean, context: Context): RowTest {
  const { index } = context
  const numbers = terms.map((term) => index.dictionary.numberOf(term))
  if (numbers.includes(0)) return never
  const distinct = [...new Set(numbers)].sort(
    (a, b) => index.postings.articlesWith(a) - index.postings.articlesWith(b),
  )
  const tests = distinct
    .slice(0, adjacent ? rarestOfPhrase : distinct.length)
    .map((number) => holderTest([number], inTitle, context))
  const holdsAll: RowTest = (row) => tests.every((test) => test(row))
  if (!adjacent) return holdsAll
  return (row) => {
    // What is left out then is the rest of a phrase of very common words, or of many phrases.
    if (!holdsAll(row) || context.left.phrases-- <= 0) return false
    const { title, body } = index.sectionsOf(row)
    return countRuns(title, numbers, 1) > 0 || (!inTitle && countRuns(body, numbers, 1) > 0)
  }
}

const never: RowTest = () => false

/** Whether a row holds any of the terms: one bit a row, set by reading their lists once. */
function holderTest(numbers: readonly number[], inTitle: boolean, context: Context): RowTest {
  const { postings, rows } = context.index
  const { left } = context
  const bits = new Uint32Array((rows.end + 31) >>> 5)
  for (const number of numbers) {
    if (left.listed <= 0) break
    const length = postings.read(number)
    left.listed -= length
    for (let i = 0; i < length; i++) {
      const row = postings.rows[i] ?? 0
      if (!inTitle || (postings.titleCounts[i] ?? 0) > 0)
        bits[row >>> 5] = (bits[row >>> 5] ?? 0) | (1 << (row & 31))
    }
  }
  return (row) => ((bits[row >>> 5] ?? 0) & (1 << (row & 31))) !== 0
}

function filterTest(filter: FilterClause, context: Context): RowTest {
  const { index, names, at } = context
  const { rows } = index
  const { field, value } = filter
  switch (field) {
    case 'source': {
      const sources = names.sourcesNamed?.(value) ?? new Set()
      return (row) => sources.has(rows.sourceOf(row))
    }
    case 'everything':
      return () => true
    case 'author': {
      const authors = rows.authorNames.all().map((name) => name !== '' && containsWords(name, value))
      return (row) => authors[rows.authorOf(row)] ?? false
    }
    case 'lang': {
      const language = languageCalled(value)
      return (row) => rows.languageOf(row) === language
    }
    case 'topic': {
      const topic = names.topicNamed?.(value)
      return topic ? topicTest({ ...topic, ...affordable(topic) }, context) : never
    }
    default: {
      const { from, to } = boundsOf(field, value, at)
      return (row) => rows.timeOf(row) >= from && rows.timeOf(row) < to
    }
  }
}

/** The articles that a topic would be posted for: its words anywhere by the lists, then by its own rule. */
function topicTest(topic: StoredQuery, context: Context): RowTest {
  const { index } = context
  // A topic names no other topics.
  const inner: Context = { ...context, names: { ...context.names, topicNamed: () => undefined } }
  const forLanguage = cached((language: string) => {
    const condition = compileQuery(topic, [language])
    return { condition, mayHold: testFor(condition, inner) }
  })
  const testOf = cached((filter: FilterClause) => filterTest(filter, inner))
  const regionsOf = createRegions(index, inner)
  return (row) => {
    const { condition, mayHold } = forLanguage(index.rows.languageOf(row))
    return mayHold(row) && holdsTopic(condition, regionsOf(row), (filter) => testOf(filter)(row), topic.width)
  }
}

/** How often each row holds any of some terms, in its title and in its text. */
interface RowCounts {
  title: Uint8Array
  body: Uint8Array
}

/**
 * Articles as a topic's rule sees them. The lists tell how often a word is in title and text; only what is in the
 * beginning, and phrases, have to be looked up in the article.
 */
function createRegions(index: InvertedIndex, context: Context): (row: number) => Regions {
  const { dictionary, rows } = index
  const numberOf = cached((term: string) => dictionary.numberOf(term))
  const termCounts = cached((term: string) => countRows([numberOf(term)], context))
  const prefixes = cached((prefix: string) => new Set(index.withPrefix(prefix)))
  const prefixCounts = cached((prefix: string) => countRows([...prefixes(prefix)], context))
  /** The article that is asked about: one object serves for all of them. */
  let current = 0

  const counted = (section: 'title' | 'body'): Region => ({
    count: (term) => termCounts(term)[section][current] ?? 0,
    countPrefix: (prefix) => prefixCounts(prefix)[section][current] ?? 0,
    countPhrase(terms, enough) {
      const numbers = terms.map(numberOf)
      if (context.left.phrases-- <= 0) return 0
      return countRuns(index.sectionsOf(current)[section], numbers, enough)
    },
  })
  const beginning = (wordsOf: () => number, joinedOf: () => number): Beginning => {
    let terms: Uint32Array | undefined
    const read = () => {
      terms ??= beginningOf(index, current, wordsOf(), joinedOf())
      return terms
    }
    return {
      forget: () => {
        terms = undefined
      },
      count: (term) => countRuns(read(), [numberOf(term)], 2),
      countPhrase: (terms, enough) => countRuns(read(), terms.map(numberOf), enough),
      countPrefix(prefix) {
        const wanted = prefixes(prefix)
        return read().reduce((sum, number) => sum + (wanted.has(number) ? 1 : 0), 0)
      },
    }
  }
  const lead = beginning(
    () => rows.leadWordsOf(current),
    () => rows.leadJoinedOf(current),
  )
  const opening = beginning(
    () => openingOf(rows.bodyWordsOf(current)),
    () => rows.openingJoinedOf(current),
  )
  const regions: Regions = {
    title: counted('title'),
    lead,
    opening,
    body: counted('body'),
    partial: false,
    long: false,
    together: (terms) =>
      context.left.phrases-- > 0 && standTogether(index.sectionsOf(current).body, terms.map(numberOf)),
  }
  return (row) => {
    current = row
    lead.forget()
    opening.forget()
    regions.partial = rows.isPartial(row)
    regions.long = isLong(rows.bodyWordsOf(row))
    return regions
  }
}

/** A stretch that is read from the article when it is asked for. */
interface Beginning extends Region {
  forget(): void
}

/** The first words of a row, then, behind a 0, its first compounds and bigrams. */
function beginningOf(index: InvertedIndex, row: number, wordCount: number, joinedCount: number): Uint32Array {
  const words = index.beginningOf(row, wordCount + 1).slice()
  if (joinedCount === 0) return words
  return Uint32Array.of(...words, 0, ...index.sectionsOf(row).joinedBody.subarray(0, joinedCount))
}

function countRows(numbers: readonly number[], { index: { postings, rows }, left }: Context): RowCounts {
  const counts = { title: new Uint8Array(rows.end), body: new Uint8Array(rows.end) }
  for (const number of numbers) {
    if (left.listed <= 0) break
    const length = postings.read(number)
    left.listed -= length
    for (let i = 0; i < length; i++) {
      const row = postings.rows[i] ?? 0
      const inTitle = postings.titleCounts[i] ?? 0
      counts.title[row] = Math.min((counts.title[row] ?? 0) + inTitle, 255)
      counts.body[row] = Math.min((counts.body[row] ?? 0) + (postings.counts[i] ?? 0) - inTitle, 255)
    }
  }
  return counts
}

function cached<Key, Value>(make: (key: Key) => Value): (key: Key) => Value {
  const known = new Map<Key, Value>()
  return (key) => {
    const found = known.get(key)
    if (found !== undefined) return found
    const made = make(key)
    known.set(key, made)
    return made
  }
}

/** How often the numbers follow each other, counted up to what is enough. */
function countRuns(numbers: Uint32Array, wanted: readonly number[], enough: number): number {
  // 0 is a term that nobody holds; in a list it only separates.
  if (wanted.includes(0)) return 0
  const [first = 0] = wanted
  let found = 0
  for (let at = numbers.indexOf(first); at >= 0 && found < enough; at = numbers.indexOf(first, at + 1))
    if (wanted.every((number, i) => numbers[at + i] === number)) found++
  return found
}
