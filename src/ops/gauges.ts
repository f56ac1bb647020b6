import { Gauge, type Registry } from 'prom-client'
import { version } from '../core/version.js'
import { type WatchedWork, watchedWork } from './plan-watch.js'
import type { VitalsReader } from './vitals.js'

/** Adds what is read from the running bot when somebody asks. What is not known at the moment has no value. */
export function addGauges(registry: Registry, vitals: VitalsReader): void {
  const registers = [registry]
  const gauge = (
    name: string,
    help: string,
    read: (from: Awaited<ReturnType<VitalsReader['read']>>) => number | undefined,
  ) =>
    new Gauge({
      name: `courant_${name}`,
      help,
      registers,
      async collect() {
        const value = read(await vitals.read())
        if (value === undefined) this.remove()
        else this.set(value)
      },
    })

  gauge('gateway_connected', '1 when Discord sends what happens', ({ isConnected }) => Number(isConnected))
  gauge('database_writable', '1 when the database takes what is written', ({ databaseProblem }) =>
    Number(databaseProblem === null),
  )
  gauge('index_articles', 'Articles that can be found', ({ articles }) => articles)
  gauge('index_complete', '0 while the index is built after the start', ({ indexComplete }) =>
    Number(indexComplete),
  )
  gauge('index_age_seconds', 'What was stored before so long can be found', ({ at, indexedUntil }) =>
    indexedUntil === undefined ? undefined : (at - indexedUntil) / 1000,
  )
  new Gauge({
    name: 'courant_ledger_open',
    help: 'Rows of the ledger that wait (pending) or are being sent (claimed); 100000 stands for more',
    labelNames: ['state'],
    registers,
    async collect() {
      const { open } = await vitals.read()
      this.reset()
      for (const [state, count] of Object.entries(open ?? {})) this.set({ state }, count)
    },
  })
  new Gauge({
    name: 'courant_due_seconds',
    help: 'How long what waits longest is due, to be read or to be posted',
    labelNames: ['work'],
    registers,
    async collect() {
      const { at, dueSince } = await vitals.read()
      const seconds = (work: WatchedWork) => Math.max(0, at - (dueSince?.[work] ?? at)) / 1000
      this.reset()
      if (dueSince) for (const work of watchedWork) this.set({ work }, seconds(work))
    },
  })
  new Gauge({
    name: 'courant_info',
    help: 'The version that runs',
    labelNames: ['version'],
    registers,
  }).set({ version }, 1)
}
