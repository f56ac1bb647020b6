import { readLines } from './json-lines.js'
import type { Relevance } from './retrieval-metrics.js'

/** Lines of query, document, relevance: by query. */
export function readJudgements(path: string): Map<string, Relevance> {
  const judgements = new Map<string, Map<string, number>>()
  for (const line of readLines(path)) {
    const [query = '', document = '', relevance] = line.split('\t')
    const known = judgements.get(query) ?? new Map<string, number>()
    judgements.set(query, known.set(document, Number(relevance)))
  }
  return judgements
}
