import { Agent, type Dispatcher, request as send } from 'undici'
import { estimateTokens } from '../estimate-tokens.js'
import type { ModelSettings } from '../settings.js'
import { type Dialect, firstDialect, planDialect } from './dialect.js'
import { endpointUrls } from './endpoint-urls.js'
import { failWithStatus, isAboutModel, type Refusal } from './explain-status.js'
import { type Failure, fail, failureOf } from './failure.js'
import { readCompletion } from './read-completion.js'
import { type ChatRequest, requestBody } from './request-body.js'
import { createThoughtFilter } from './thought-filter.js'
import { createWatch, type TimeLimits, type Watch } from './watch.js'

export type Endpoint = Pick<ModelSettings, 'baseUrl' | 'name' | 'apiKey'>

/** What to do with an answer while it comes. */
export interface Listener {
  /** Any of them breaks the request off. */
  signals: readonly (AbortSignal | undefined)[]
  /** More of the answer, without what was thought aloud; true when nothing is missing any more. */
  onText(text: string): boolean
  /** What came before was no answer after all. */
  onRestart(): void
}

/** How a request ended. */
export interface Ending {
  failure?: Failure | undefined
  /** As the server counted them, else estimated, with what it read and refused; none when it read nothing. */
  tokens: number
}

/** A connection that takes longer is not worth waiting for, when the whole answer has some seconds. */
const connectMs = 3000
/** Beyond so many corrections a server does not know itself what it wants. */
const maxTries = 8
/** A server that goes on this far beyond the limit it was given does not keep to it. */
const maxExcess = 2
/** For the usage that comes behind the answer. */
const graceMs = 500
/** Of a refusal. */
const maxRefusal = 4096

/**
 * Talks to an OpenAI-compatible server. What it turns out to understand is remembered until the program ends. Nothing
 * is thrown: each request ends with a value.
 */
export function createChatClient(endpoint: Endpoint, limits: TimeLimits, now: () => number) {
  const agent = new Agent({ connect: { timeout: Math.min(connectMs, limits.firstMs) } })
  const urls = endpointUrls(endpoint.baseUrl)
  let dialect = firstDialect

  async function complete(request: ChatRequest, listener: Listener): Promise<Ending> {
    const watch = createWatch(limits, listener.signals)
    const count = { begun: false, refused: 0, reported: undefined as number | undefined, output: 0 }
    let failure: Failure | undefined
    try {
      const answer = await negotiate(request, watch, count)
      count.begun = true
      await listen(answer, request.maxTokens, listener, watch, count)
    } catch (error) {
      const outcome = watch.outcome()
      failure = outcome === 'finished' ? undefined : (outcome ?? failureOf(error))
    } finally {
      watch.end()
    }
    const prompt = request.messages.reduce((sum, { content }) => sum + estimateTokens(content), 0)
    const answered = count.reported ?? (count.begun ? prompt + count.output : 0)
    return { failure, tokens: answered + count.refused * prompt }
  }

  /** Asks until the server understands. */
  async function negotiate(
    request: ChatRequest,
    watch: Watch,
    count: { refused: number },
  ): Promise<Dispatcher.ResponseData> {
    let tried = dialect
    let url: string | undefined
    for (let tries = 0; tries < maxTries; tries++) {
      const asked = url ?? urls[tried.address] ?? ''
      const answer = await post(asked, requestBody(endpoint.name, request, tried), watch)
      if (answer.statusCode < 300) {
        dialect = tried
        return answer
      }
      if (isReadAndRefused(answer.statusCode)) count.refused++
      const moved = locationOf(answer)
      if (moved !== undefined) url = redirectedUrl(asked, moved, answer.statusCode)
      const refusal = await readRefusal(answer)
      if (moved === undefined) tried = nextDialect(tried, refusal)
    }
    return fail('refused', `it refused ${maxTries} forms of the request`)
  }

  function nextDialect(tried: Dialect, refusal: Refusal): Dialect {
    const { status, text } = refusal
    const isElsewhere = (status === 404 || status === 405) && !isAboutModel(text)
    if (isElsewhere && tried.address + 1 < urls.length) return { ...tried, address: tried.address + 1 }
    const isForm = isReadAndRefused(status) || (status >= 500 && /response_?format|json_?schema/i.test(text))
    return (isForm && planDialect(tried, text)) || failWithStatus(refusal, endpoint.apiKey, now())
  }

  async function post(url: string, body: string, { signal }: Watch): Promise<Dispatcher.ResponseData> {
    const answer = await send(url, {
      method: 'POST',
      dispatcher: agent,
      headers: {
        'content-type': 'application/json',
        accept: 'text/event-stream, application/json',
        ...(endpoint.apiKey && { authorization: `Bearer ${endpoint.apiKey}` }),
      },
      body,
      signal,
      // The watch has the time.
      headersTimeout: 0,
      bodyTimeout: 0,
    })
    // One that is dropped unread ends with an error that nobody waits for.
    answer.body.on('error', () => {})
    return answer
  }

  return { complete, close: () => agent.destroy() }
}

interface Count {
  reported: number | undefined
  output: number
}

/** Hands on what comes, and stops what does not end. */
async function listen(
  { body, headers }: Dispatcher.ResponseData,
  maxTokens: number,
  listener: Listener,
  watch: Watch,
  count: Count,
): Promise<void> {
  const filter = createThoughtFilter(() => {
    listener.onRestart()
    watch.goOn()
  })
  await readCompletion(body, String(headers['content-type'] ?? ''), {
    onBytes: watch.touch,
    onPiece({ content, reasoning, tokens }) {
      count.reported = tokens ?? count.reported
      if (content || reasoning) watch.touch()
      count.output += estimateTokens(content + reasoning)
      if (count.output > maxExcess * maxTokens) fail('endless', `more than ${maxExcess * maxTokens} tokens`)
      if (content && listener.onText(filter(content))) watch.finishWithin(graceMs)
    },
  })
}

function isReadAndRefused(status: number): boolean {
  return status === 400 || status === 422
}

function locationOf({ statusCode, headers }: Dispatcher.ResponseData): string | undefined {
  return statusCode < 400 ? String(headers.location ?? '') : undefined
}

/** Only within one origin: another one must see neither the key nor the question. */
function redirectedUrl(from: string, location: string, status: number): string {
  const to = URL.canParse(location, from) ? new URL(location, from) : undefined
  if (to && to.origin === new URL(from).origin && (status === 307 || status === 308)) return to.href
  return fail(
    'redirected',
    `it redirects (HTTP ${status}) to ${to?.origin ?? 'nowhere'}; correct LLM_BASE_URL`,
  )
}

async function readRefusal({ statusCode, headers, body }: Dispatcher.ResponseData): Promise<Refusal> {
  const retryAfter = headers['retry-after']
  let text = ''
  const decoder = new TextDecoder()
  for await (const chunk of body as AsyncIterable<Uint8Array>) {
    text += decoder.decode(chunk, { stream: true })
    if (text.length > maxRefusal) break
  }
  return { status: statusCode, text, retryAfter: Array.isArray(retryAfter) ? retryAfter[0] : retryAfter }
}
