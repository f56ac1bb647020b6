import { z } from 'zod'
import { hideCredentials } from '../../core/text.js'
import { fail } from './failure.js'
import { hideKey } from './hide-key.js'
import { parseJson } from './parse-json.js'
import { parseRetryAfter } from './retry-after.js'

export interface Refusal {
  status: number
  /** The beginning of what it says. */
  text: string
  retryAfter: string | undefined
}

/** Fails with what a status that cannot be got around means. */
export function failWithStatus(
  { status, text, retryAfter }: Refusal,
  apiKey: string | undefined,
  now: number,
): never {
  if (status === 401 || status === 403)
    fail('forbidden', `the key was refused (HTTP ${status}); correct LLM_API_KEY`)
  if (status === 429 || (status === 503 && retryAfter !== undefined))
    fail('busy', `it is busy (HTTP ${status})`, parseRetryAfter(retryAfter, now))
  if (status >= 500) fail('fault', `it has a fault (HTTP ${status})`)
  fail('refused', `it refuses the request (HTTP ${status}${quoteOf(text, apiKey)})`)
}

/**
 * What a server says helps to mend settings; it may repeat the key that it was sent. It is cut last: half a key is not
 * found any more.
 */
function quoteOf(text: string, apiKey: string | undefined): string {
  const clean = hideCredentials(hideKey(messageOf(text), apiKey))
    .replace(/\b(?:sk|key|gsk|xai)-[\w*.-]+/gi, '[secret]')
    .replace(/[\p{C}\s]+/gu, ' ')
  return clean && `: ${clean.slice(0, 150)}`
}

const errorSchema = z.object({ message: z.string() })
const refusalSchema = z.union([
  z.object({ error: errorSchema }).transform(({ error }) => error.message),
  errorSchema.transform(({ message }) => message),
])

/** The message of a refusal, also of one that was too long to be read to its end. */
function messageOf(text: string): string {
  const { success, data } = refusalSchema.safeParse(parseJson(text))
  if (success) return data
  const begun = /"message"\s*:\s*("(?:[^"\\]|\\.)*)/.exec(text)?.[1]
  const whole = begun === undefined ? '' : parseJson(`${begun}"`)
  return typeof whole === 'string' ? whole : ''
}

/** Whether a 404 is about the model and not about the address. */
export function isAboutModel(text: string): boolean {
  return /\bmodel\b/i.test(text) && /"(?:error|message|detail)"/.test(text)
}
