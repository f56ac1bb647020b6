import { extract } from './extract.js'
import { feeds } from './feeds.js'
import { search } from './search.js'
import { summaries } from './summaries.js'

/** Each benchmark takes paths of public data and prints a table: `npm run bench -- search DIR…`. */
const benchmarks: Record<string, { usage: string; run(paths: string[]): void | Promise<void> }> = {
  extract: { usage: 'DIR [--json] [--out FILE] (with expected.json and html/ID.html)', run: extract },
  feeds: {
    usage: 'DIR… [--json] [--out FILE] (with expected.json: checks; without: speed)',
    run: feeds,
  },
  search: { usage: 'DIR… (each with docs.jsonl, queries.jsonl, qrels.tsv)', run: search },
  summaries: { usage: 'FILE… (JSON lines of { text, summary })', run: summaries },
}

const [name = '', ...paths] = process.argv.slice(2)
const benchmark = benchmarks[name]
if (benchmark && paths.length > 0) await benchmark.run(paths)
else {
  for (const [known, { usage }] of Object.entries(benchmarks))
    console.error(`npm run bench -- ${known} ${usage}`)
  process.exitCode = 2
}
