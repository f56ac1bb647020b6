import { createServer, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { Registry } from 'prom-client'
import type { Health } from './health.js'

export interface OpsServerOptions {
  host: string
  port: number
  registry: Registry
  /** Undefined while the bot is being started. */
  health(): Promise<Health | undefined>
}

/** No request of these two addresses is longer. */
const requestMs = 10_000

/** Serves `/healthz` and `/metrics`. @throws Error with the remedy when it cannot listen there */
export async function startOpsServer({ host, port, registry, health }: OpsServerOptions) {
  const pages: Record<string, (response: ServerResponse) => Promise<void>> = {
    async '/healthz'(response) {
      const found = (await health()) ?? { ok: false, starting: true }
      response.writeHead(found.ok ? 200 : 503, { 'content-type': 'application/json' })
      response.end(`${JSON.stringify(found, null, 2)}\n`)
    },
    async '/metrics'(response) {
      const text = await registry.metrics()
      response.writeHead(200, { 'content-type': registry.contentType }).end(text)
    },
  }
  const server = createServer(
    { headersTimeout: requestMs, requestTimeout: requestMs },
    (request, response) => {
      response.setHeader('cache-control', 'no-store')
      const page = pages[request.url?.split('?', 1)[0] ?? '']
      if (!page) return void response.writeHead(404).end()
      if (request.method !== 'GET' && request.method !== 'HEAD')
        return void response.writeHead(405, { allow: 'GET, HEAD' }).end()
      page(response).catch(() => {
        if (!response.headersSent) response.writeHead(500)
        response.end()
      })
    },
  )
  server.unref()
  await new Promise<void>((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) => reject(explain(error, host, port)))
    server.listen(port, host, resolve)
  })
  // Broken connections are their own affair.
  server.on('error', () => {})
  return {
    url: `http://${host.includes(':') ? `[${host}]` : host}:${(server.address() as AddressInfo).port}`,
    async close(): Promise<void> {
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
    },
  }
}

function explain(error: NodeJS.ErrnoException, host: string, port: number): Error {
  const reasons: Record<string, string> = {
    EADDRINUSE: `port ${port} is taken. Set METRICS_PORT to another one, or to off.`,
    EADDRNOTAVAIL: `this computer has no address ${host}. Correct METRICS_HOST.`,
    ENOTFOUND: `there is no host ${host}. Correct METRICS_HOST.`,
    EACCES: `port ${port} is not for this user. Set METRICS_PORT to one above 1023.`,
  }
  const reason = reasons[error.code ?? '']
  return reason ? new Error(`metrics: ${reason}`, { cause: error }) : error
}
