import { answers } from './answers.js'
import { delivery } from './delivery.js'
import { discovery } from './discovery.js'
import { explain } from './explain.js'
import { extract } from './extract.js'
import { feeds } from './feeds.js'
import { hostile } from './hostile.js'
import { idle } from './idle.js'
import { indexScale } from './index-scale.js'
import { ledger } from './ledger.js'
import { match } from './match.js'
import { poll } from './poll.js'
import { robots } from './robots.js'
import { scale } from './scale.js'
import { search } from './search.js'
import { simulateScale } from './simulate-scale.js'
import { ssrf } from './ssrf.js'
import { stories } from './stories.js'
import { summaries } from './summaries.js'
import { topics } from './topics.js'

interface Benchmark {
  usage: string
  run(args: string[]): void | Promise<void>
  /** It makes its own data. */
  needsNoPath?: boolean
}

/** Each benchmark prints a table; most measure public data whose path they are given: `npm run bench -- search DIR…`. */
const benchmarks: Record<string, Benchmark> = {
  answers: {
    usage: 'DIR… [--most N] [--json] [--out FILE] (each with docs, queries, qrels and answers.jsonl)',
    run: answers,
  },
  delivery: {
    usage: '[--channels N] [--items N] [--json] [--out FILE]',
    run: delivery,
    needsNoPath: true,
  },
  discovery: { usage: 'FILE [--json] [--out FILE] (addresses and pages with their feeds)', run: discovery },
  explain: {
    usage: '[--servers N] [--sources N] [--articles N] [--topics N] [--ledger N]',
    run: explain,
    needsNoPath: true,
  },
  extract: { usage: 'DIR [--json] [--out FILE] (with expected.json and html/ID.html)', run: extract },
  feeds: {
    usage: 'DIR… [--json] [--out FILE] (with expected.json: checks; without: speed)',
    run: feeds,
  },
  hostile: { usage: '[--json] [--out FILE]', run: hostile, needsNoPath: true },
  idle: { usage: '[--sources N] [--articles N] [--minutes N]', run: idle, needsNoPath: true },
  index: {
    usage: '[--docs N,N] [--engines NAME,NAME] [--json] [--out FILE]',
    run: indexScale,
    needsNoPath: true,
  },
  ledger: { usage: '[--rows N] [--months N]', run: ledger, needsNoPath: true },
  match: { usage: '[--json]', run: match, needsNoPath: true },
  poll: { usage: '[--feeds N] [--rounds N] [--json] [--out FILE]', run: poll, needsNoPath: true },
  robots: { usage: 'FILE [--json] [--out FILE] (robots.txt files with addresses and verdicts)', run: robots },
  scale: {
    usage:
      '[--processes N,N] [--servers N] [--sources N] [--articles N] [--rounds N] [--interactions N] [--apart] [--json]',
    run: scale,
    needsNoPath: true,
  },
  search: {
    usage:
      'DIR… [--only-ours] [--run FILE] [--json] [--out FILE] (each with docs.jsonl, queries.jsonl, qrels.tsv)',
    run: search,
  },
  'simulate-scale': {
    usage: '[--servers N] [--sources N] [--articles N]',
    run: simulateScale,
    needsNoPath: true,
  },
  ssrf: { usage: 'FILE [--json] [--out FILE] (addresses to refuse or to allow)', run: ssrf },
  stories: {
    usage:
      'FILE… [--background FILE] [--json] [--out FILE] (JSON lines of { id, source, title, text, at, story })',
    run: stories,
  },
  summaries: {
    usage: 'FILE… [--json] [--out FILE] (JSON lines of { id, text, summary })',
    run: summaries,
  },
  topics: { usage: 'DIR [--json] [--out FILE] (with docs.jsonl, topics.jsonl, labels.tsv)', run: topics },
}

const [name = '', ...args] = process.argv.slice(2)
const benchmark = benchmarks[name]
if (benchmark && (args.length > 0 || benchmark.needsNoPath)) await benchmark.run(args)
else {
  for (const [known, { usage }] of Object.entries(benchmarks))
    console.error(`npm run bench -- ${known} ${usage}`)
  process.exitCode = 2
}
