import { UserError } from '../../core/errors.js'
import { type Metrics, noMetrics } from '../../core/metrics.js'
import { fromRoot } from '../../core/root.js'
import { SourceError } from '../source-error.js'
import { doJob, type Job, type JobName, type Jobs, jobs } from './jobs.js'
import { type Outcome, resultOf } from './outcome.js'
import { createWorkerPool, OverBudget } from './worker-pool.js'

export interface ParserOptions {
  /** For one document; default 20 s. */
  budgetMs?: number
  /** For the objects made of one document; default 256 MB. */
  maxHeapMb?: number
  metrics?: Metrics
}

type InParser<Job> = Job extends (...input: infer Input) => infer Result
  ? (...input: Input) => Promise<Awaited<Result>>
  : never

/** Every job as a promise. Besides what a job throws itself, it fails when a document is over its budget. */
export type Parser = { readonly [Name in JobName]: InParser<Jobs[Name]> } & {
  /** What is under way fails. */
  close(): Promise<void>
}

/** What is smaller takes 50 ms at worst, a page that is built to be slow; of 8,000 bytes some take seconds. */
const smallBytes = 2000
/** What reads pages takes a quarter of a second to load, 60 ms of it at once on a slow machine: never in the bot itself. */
const inProcesses: ReadonlySet<JobName> = new Set(['page', 'file'])
const workers = 2
/** Ten documents of the largest size that is fetched. */
const maxWaitingBytes = 100_000_000
const idleMs = 30_000

/**
 * Parses small feeds and lists at once, and everything else in processes of their own, bounded in time and memory, so
 * that no document keeps a command waiting or brings the bot down.
 */
export function createParser({
  budgetMs = 20_000,
  maxHeapMb = 256,
  metrics = noMetrics,
}: ParserOptions = {}): Parser {
  const file = fromRoot('dist', 'src', 'sources', 'parsing', 'worker.js')
  const pool = createWorkerPool({ file, size: workers, budgetMs, maxHeapMb, maxWaitingBytes, idleMs })

  async function run(job: Job): Promise<unknown> {
    const started = performance.now()
    let isGood = false
    try {
      const result = await parse(job)
      isGood = true
      return result
    } finally {
      metrics.documentParsed(job.name, isGood, performance.now() - started)
    }
  }

  async function parse(job: Job): Promise<unknown> {
    const { body } = job.input[0]
    const isSmall = body.length <= smallBytes && !isGzip(body)
    if (isSmall && !inProcesses.has(job.name)) return await doJob(job)
    try {
      return resultOf((await pool.ask(job, body.length)) as Outcome)
    } catch (error) {
      throw error instanceof OverBudget ? explain(error, job) : error
    }
  }

  const names = Object.keys(jobs) as JobName[]
  const inParser = names.map((name) => [name, (...input: Job['input']) => run({ name, input })])
  return { ...Object.fromEntries(inParser), close: async () => pool.close() }
}

function isGzip(body: Uint8Array): boolean {
  return body[0] === 0x1f && body[1] === 0x8b
}

function explain({ of }: OverBudget, { input: [{ url }] }: Job): UserError {
  if (url === undefined) return new UserError('source.skipBudget')
  const { host } = new URL(url)
  return new SourceError(of === 'waiting' ? 'source.parseBusy' : 'source.parseBudget', { host })
}
