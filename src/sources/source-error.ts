import { UserError } from '../core/errors.js'
import type { MessageKey, MessageParams } from '../core/i18n.js'

/** A source that could not be read, in words a person can act on. `retryAfterMs` is what the server asked for. */
export class SourceError extends UserError {
  constructor(
    key: MessageKey,
    params: MessageParams = {},
    readonly retryAfterMs: number | null = null,
  ) {
    super(key, params)
    this.name = 'SourceError'
  }
}
