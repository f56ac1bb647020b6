import { basename, join } from 'node:path'
import MiniSearch from 'minisearch'
import { z } from 'zod'
import { createSearchIndex } from '../src/search/search-index.js'
import { indexable } from './indexable.js'
import { readJsonLines, readLines } from './json-lines.js'
import { type Relevance, scoreRanking } from './retrieval-metrics.js'
import { printTable } from './table.js'

const text = z.object({ id: z.string(), title: z.string().default(''), text: z.string() })
type Text = z.output<typeof text>
type Engine = (query: string) => string[]

/** How many results of each engine are judged. */
const depth = 100

/** Ranking quality of our index and of MiniSearch as it comes, on collections with relevance judgements. */
export function search(directories: string[]): void {
  const rows = directories.flatMap((directory) => {
    const documents = readJsonLines(join(directory, 'docs.jsonl'), text)
    const queries = readJsonLines(join(directory, 'queries.jsonl'), text)
    const judgements = readJudgements(join(directory, 'qrels.tsv'))
    return Object.entries(engines).map(([name, create]) => [
      `${basename(directory)}, ${name}`,
      ...measure(create(documents), queries, judgements),
    ])
  })
  printTable(['collection', 'nDCG@10', 'MRR@10', 'Recall@100', 'P@1', 'ms/query'], rows)
}

const engines: Record<string, (documents: Text[]) => Engine> = {
  courant(documents) {
    const index = createSearchIndex()
    for (const [id, document] of documents.entries()) index.add(indexable(id, document))
    return (query) => index.search(query, { limit: depth }).hits.map(({ id }) => documents[id]?.id ?? '')
  },
  'MiniSearch defaults'(documents) {
    const index = new MiniSearch<Text>({ fields: ['title', 'text'] })
    index.addAll(documents)
    return (query) => index.search(query).map(({ id }) => String(id))
  },
}

function measure(engine: Engine, queries: Text[], judgements: Map<string, Relevance>): string[] {
  const judged = queries.filter(({ id }) => judgements.has(id))
  const started = performance.now()
  const rankings = judged.map((query) => engine(query.text))
  const ms = (performance.now() - started) / judged.length
  const scores = judged.map(({ id }, i) => scoreRanking(rankings[i] ?? [], judgements.get(id) ?? new Map()))
  const mean = (pick: (score: (typeof scores)[number]) => number) =>
    (scores.reduce((sum, score) => sum + pick(score), 0) / judged.length).toFixed(3)
  return [
    mean((score) => score.ndcg10),
    mean((score) => score.mrr10),
    mean((score) => score.recall100),
    mean((score) => score.precision1),
    ms.toFixed(2),
  ]
}

/** Lines of query, document, relevance. */
function readJudgements(path: string): Map<string, Relevance> {
  const judgements = new Map<string, Map<string, number>>()
  for (const line of readLines(path)) {
    const [query = '', document = '', relevance] = line.split('\t')
    const known = judgements.get(query) ?? new Map<string, number>()
    judgements.set(query, known.set(document, Number(relevance)))
  }
  return judgements
}
