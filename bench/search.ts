import { writeFileSync } from 'node:fs'
import { basename, join } from 'node:path'
import { parseArgs } from 'node:util'
import { z } from 'zod'
import { readJsonLines } from './json-lines.js'
import { readJudgements } from './judgements.js'
import { type Relevance, scoreRanking } from './retrieval-metrics.js'
import { searchEngines, type Text } from './search-engines.js'
import { printTable } from './table.js'

const text = z.object({ id: z.string(), title: z.string().default(''), text: z.string() })

interface Collection {
  name: string
  documents: Text[]
  queries: Text[]
  judgements: Map<string, Relevance>
}

interface Row {
  collection: string
  engine: string
  ndcg10: number
  mrr10: number
  recall100: number
  precision1: number
  msPerQuery: number
}

/** How many results of each engine are judged. */
const depth = 100
const ours = 'Courant'

/**
 * Ranking quality on collections with relevance judgements, ours beside the other embedded engines. `--run` writes our
 * rankings as a TREC run file, with the collection before the query's id when there are several.
 */
export async function search(args: string[]): Promise<void> {
  const options = {
    run: { type: 'string' },
    json: { type: 'boolean' },
    out: { type: 'string' },
    'only-ours': { type: 'boolean' },
  } as const
  const { values, positionals } = parseArgs({ args, options, allowPositionals: true })
  const engines = Object.entries(searchEngines).filter(([name]) => name === ours || !values['only-ours'])
  const rows: Row[] = []
  let run: string[] = []
  for (const collection of positionals.map(readCollection))
    for (const [engine, create] of engines) {
      const answer = await create(collection.documents)
      const rankings = new Map<string, string[]>()
      const judged = collection.queries.filter(({ id }) => collection.judgements.has(id))
      const started = performance.now()
      for (const query of judged) rankings.set(query.id, await answer(query.text, depth))
      const msPerQuery = (performance.now() - started) / judged.length
      rows.push({
        collection: collection.name,
        engine,
        ...score(rankings, collection.judgements),
        msPerQuery,
      })
      if (engine === ours)
        run = run.concat(trecLines(rankings, positionals.length > 1 ? `${collection.name}/` : ''))
    }
  if (values.run !== undefined) writeFileSync(values.run, run.join(''))
  if (values.out !== undefined) writeFileSync(values.out, JSON.stringify(rows, null, 1))
  if (values.json) return console.log(JSON.stringify(rows, null, 1))
  printTable(
    ['collection, engine', 'nDCG@10', 'MRR@10', 'Recall@100', 'P@1', 'ms/query'],
    rows.map(({ collection, engine, ndcg10, mrr10, recall100, precision1, msPerQuery }) => [
      `${collection}, ${engine}`,
      ...[ndcg10, mrr10, recall100, precision1].map((value) => value.toFixed(3)),
      msPerQuery.toFixed(2),
    ]),
  )
}

/** Documents whose id comes again are left out: some engines refuse them. */
function readCollection(directory: string): Collection {
  const documents = readJsonLines(join(directory, 'docs.jsonl'), text)
  return {
    name: basename(directory),
    documents: [
      ...new Map(documents.toReversed().map((document) => [document.id, document])).values(),
    ].reverse(),
    queries: readJsonLines(join(directory, 'queries.jsonl'), text),
    judgements: readJudgements(join(directory, 'qrels.tsv')),
  }
}

function score(rankings: ReadonlyMap<string, string[]>, judgements: ReadonlyMap<string, Relevance>) {
  const scores = Array.from(rankings, ([query, ranked]) =>
    scoreRanking(ranked, judgements.get(query) ?? new Map()),
  )
  const mean = (name: keyof (typeof scores)[number]) =>
    scores.reduce((sum, each) => sum + each[name], 0) / scores.length
  return {
    ndcg10: mean('ndcg10'),
    mrr10: mean('mrr10'),
    recall100: mean('recall100'),
    precision1: mean('precision1'),
  }
}

/** `qid Q0 docid rank score tag`; scores only say the order, as trec_eval sorts by them. */
function trecLines(rankings: ReadonlyMap<string, string[]>, prefix: string): string[] {
  return Array.from(rankings).flatMap(([query, ranked]) =>
    ranked.map((id, i) => `${prefix}${query} Q0 ${id} ${i + 1} ${(depth - i).toFixed(1)} courant\n`),
  )
}
