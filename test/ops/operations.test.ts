import { readFileSync } from 'node:fs'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { silentLog } from '../../src/core/log.js'
import { fromRoot } from '../../src/core/root.js'
import { startOperations } from '../../src/ops/operations.js'
import { createTestDeps } from '../support/deps.js'

const place = { host: '127.0.0.1', port: 0, isChosen: true }

describe('what an operator sees', () => {
  let operations: Awaited<ReturnType<typeof startOperations>>
  let services: Awaited<ReturnType<typeof createTestDeps>>['deps']
  const bot = { isConnected: true }
  const url = (path: string) => `${operations.url}${path}`

  beforeEach(async () => {
    services = (await createTestDeps()).deps
    bot.isConnected = true
    operations = await startOperations({ metrics: place, log: silentLog, exit: () => {} })
  })
  afterEach(async () => {
    await operations.stop()
    await services.close()
  })
  const observe = () => operations.observe({ services, isConnected: () => bot.isConnected })

  it('is unhealthy before the bot has started, and healthy after', async () => {
    expect((await fetch(url('/healthz'))).status).toBe(503)
    observe()
    const response = await fetch(url('/healthz'))
    expect(await response.json()).toMatchObject({
      ok: true,
      checks: { gateway: { ok: true }, database: { ok: true, detail: 'writable' } },
      indexComplete: true,
    })
    expect(response.status).toBe(200)
  })

  it('is unhealthy when Discord is not connected', async () => {
    bot.isConnected = false
    observe()
    const response = await fetch(url('/healthz'))
    expect(response.status).toBe(503)
    expect(await response.json()).toMatchObject({ ok: false, checks: { gateway: { ok: false } } })
  })

  it('says why when the database takes nothing', async () => {
    observe()
    await services.close()
    const response = await fetch(url('/healthz'))
    expect(response.status).toBe(503)
    expect(await response.json()).toMatchObject({ checks: { database: { ok: false } } })
    const text = await (await fetch(url('/metrics'))).text()
    expect(text).toContain('courant_database_writable 0')
    expect(text).not.toMatch(/^courant_ledger_open\{/m)
  })

  it('counts what is done, and reads the rest when it is asked', async () => {
    observe()
    const { metrics } = operations
    metrics.sourceRead('failed', 1500, 'source.timeout')
    metrics.documentParsed('feed', false, 10)
    metrics.articlePosted({ published: 120_000, stored: 30_000 })
    metrics.interactionAnswered({ kind: 'command', name: 'search' }, 'done', 80)
    const text = await (await fetch(url('/metrics'))).text()
    expect(text.split('\n')).toEqual(
      expect.arrayContaining([
        'courant_source_reads_total{outcome="failed"} 1',
        'courant_source_read_failures_total{problem="source.timeout"} 1',
        'courant_parse_errors_total{document="feed"} 1',
        'courant_delivery_seconds_sum{since="published"} 120',
        'courant_interaction_seconds_count{kind="command",name="search",outcome="done"} 1',
        'courant_ledger_open{state="pending"} 0',
        'courant_gateway_connected 1',
        'courant_index_complete 1',
      ]),
    )
    expect(text).toMatch(/^nodejs_eventloop_lag_p99_seconds /m)
  })

  it('serves nothing else, and takes nothing in', async () => {
    expect((await fetch(url('/'))).status).toBe(404)
    expect((await fetch(url('/../package.json'))).status).toBe(404)
    expect((await fetch(url('/metrics'), { method: 'POST', body: 'x' })).status).toBe(405)
  })

  it('insists on a port that was chosen, and goes on without where the usual one is taken', async () => {
    const port = Number(new URL(operations.url ?? '').port)
    const start = (isChosen: boolean) =>
      startOperations({ metrics: { ...place, port, isChosen }, log: silentLog, exit: () => {} })
    await expect(start(true)).rejects.toThrow(`metrics: port ${port} is taken. Set METRICS_PORT`)
    const other = await start(false)
    expect(other.url).toBeUndefined()
    await other.stop()
  })

  it('stands on the dashboard under the names that are served', async () => {
    observe()
    const dashboard = readFileSync(fromRoot('docs', 'deploy', 'grafana.json'), 'utf8')
    const used = dashboard.match(/\b(?:courant|nodejs|process)_[a-z0-9_]+/g) ?? []
    const served = await operations.metrics.registry.getMetricsAsJSON()
    const names = served.flatMap(({ name, type }) =>
      String(type) === 'histogram' ? [`${name}_bucket`, `${name}_sum`, `${name}_count`] : name,
    )
    expect([...new Set(used)].filter((name) => !names.includes(name))).toEqual([])
    const own = served.map(({ name }) => name).filter((name) => name.startsWith('courant_'))
    expect(own.filter((name) => !used.some((each) => each.startsWith(name)))).toEqual([])
  })
})
