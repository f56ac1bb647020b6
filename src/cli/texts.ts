import type { UserError } from '../core/errors.js'
import { translator } from '../core/i18n.js'

/** Texts of the command line are English. */
export const t = translator('en')

export function sentence(error: UserError): string {
  return t(error.key, error.params)
}

export function isoDate(ms: number | null): string | null {
  return ms === null ? null : new Date(ms).toISOString()
}
