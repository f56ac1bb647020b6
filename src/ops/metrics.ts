import { Counter, collectDefaultMetrics, Histogram, Registry } from 'prom-client'
import type { Metrics } from '../core/metrics.js'

/** What has been done so far: a watchdog sees from it whether anything is done at all. Times in ms. */
export interface Progress {
  /** Works of this kind that ended. */
  count: number
  lastAt: number | undefined
}

export interface CollectedMetrics extends Metrics {
  registry: Registry
  progress: { readonly reading: Progress; readonly posting: Progress }
}

/** Interactions: Discord shows a failure after three seconds without an answer. */
const answerSeconds = [0.05, 0.1, 0.25, 0.5, 1, 1.5, 2, 3, 5, 10, 30]
/** From a minute to a day: schedules and the rhythm of sources decide, not the program. */
const deliverySeconds = [60, 300, 900, 1800, 3600, 7200, 14_400, 43_200, 86_400]
const workSeconds = [0.01, 0.05, 0.1, 0.5, 1, 5, 10, 30, 60]
const matchSeconds = [0.0001, 0.0005, 0.001, 0.005, 0.01, 0.05]
const waitSeconds = [0.01, 0.1, 0.5, 1, 2, 5, 10, 30]

/** The program's metrics for Prometheus, with those of Node (memory, event-loop delay, handles) beside them. */
export function createMetrics(now: () => number): CollectedMetrics {
  const registry = new Registry()
  // By default a timer fires a hundred times a second; delays that matter are longer than its steps.
  collectDefaultMetrics({ register: registry, eventLoopMonitoringPrecision: 50 })
  const registers = [registry]
  const counter = <Label extends string>(name: string, help: string, labelNames: Label[] = []) =>
    new Counter({ name: `courant_${name}`, help, labelNames, registers })
  const histogram = <Label extends string>(
    name: string,
    help: string,
    buckets: number[],
    labelNames: Label[] = [],
  ) => new Histogram({ name: `courant_${name}`, help, buckets, labelNames, registers })

  const reads = counter('source_reads_total', 'Sources read, by how that ended', ['outcome'])
  const readFailures = counter('source_read_failures_total', 'Sources that could not be read, by problem', [
    'problem',
  ])
  const readTime = histogram('source_read_seconds', 'How long reading a source took', workSeconds)
  const parseErrors = counter(
    'parse_errors_total',
    'Documents that could not be parsed, by kind of document',
    ['document'],
  )
  const parseTime = histogram(
    'parse_seconds',
    'How long parsing a document took, the wait included',
    workSeconds,
  )
  const articles = counter('articles_total', 'Articles stored, new or changed', ['change'])
  const matchTime = histogram(
    'match_seconds',
    'How long matching an article to all topics took',
    matchSeconds,
  )
  const entered = counter('deliveries_entered_total', 'Rows entered in the ledger, by first state', ['state'])
  const slots = counter('slots_total', 'Turns of subscriptions that ended')
  const posts = counter('posts_total', 'Messages sent to channels, by how that ended', ['outcome'])
  const deliveryTime = histogram(
    'delivery_seconds',
    'Age of an article when it was posted, since it was published or since it was stored',
    deliverySeconds,
    ['since'],
  )
  const answers = histogram('interaction_seconds', 'How long people waited for an answer', answerSeconds, [
    'kind',
    'name',
    'outcome',
  ])
  const waits = histogram(
    'request_wait_seconds',
    'How long requests to Discord waited for their turn',
    waitSeconds,
  )
  const limits = counter('rate_limits_total', 'Rate limits of Discord that requests ran into, by scope', [
    'scope',
  ])
  const limitTime = counter('rate_limit_seconds_total', 'How long Discord asked to wait, by scope', ['scope'])

  const progress = {
    reading: { count: 0, lastAt: undefined as number | undefined },
    posting: { count: 0, lastAt: undefined as number | undefined },
  }
  const advance = (kind: keyof typeof progress) => {
    progress[kind].count++
    progress[kind].lastAt = now()
  }

  return {
    registry,
    progress,
    sourceRead(outcome, ms, problem) {
      reads.inc({ outcome })
      if (problem !== undefined) readFailures.inc({ problem })
      readTime.observe(ms / 1000)
      advance('reading')
    },
    documentParsed(job, isGood, ms) {
      if (!isGood) parseErrors.inc({ document: job })
      parseTime.observe(ms / 1000)
    },
    articleStored(change) {
      articles.inc({ change })
      // A folder of many thousand articles is one long reading.
      advance('reading')
    },
    topicsMatched: (ms) => matchTime.observe(ms / 1000),
    deliveriesEntered: (state, count) => entered.inc({ state }, count),
    slotEnded() {
      slots.inc()
      advance('posting')
    },
    postEnded(outcome) {
      posts.inc({ outcome })
      advance('posting')
    },
    articlePosted({ published, stored }) {
      if (published !== null) deliveryTime.observe({ since: 'published' }, Math.max(0, published / 1000))
      deliveryTime.observe({ since: 'stored' }, Math.max(0, stored / 1000))
    },
    interactionAnswered: ({ kind, name }, outcome, ms) => answers.observe({ kind, name, outcome }, ms / 1000),
    requestWaited: (ms) => waits.observe(ms / 1000),
    rateLimited(scope, ms) {
      limits.inc({ scope })
      limitTime.inc({ scope }, ms / 1000)
    },
  }
}
