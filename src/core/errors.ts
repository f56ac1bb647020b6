import type { MessageKey, MessageParams } from './i18n.js'
import { hideCredentials } from './text.js'

/**
 * Something the person can act on. It is shown privately, in their language, as one sentence with the remedy, and is
 * not logged as a fault. Everything else that is thrown is a fault: logged, and shown only as a reference id.
 */
export class UserError extends Error {
  readonly params: MessageParams

  constructor(
    readonly key: MessageKey,
    params: MessageParams = {},
  ) {
    super(`${key} ${JSON.stringify(withoutCredentials(params))}`)
    this.name = 'UserError'
    this.params = withoutCredentials(params)
  }
}

/** What somebody pasted may hold a password; no message repeats it. */
function withoutCredentials(params: MessageParams): MessageParams {
  return Object.fromEntries(
    Object.entries(params).map(([name, value]) => [
      name,
      typeof value === 'string' ? hideCredentials(value) : value,
    ]),
  )
}
