import { setTimeout as sleep } from 'node:timers/promises'
import { RESPONSE_ALREADY_SENT } from '@hono/node-server/utils/response'
import { Hono } from 'hono'
import { ApiError, refusals } from './api-error.js'
import type { LocalFile } from './objects.js'
import type { OpenApi } from './openapi.js'
import { globalRequests } from './rate-limits.js'
import { readBytes } from './read-body.js'
import { addCommandRoutes } from './rest-commands.js'
import type { RestApp, RestCall, RestContext, RestEnv } from './rest-context.js'
import { addGuildRoutes } from './rest-guild.js'
import { addInteractionRoutes } from './rest-interactions.js'
import { addMessageRoutes } from './rest-messages.js'

/** Discord takes 25 MiB per request. */
export const maxBodyBytes = 25 * 1024 * 1024
const prefix = '/api/v10'
/** Requests remembered: plenty for a test, bounded for a preview that runs for days. */
const maxRecords = 10_000

/** One request of the bot. `path` is without `/api/v10` and query, `body` without the files. */
export interface RequestRecord {
  method: string
  path: string
  body: unknown
  status: number
}

/**
 * A trouble to come: `before` the request is processed or `after`. `drop` closes the socket without an answer, `pass`
 * lets the request through.
 */
export interface Fault {
  method: string
  path: RegExp
  when: 'before' | 'after'
  /** What the bot gets instead; a 500 when left out. */
  response?: { status: number; body?: unknown; headers?: Record<string, string> } | 'drop' | 'pass'
  /** How often; once when left out. */
  times?: number
  /** Requests that it leaves alone before. */
  skip?: number
  /** How long a request then stands still, ms. */
  delayMs?: number
  /** Called when a request meets it: whoever kills the bot at that moment does it here. */
  onMeet?(): void
}

export interface RestLog {
  requests: RequestRecord[]
  violations: string[]
  faults: Fault[]
}

/** Discord's REST API at `/api/v10`, as far as bots like this one use it. */
export function createRest(context: RestContext, token: string, log: RestLog, openApi?: OpenApi): RestApp {
  const app = new Hono<RestEnv>().basePath(prefix)
  app.use(record(log))
  app.use(async (c, next) => {
    if (needsToken(c)) {
      if (c.req.header('Authorization') !== `Bot ${token}`) throw refusals.unauthorized()
      const refused = limitGlobally(context, c)
      if (refused) return refused
    }
    await readBody(c)
    log.violations.push(...(openApi?.check(c.req.method, pathOf(c), c.get('body')) ?? []))
    await next()
    return undefined
  })
  addGuildRoutes(app, context)
  addCommandRoutes(app, context)
  addMessageRoutes(app, context)
  addInteractionRoutes(app, context)
  app.all('*', (c) => {
    log.violations.push(`${c.req.method} ${pathOf(c)}: not a route of this local Discord`)
    throw refusals.notFound()
  })
  app.onError((error, c) => {
    if (!(error instanceof ApiError)) {
      log.violations.push(`${c.req.method} ${pathOf(c)}: the local Discord failed: ${error.stack}`)
      return c.json({ code: 0, message: '500: Internal Server Error' }, 500)
    }
    // What Discord's rules refuse is a fault of the bot, also where the API document is silent.
    if (openApi && [50035, 50006].includes(error.code))
      log.violations.push(`${c.req.method} ${pathOf(c)}: ${JSON.stringify(error.body())}`)
    return c.json(error.body(), error.status)
  })
  return app
}

function pathOf(c: RestCall): string {
  return c.req.path.slice(prefix.length)
}

/** Interaction tokens are their own authorization, and the gateway's address is public. */
function needsToken(c: RestCall): boolean {
  const path = pathOf(c)
  return path !== '/gateway' && !/^\/(interactions|webhooks)\/\d+\/interaction-/.test(path)
}

/** Counts against the limit of all requests together; the 429 when it is used up. Only that one speaks of it. */
function limitGlobally({ limiter }: RestContext, c: RestCall): Response | undefined {
  const taken = limiter?.take('global', globalRequests)
  if (!taken?.refused) return undefined
  c.header('Retry-After', taken.headers['Retry-After'])
  c.header('X-RateLimit-Global', 'true')
  c.header('X-RateLimit-Scope', 'global')
  return c.json({ message: 'You are being rate limited.', retry_after: taken.retryAfter, global: true }, 429)
}

/** Notes every request, and puts the planned faults in its way. */
function record(log: RestLog) {
  return async (c: RestCall, next: () => Promise<void>): Promise<void> => {
    c.set('body', undefined)
    c.set('files', [])
    const fault = takeFault(log.faults, c.req.method, pathOf(c))
    if (fault?.when !== 'before') await next()
    else if (fault.response !== 'pass') await readBody(c).catch(() => undefined)
    fault?.onMeet?.()
    if (fault?.delayMs) await sleep(fault.delayMs)
    if (fault?.when === 'before' && fault.response === 'pass') await next()
    const answer = fault && faultyAnswer(c, fault)
    log.requests.push({
      method: c.req.method,
      path: pathOf(c),
      body: c.get('body'),
      status: (answer ?? c.res).status,
    })
    if (log.requests.length > maxRecords) log.requests.shift()
    if (!answer) return
    // Assigning over an answer would merge the headers of both.
    c.res = undefined
    c.res = answer
  }
}

/** The first rule that has this request to meet; those that leave it alone count it. */
function takeFault(faults: Fault[], method: string, path: string): Fault | undefined {
  for (const fault of faults) {
    if (fault.method !== method || !fault.path.test(path)) continue
    if (fault.skip) {
      fault.skip--
      continue
    }
    fault.times = (fault.times ?? 1) - 1
    if (fault.times <= 0) faults.splice(faults.indexOf(fault), 1)
    return fault
  }
  return undefined
}

function faultyAnswer(c: RestCall, { response = { status: 500 } }: Fault): Response | undefined {
  if (response === 'pass') return undefined
  if (response === 'drop') {
    c.env.outgoing.destroy()
    return RESPONSE_ALREADY_SENT
  }
  const { status, body, headers } = response
  const text = body === undefined ? null : JSON.stringify(body)
  return new Response(text, { status, headers: { 'Content-Type': 'application/json', ...headers } })
}

/** Puts the JSON body, or the `payload_json` and files of a form, where the routes find it. */
async function readBody(c: RestCall): Promise<void> {
  const type = c.req.header('Content-Type') ?? ''
  const bytes = await readBytes(c, maxBodyBytes)
  if (type.startsWith('multipart/form-data')) await readForm(c, bytes, type)
  else if (type.startsWith('application/json') && bytes.length > 0) c.set('body', parseJson(decode(bytes)))
}

async function readForm(c: RestCall, bytes: Uint8Array<ArrayBuffer>, type: string): Promise<void> {
  const form = await new Response(bytes, { headers: { 'Content-Type': type } }).formData().catch(() => {
    throw refusals.invalidJson()
  })
  const payload = form.get('payload_json')
  c.set('body', typeof payload === 'string' ? parseJson(payload) : {})
  const parts = [...form.values()].filter((part) => typeof part !== 'string')
  c.set('files', await Promise.all(parts.map(readFile)))
}

function decode(bytes: Uint8Array): string {
  return new TextDecoder().decode(bytes)
}

async function readFile(part: File): Promise<LocalFile> {
  return {
    name: part.name,
    type: part.type || 'application/octet-stream',
    data: new Uint8Array(await part.arrayBuffer()),
  }
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    throw refusals.invalidJson()
  }
}
