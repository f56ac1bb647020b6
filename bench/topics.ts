import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { z } from 'zod'
import { detectLanguage } from '../src/core/language.js'
import { matches, type PreparedArticle, prepareArticle, widths } from '../src/search/match-topic.js'
import { parseQuery } from '../src/search/query/parse-query.js'
import { type Query, textClauses } from '../src/search/query/query.js'
import { averageF1, f1, type Hits } from './f1.js'
import { readJsonLines, readLines } from './json-lines.js'
import { printTable } from './table.js'

const documents = z.object({ id: z.string(), title: z.string().default(''), text: z.string() })
const topicLines = z.object({ id: z.string(), query: z.string() })

type Rule = (query: Query, article: PreparedArticle) => boolean
const at = { now: 0 }

/** Ours by width, then what is usual elsewhere. */
const rules: Record<string, Rule> = {
  ...Object.fromEntries(
    widths.map((width) => [width, (query, article) => matches(query, article, at, width)] as [string, Rule]),
  ),
  'all words': (query, article) => matches(query, article, at, 'wide'),
  'any word': (query, article) => matches(anyWordOf(query), article, at, 'wide'),
}

interface Row {
  rule: string
  macro: number
  micro: number
  topics: Record<string, Hits & { f1: number }>
}

/** How well stored queries tell what articles are about. `--out` writes what the default width matches. */
export function topics(args: string[]): void {
  const options = { json: { type: 'boolean' }, out: { type: 'string' } } as const
  const { values, positionals } = parseArgs({ args, options, allowPositionals: true })
  const [directory = '.'] = positionals
  const articles = readJsonLines(join(directory, 'docs.jsonl'), documents).map(prepare)
  const asked = readJsonLines(join(directory, 'topics.jsonl'), topicLines)
  const queries = asked.map(({ id, query }) => ({ id, query: parseQuery(query) }))
  const labels = new Set(readLines(join(directory, 'labels.tsv')))
  const found = Object.entries(rules).map(([rule, holds]) => ({
    rule,
    pairs: match(queries, articles, holds),
  }))
  const rows = found.map(({ rule, pairs }) => score(rule, pairs, labels, queries))
  const ours = found.find(({ rule }) => rule === 'normal')
  if (values.out !== undefined)
    writeFileSync(values.out, (ours?.pairs ?? []).map((pair) => `${pair}\n`).join(''))
  if (values.json) console.log(JSON.stringify(rows, null, 1))
  else printRows(rows)
}

function printRows(rows: readonly Row[]): void {
  printTable(
    ['an article is about a topic when it holds', 'macro F1', 'micro F1'],
    rows.map(({ rule, macro, micro }) => [rule, macro.toFixed(3), micro.toFixed(3)]),
  )
  printTable(
    ['normal', 'right', 'wrong', 'missed', 'F1'],
    Object.entries(rows.find(({ rule }) => rule === 'normal')?.topics ?? {}).map(([topic, hits]) => [
      topic,
      ...[hits.right, hits.wrong, hits.missed].map(String),
      hits.f1.toFixed(3),
    ]),
  )
}

function prepare({ id, title, text }: z.infer<typeof documents>) {
  const article = prepareArticle({
    title,
    text,
    kind: 'full',
    language: detectLanguage(`${title}\n${text}`),
    author: null,
    publishedAt: null,
    source: { title: '', url: '' },
  })
  return { id, article }
}

/** `docid\ttopic` of all that match. */
function match(
  queries: readonly { id: string; query: Query }[],
  articles: readonly { id: string; article: PreparedArticle }[],
  holds: Rule,
): string[] {
  return articles.flatMap(({ id, article }) =>
    queries.filter(({ query }) => holds(query, article)).map((topic) => `${id}\t${topic.id}`),
  )
}

function score(
  rule: string,
  pairs: readonly string[],
  labels: ReadonlySet<string>,
  queries: readonly { id: string }[],
): Row {
  const ofTopic = (all: Iterable<string>, id: string) => [...all].filter((pair) => pair.endsWith(`\t${id}`))
  const topics = Object.fromEntries(
    queries.map(({ id }) => {
      const found = ofTopic(pairs, id)
      const right = found.filter((pair) => labels.has(pair)).length
      const hits = { right, wrong: found.length - right, missed: ofTopic(labels, id).length - right }
      return [id, { ...hits, f1: f1(hits) }]
    }),
  )
  return { rule, ...averageF1(Object.values(topics)), topics }
}

function anyWordOf(query: Query): Query {
  return { ...query, clauses: [{ kind: 'any', clauses: textClauses(query) }] }
}
