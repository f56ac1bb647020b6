import type { Dialect } from './dialect.js'

export interface Message {
  role: 'system' | 'user'
  content: string
}

/** What is asked, apart from how a server wants it said. */
export interface ChatRequest {
  messages: readonly Message[]
  /** JSON Schema of the answer, for servers that keep to one. */
  schema: { name: string; schema: object }
  maxTokens: number
}

/** The body of a request in a server's dialect. */
export function requestBody(model: string, request: ChatRequest, dialect: Dialect): string {
  return JSON.stringify({
    model,
    messages: request.messages,
    stream: true,
    [dialect.limit]: request.maxTokens,
    // Servers have defaults of their own, Ollama 0.8.
    ...(dialect.temperature && { temperature: 0 }),
    ...(dialect.streamUsage && { stream_options: { include_usage: true } }),
    ...responseFormat(request, dialect),
  })
}

function responseFormat({ schema }: ChatRequest, { format }: Dialect): object {
  if (format === 'none') return {}
  if (format === 'json_object') return { response_format: { type: 'json_object' } }
  return { response_format: { type: 'json_schema', json_schema: { ...schema, strict: true } } }
}
