import { writeFileSync } from 'node:fs'
import { basename } from 'node:path'
import { parseArgs } from 'node:util'
import { z } from 'zod'
import { splitSentences } from '../src/core/sentences.js'
import { countWords } from '../src/search/text/words.js'
import { summarize } from '../src/summaries/summarize.js'
import { readJsonLines } from './json-lines.js'
import { createLexRank } from './lex-rank.js'
import { rouge } from './rouge.js'
import { printTable } from './table.js'
import { textRank } from './text-rank.js'

const id = z.union([z.string(), z.number()]).transform(String)
const record = z.object({ id: id.default(''), text: z.string(), summary: z.string() })
type Record = z.output<typeof record>
type Method = (text: string) => string[]

interface Result {
  collection: string
  method: string
  articles: number
  /** F1 × 100. */
  rouge1: number
  rouge2: number
  rougeL: number
  words: number
  msPerArticle: number
}

/** ROUGE F1 × 100 of short summaries, and of three sentences by three other methods, against reference summaries. */
export function summaries(args: string[]): void {
  const options = { json: { type: 'boolean' }, out: { type: 'string' } } as const
  const { positionals, values } = parseArgs({ args, allowPositionals: true, options })
  const runs = positionals.map((file) => runAll(basename(file), readJsonLines(file, record)))
  if (values.out !== undefined) writeFileSync(values.out, runs.flatMap(({ lines }) => lines).join(''))
  const results = runs.flatMap(({ results }) => results)
  if (values.json) console.log(JSON.stringify(results))
  else printTable(header, results.map(toRow))
}

const header = ['collection', 'ROUGE-1', 'ROUGE-2', 'ROUGE-L', 'words', 'ms/article']

function toRow(result: Result): string[] {
  const { rouge1, rouge2, rougeL, words, msPerArticle } = result
  const scores = [rouge1, rouge2, rougeL, words].map((score) => score.toFixed(1))
  return [`${result.collection}, ${result.method}`, ...scores, msPerArticle.toFixed(2)]
}

function runAll(collection: string, records: Record[]): { results: Result[]; lines: string[] } {
  const methods: [name: string, method: Method][] = [
    ['courant', (text) => summarize(text).sentences],
    ['Lead-3', (text) => splitSentences(text).slice(0, 3)],
    ['TextRank', (text) => textRank(text)],
    ['LexRank', createLexRank(records.map(({ text }) => text))],
  ]
  const runs = methods.map(([name, method]) => run(name, method, records))
  const [ours] = runs
  return {
    results: runs.map(({ scores }) => ({ collection, articles: records.length, ...scores })),
    lines: records.map(
      ({ id }, i) => `${JSON.stringify({ id, summary: ours?.written[i]?.join('\n') ?? '' })}\n`,
    ),
  }
}

function run(method: string, write: Method, records: Record[]) {
  const started = performance.now()
  const written = records.map(({ text }) => write(text))
  const msPerArticle = (performance.now() - started) / (records.length || 1)
  const all = records.map(({ summary }, i) => rouge(written[i] ?? [], splitSentences(summary)))
  const mean = (values: number[]) => values.reduce((sum, value) => sum + value, 0) / (values.length || 1)
  return {
    written,
    scores: {
      method,
      rouge1: 100 * mean(all.map(({ rouge1 }) => rouge1)),
      rouge2: 100 * mean(all.map(({ rouge2 }) => rouge2)),
      rougeL: 100 * mean(all.map(({ rougeL }) => rougeL)),
      words: mean(written.map((sentences) => countWords(sentences.join(' ')))),
      msPerArticle,
    },
  }
}
