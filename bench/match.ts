import { parseArgs } from 'node:util'
import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import MiniSearch from 'minisearch'
import { matches, type PreparedArticle, prepareArticle } from '../src/search/match-topic.js'
import { createTopicMatcher } from '../src/search/matching/topic-matcher.js'
import { parseQuery } from '../src/search/query/parse-query.js'
import type { Query } from '../src/search/query/query.js'
import { analyze } from '../src/search/text/analyze.js'
import { type MadeArticle, makeArticles } from './made-articles.js'
import { type MadeTopic, makeTopics } from './made-topics.js'
import { printTable } from './table.js'

const sizes = [100, 1000, 10_000, 100_000]
/** Articles that are only read, so that everything is warm and it is known which words are rare. */
const warmUp = 120
const measured = 200
const now = Date.UTC(2026, 10, 2)

interface Row {
  topics: number
  engine: string
  p50Ms: number
  p95Ms: number
  /** How many topics an article fulfils on average. */
  matched: number
  memoryMb?: number
}

/** Answers how many of its topics an article fulfils. `most` is the largest number of topics that is waited for. */
interface Engine {
  create(topics: readonly MadeTopic[]): (article: Analysed) => number
  most: number
  articles: number
}

/** What engines may have before the clock starts: each is measured beside its own reading of the article. */
interface Analysed extends MadeArticle {
  text: string
  lower: string
  terms: Set<string>
  prepared: PreparedArticle
}

const engines: Record<string, Engine> = {
  Courant: { create: matcher, most: 100_000, articles: measured },
  'asking each topic by our rule': { create: loop, most: 10_000, articles: 40 },
  'loop over stem sets': { create: stemSets, most: 100_000, articles: 40 },
  'loop of String.includes': { create: includes, most: 10_000, articles: 20 },
  'loop of regular expressions': { create: regularExpressions, most: 10_000, articles: 10 },
  'MiniSearch of the article': { create: miniSearch, most: 10_000, articles: 5 },
}

/** What one article costs against so many topics, beside the analysis of its text. */
export function match(args: string[]): void {
  const { values } = parseArgs({ args, options: { json: { type: 'boolean' } } })
  const articles = Array.from(makeArticles(warmUp + measured, 7), analyse)
  const rows = sizes.flatMap((size) => {
    const topics = [...makeTopics(size)]
    return Object.entries(engines)
      .filter(([, { most }]) => size <= most)
      .map(([engine, of]) => ({ topics: size, engine, ...measure(of, topics, articles) }))
  })
  if (values.json) console.log(JSON.stringify(rows, null, 1))
  else printRows(rows)
}

function printRows(rows: readonly Row[]): void {
  printTable(
    ['topics, engine', 'CPU ms p50', 'p95', 'matched', 'MB'],
    rows.map(({ topics, engine, p50Ms, p95Ms, matched, memoryMb }) => [
      `${topics}, ${engine}`,
      p50Ms.toFixed(3),
      p95Ms.toFixed(3),
      matched.toFixed(1),
      memoryMb === undefined ? '' : memoryMb.toFixed(1),
    ]),
  )
}

function analyse(made: MadeArticle): Analysed {
  const text = `${made.title}\n${made.text}`
  const prepared = prepareArticle({
    ...made,
    kind: 'full',
    language: 'en',
    author: null,
    publishedAt: now,
    source: { title: 'Herald', url: 'https://herald.test/feed' },
  })
  return { ...made, text, lower: text.toLowerCase(), terms: new Set(prepared.counts.keys()), prepared }
}

function measure({ create, articles: count }: Engine, topics: readonly MadeTopic[], articles: Analysed[]) {
  const before = heapUsed()
  const ask = create(topics)
  const warm = articles.slice(0, Math.min(warmUp, count))
  for (const article of warm) ask(article)
  const memoryMb = create === matcher ? (heapUsed() - before) / 2 ** 20 : undefined
  let matched = 0
  const times = articles.slice(warmUp, warmUp + count).map((article) => {
    const started = process.cpuUsage()
    matched += ask(article)
    const { user, system } = process.cpuUsage(started)
    return (user + system) / 1000
  })
  times.sort((a, b) => a - b)
  return {
    p50Ms: times[Math.floor(times.length * 0.5)] ?? 0,
    p95Ms: times[Math.floor(times.length * 0.95)] ?? 0,
    matched: matched / times.length,
    ...(memoryMb !== undefined && { memoryMb }),
  }
}

setFlagsFromString('--expose-gc')
const collectGarbage: () => void = runInNewContext('gc')

function heapUsed(): number {
  collectGarbage()
  collectGarbage()
  const { heapUsed, arrayBuffers } = process.memoryUsage()
  return heapUsed + arrayBuffers
}

function matcher(topics: readonly MadeTopic[]) {
  const stored = createTopicMatcher<number>()
  for (const [id, { query }] of topics.entries()) stored.add(id, query, 'normal')
  let asked = 0
  return ({ prepared }: Analysed) => {
    // As between the batches of an ingest, on the clock of nobody who waits.
    if (asked++ === warmUp - 1) for (const _ of stored.upkeep(['en']));
    return stored.match(prepared, { now }).length
  }
}

function loop(topics: readonly MadeTopic[]) {
  const queries: Query[] = topics.map(({ query }) => parseQuery(query))
  return ({ prepared }: Analysed) => queries.filter((query) => matches(query, prepared, { now })).length
}

/** Words anywhere, each topic as sets of stems; phrases are only their words. */
function stemSets(topics: readonly MadeTopic[]) {
  const stems = (words: string[]) => words.flatMap((word) => analyze(word, 'en'))
  const asked = topics.map(({ groups, without }) => ({ groups: groups.map(stems), without: stems(without) }))
  return ({ terms }: Analysed) => {
    const has = (term: string) => terms.has(term)
    return asked.filter(
      ({ groups, without }) => groups.some((group) => group.every(has)) && !without.some(has),
    ).length
  }
}

function includes(topics: readonly MadeTopic[]) {
  return ({ lower }: Analysed) => {
    const has = (word: string) => lower.includes(word)
    return topics.filter(
      ({ groups, without }) => groups.some((group) => group.every(has)) && !without.some(has),
    ).length
  }
}

function regularExpressions(topics: readonly MadeTopic[]) {
  const patterns = (words: string[]) => words.map((word) => new RegExp(`\\b${word}\\b`, 'i'))
  const asked = topics.map(({ groups, without }) => ({
    groups: groups.map(patterns),
    without: patterns(without),
  }))
  return ({ text }: Analysed) => {
    const has = (pattern: RegExp) => pattern.test(text)
    return asked.filter(
      ({ groups, without }) => groups.some((group) => group.every(has)) && !without.some(has),
    ).length
  }
}

/** An index of the one article, asked for every topic. */
function miniSearch(topics: readonly MadeTopic[]) {
  return ({ title, text }: Analysed) => {
    const index = new MiniSearch<{ id: number; title: string; text: string }>({ fields: ['title', 'text'] })
    index.add({ id: 1, title, text })
    const has = (words: string[]) => index.search(words.join(' '), { combineWith: 'AND' }).length > 0
    return topics.filter(({ groups, without }) => groups.some(has) && !without.some((word) => has([word])))
      .length
  }
}
