import { createChatClient } from './client/chat-client.js'
import type { Failure, FailureKind } from './client/failure.js'
import { parseJson } from './client/parse-json.js'
import type { ChatRequest } from './client/request-body.js'
import type { ModelSettings } from './settings.js'

export interface Probe {
  ok: boolean
  /** What was found and, if it is not well, what to do. */
  detail: string
}

/** As small as it can be; some models think a little even about this. */
const request: ChatRequest = {
  messages: [{ role: 'user', content: 'Reply with {} and nothing else.' }],
  schema: {
    name: 'nothing',
    schema: { type: 'object', properties: {}, required: [], additionalProperties: false },
  },
  maxTokens: 200,
}

const checkAddress = 'check LLM_BASE_URL and whether the server runs'
/** What to do about it. */
const remedies: Record<FailureKind, string> = {
  unreachable: checkAddress,
  broken: checkAddress,
  timeout: 'try again if it was loading the model, else set LLM_MODEL to a faster one',
  busy: 'try again later, and see whether your account there has any credit left',
  forbidden: 'correct LLM_API_KEY',
  refused: 'set LLM_MODEL to a model that can chat, or correct LLM_BASE_URL',
  fault: 'try again later',
  garbled: 'correct LLM_BASE_URL',
  endless: 'set LLM_MODEL to one that keeps to max_tokens',
  redirected: 'correct LLM_BASE_URL',
  cancelled: 'try again',
}

/** Asks a model for next to nothing, in the way in which it will be asked for answers. */
export async function probeChat(settings: ModelSettings, timeoutMs: number): Promise<Probe> {
  const { host } = new URL(settings.baseUrl)
  const limits = { wholeMs: timeoutMs, firstMs: timeoutMs, stallMs: timeoutMs }
  const client = createChatClient(settings, limits, Date.now)
  const answer = collectAnswer()
  const { failure } = await client.complete(request, { signals: [], ...answer })
  await client.close()
  if (answer.isJson()) return { ok: true, detail: `${host} answers as ${settings.name}, in JSON` }
  return { ok: false, detail: failure ? explain(failure, host) : noJson(host, settings.name) }
}

/** Collects an answer until there is an object in it. */
function collectAnswer() {
  let text = ''
  const isJson = () => parseJson(/\{[\s\S]*\}/.exec(text)?.[0] ?? '') !== undefined
  return {
    isJson,
    onText(more: string): boolean {
      text += more
      return isJson()
    },
    onRestart() {
      text = ''
    },
  }
}

function explain({ kind, reason }: Failure, host: string): string {
  const remedy = remedies[kind]
  return `${host} does not chat: ${reason}${reason.includes(remedy) ? '' : `; ${remedy}`}`
}

function noJson(host: string, model: string): string {
  return `${host} answers as ${model}, but not in JSON; set LLM_MODEL to one that can`
}
