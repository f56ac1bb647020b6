import { basename } from 'node:path'
import { z } from 'zod'
import { splitSentences } from '../src/core/sentences.js'
import { summarize } from '../src/summaries/summarize.js'
import { readJsonLines } from './json-lines.js'
import { rouge } from './rouge.js'
import { printTable } from './table.js'

const record = z.object({ text: z.string(), summary: z.string() })

const methods: Record<string, (text: string) => string[]> = {
  courant: (text) => summarize(text).sentences,
  'Lead-3': (text) => splitSentences(text).slice(0, 3),
}

/** ROUGE F1 × 100 of three-sentence summaries against reference summaries. */
export function summaries(files: string[]): void {
  const rows = files.flatMap((file) => {
    const records = readJsonLines(file, record)
    return Object.entries(methods).map(([name, summary]) => [
      `${basename(file)}, ${name}`,
      ...measure(summary, records),
    ])
  })
  printTable(['collection', 'ROUGE-1', 'ROUGE-2', 'ROUGE-L', 'ms/article'], rows)
}

function measure(method: (text: string) => string[], records: z.output<typeof record>[]): string[] {
  const started = performance.now()
  const written = records.map(({ text }) => method(text))
  const ms = (performance.now() - started) / records.length
  const scores = records.map(({ summary }, i) => rouge(written[i] ?? [], splitSentences(summary)))
  const mean = (pick: (score: (typeof scores)[number]) => number) =>
    ((100 * scores.reduce((sum, score) => sum + pick(score), 0)) / records.length).toFixed(1)
  return [mean((s) => s.rouge1), mean((s) => s.rouge2), mean((s) => s.rougeL), ms.toFixed(2)]
}
