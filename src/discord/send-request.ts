import { DefaultRestOptions, type RESTOptions } from 'discord.js'
import { type Metrics, noMetrics } from '../core/metrics.js'
import type { RequestPacer } from './request-pacer.js'

type SendRequest = RESTOptions['makeRequest']

/**
 * How discord.js sends a request, with files written out as bytes before. It hands Node's own FormData to whichever copy
 * of undici was loaded first, and that of the fetcher does not know it: "action is not a function".
 */
export const sendRequest: SendRequest = async (url, init) => {
  if (!(init.body instanceof FormData)) return await DefaultRestOptions.makeRequest(url, init)
  const form = new Response(init.body)
  const headers = { ...init.headers, 'content-type': form.headers.get('content-type') ?? '' }
  return await DefaultRestOptions.makeRequest(url, { ...init, headers, body: await form.arrayBuffer() })
}

interface PacedSendOptions {
  timeoutMs: number
  send?: SendRequest
  metrics?: Metrics
}

/**
 * The same, in turn: no more requests than Discord takes. Those about interactions do not count there, and people wait
 * for them. The time-out begins when a request is sent, not when it begins to wait, and ends with the last byte.
 */
export function createPacedSend(
  pacer: RequestPacer,
  { timeoutMs, send = sendRequest, metrics = noMetrics }: PacedSendOptions,
): SendRequest {
  async function takeTurn(): Promise<() => void> {
    const asked = performance.now()
    const end = await pacer.turn()
    metrics.requestWaited(performance.now() - asked)
    return end
  }

  return async (url, init) => {
    const end = isAboutInteraction(url) ? () => {} : await takeTurn()
    const timeout = new AbortController()
    const timer = setTimeout(() => timeout.abort(), timeoutMs)
    const signals = init.signal ? [init.signal, timeout.signal] : [timeout.signal]
    try {
      return await readWhole(await send(url, { ...init, signal: AbortSignal.any(signals) }))
    } finally {
      clearTimeout(timer)
      end()
    }
  }
}

const withoutBody = new Set([204, 205, 304])

/** discord.js leaves what it does not need unread, and with each such answer a connection would stay open for good. */
async function readWhole(answer: Awaited<ReturnType<SendRequest>>): Promise<Response> {
  const body = await answer.arrayBuffer()
  const { status, statusText, headers } = answer
  return new Response(withoutBody.has(status) ? null : body, { status, statusText, headers: [...headers] })
}

/** The callback of an interaction, and what is sent with its token: discord.com/developers/docs/topics/rate-limits */
function isAboutInteraction(url: string): boolean {
  return /\/(interactions|webhooks)\/\d+\/./.test(new URL(url).pathname)
}
