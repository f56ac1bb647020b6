import { UserError } from '../../core/errors.js'
import { isReservedHeader, settableHeaders } from '../fetch/request-headers.js'

/** "Name: value" as a request header. @throws UserError when it is none, or one that must not be set */
export function parseHeader(text: string): { name: string; value: string } {
  const [, name = '', value = ''] = /^([^\s:]+)\s*:\s*(.+)$/s.exec(text.trim()) ?? []
  if (isReservedHeader(name)) throw new UserError('source.reservedHeader', { name })
  if (value === '' || Object.keys(settableHeaders({ [name]: value })).length === 0)
    throw new UserError('source.badHeader')
  return { name, value }
}
