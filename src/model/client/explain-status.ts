import { hideCredentials } from '../../core/text.js'
import { fail } from './failure.js'
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

/** What a server says helps to mend settings; it may repeat the key that it was sent. */
function quoteOf(text: string, apiKey: string | undefined): string {
  const message = /"message"\s*:\s*"((?:[^"\\]|\\.){1,300})/.exec(text)?.[1] ?? ''
  const own = apiKey ? message.replaceAll(apiKey, '[secret]') : message
  const clean = hideCredentials(own)
    .replace(/\b(?:sk|key|gsk|xai)-[\w*.-]+/gi, '[secret]')
    .replace(/[\p{C}\s]+/gu, ' ')
  return clean && `: ${clean.slice(0, 150)}`
}

/** Whether a 404 is about the model and not about the address. */
export function isAboutModel(text: string): boolean {
  return /\bmodel\b/i.test(text) && /"(?:error|message|detail)"/.test(text)
}
