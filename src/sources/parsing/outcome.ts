import { UserError } from '../../core/errors.js'
import { SourceError } from '../source-error.js'

/** How a job ended, as it crosses from one process to another: classes of errors do not survive the way. */
export type Outcome =
  | { value: unknown }
  | ({ refused: 'user' | 'source' } & Pick<SourceError, 'key' | 'params' | 'retryAfterMs'>)
  | { fault: string }

/** Does some work and tells how it ended; nothing is thrown. */
export async function outcomeOf(work: () => Promise<unknown>): Promise<Outcome> {
  try {
    return { value: await work() }
  } catch (error) {
    if (error instanceof UserError) {
      const { key, params } = error
      return error instanceof SourceError
        ? { refused: 'source', key, params, retryAfterMs: error.retryAfterMs }
        : { refused: 'user', key, params, retryAfterMs: null }
    }
    return { fault: error instanceof Error ? (error.stack ?? error.message) : String(error) }
  }
}

/** The value of an outcome. @throws the UserError or SourceError that was thrown over there; an Error for a fault */
export function resultOf(outcome: Outcome): unknown {
  if ('value' in outcome) return outcome.value
  if ('fault' in outcome) throw new Error(`parsing: ${outcome.fault}`)
  const { refused, key, params, retryAfterMs } = outcome
  throw refused === 'source' ? new SourceError(key, params, retryAfterMs) : new UserError(key, params)
}
