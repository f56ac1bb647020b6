/** In what a server may differ from OpenAI's protocol. */
export interface Dialect {
  /** Which of the possible addresses. */
  address: number
  format: 'json_schema' | 'json_object' | 'none'
  limit: 'max_tokens' | 'max_completion_tokens'
  temperature: boolean
  /** Ask for the usage at the end of the stream. */
  streamUsage: boolean
}

export const firstDialect: Dialect = {
  address: 0,
  format: 'json_schema',
  limit: 'max_tokens',
  temperature: true,
  streamUsage: true,
}

const nextFormat = { json_schema: 'json_object', json_object: 'none' } as const

/**
 * What to try after a refusal (400, 422), by the field that the server names. Undefined when it names none that could be
 * otherwise: then it means the question, such as a filter of content, and would refuse that in each form.
 */
export function planDialect(tried: Dialect, complaint: string): Dialect | undefined {
  const without: [RegExp, Dialect | undefined][] = [
    [/response_?format|json_?schema|json_?object|structured output|grammar/i, withSimplerFormat(tried)],
    [/max_(?:completion_)?tokens/i, withOtherLimit(tried)],
    [/temperature/i, tried.temperature ? { ...tried, temperature: false } : undefined],
    [/stream_options|include_usage/i, tried.streamUsage ? { ...tried, streamUsage: false } : undefined],
  ]
  return without.find(([pattern, next]) => next && pattern.test(complaint))?.[1]
}

function withSimplerFormat(tried: Dialect): Dialect | undefined {
  return tried.format === 'none' ? undefined : { ...tried, format: nextFormat[tried.format] }
}

/** Only once, from the older name to the newer: a server that refuses both means the number. */
function withOtherLimit(tried: Dialect): Dialect | undefined {
  return tried.limit === 'max_tokens' ? { ...tried, limit: 'max_completion_tokens' } : undefined
}
