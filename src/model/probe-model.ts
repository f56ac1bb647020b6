import { Agent, request } from 'undici'
import { z } from 'zod'
import { modelListUrls } from './client/endpoint-urls.js'
import { failureOf } from './client/failure.js'
import { type Probe, probeChat } from './probe-chat.js'
import type { ModelSettings } from './settings.js'

const listSchema = z.object({ data: z.array(z.object({ id: z.string() })) })
/** Of the models that are there when the one that is wanted is not. */
const shown = 5

/**
 * Asks a server for its models, then for a tiny answer, and says what is wrong with the settings: a list alone says
 * nothing of keys without credit, and of models that cannot chat.
 */
export async function probeModel(settings: ModelSettings, timeoutMs: number): Promise<Probe> {
  const listed = await probeList(settings, timeoutMs)
  if (listed && !listed.ok) return listed
  const chat = await probeChat(settings, timeoutMs)
  return chat.ok && listed ? { ok: true, detail: `${listed.detail}, and it answers in JSON` } : chat
}

/** Undefined when it does not list its models, as it need not. */
async function probeList(settings: ModelSettings, timeoutMs: number): Promise<Probe | undefined> {
  const agent = new Agent({ connect: { timeout: timeoutMs } })
  const { host } = new URL(settings.baseUrl)
  try {
    for (const url of modelListUrls(settings.baseUrl)) {
      const answer = await getList(url, settings, agent, timeoutMs)
      if (answer.status !== 404 && answer.status !== 405) return explain(answer, host, settings)
    }
    return undefined
  } catch (error) {
    return explainError(error, host)
  } finally {
    await agent.destroy()
  }
}

interface List {
  status: number
  ids: string[] | undefined
}

async function getList(
  url: string,
  { apiKey }: ModelSettings,
  dispatcher: Agent,
  timeoutMs: number,
): Promise<List> {
  const { statusCode, body } = await request(url, {
    dispatcher,
    headers: { accept: 'application/json', ...(apiKey && { authorization: `Bearer ${apiKey}` }) },
    signal: AbortSignal.timeout(timeoutMs),
  })
  const text = await body.text()
  return { status: statusCode, ids: parseIds(text) }
}

function parseIds(text: string): string[] | undefined {
  try {
    return listSchema.parse(JSON.parse(text)).data.map(({ id }) => id)
  } catch {
    return undefined
  }
}

function explain({ status, ids }: List, host: string, { name }: ModelSettings): Probe {
  if (status === 401 || status === 403)
    return { ok: false, detail: `${host} refuses the key (HTTP ${status}); correct LLM_API_KEY` }
  if (status >= 300 && status < 400)
    return { ok: false, detail: `${host} redirects (HTTP ${status}); set LLM_BASE_URL to where it leads` }
  if (status !== 200) return { ok: false, detail: `${host} answers HTTP ${status}; try again later` }
  if (!ids)
    return {
      ok: false,
      detail: `${host} does not answer like an OpenAI-compatible server; correct LLM_BASE_URL`,
    }
  // Ollama lists "llama3:latest" for what may be called "llama3"; Google "models/x" for "x".
  const isThere = ids.some((id) => id === name || id === `${name}:latest` || id === `models/${name}`)
  if (isThere) return { ok: true, detail: `${host} has ${name}` }
  const others = ids.length > 0 ? ids.slice(0, shown).join(', ') : 'none'
  return { ok: false, detail: `${host} has no model ${name}; set LLM_MODEL to one it has (${others})` }
}

function explainError(error: unknown, host: string): Probe {
  if (error instanceof Error && error.name === 'TimeoutError')
    return { ok: false, detail: `${host} does not answer; check LLM_BASE_URL and whether the server runs` }
  return {
    ok: false,
    detail: `${host}: ${failureOf(error).reason}; check LLM_BASE_URL and whether the server runs`,
  }
}
