import type { MessageKey, MessageParams } from './i18n.js'

/**
 * Something the person can act on. It is shown privately, in their language, as one sentence with the remedy, and is
 * not logged as a fault. Everything else that is thrown is a fault: logged, and shown only as a reference id.
 */
export class UserError extends Error {
  constructor(
    readonly key: MessageKey,
    readonly params: MessageParams = {},
  ) {
    super(`${key} ${JSON.stringify(params)}`)
    this.name = 'UserError'
  }
}
