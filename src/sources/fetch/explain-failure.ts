import { SourceError } from '../source-error.js'
import { PrivateAddressError } from './address-guard.js'

const nameCodes = new Set(['ENOTFOUND', 'EAI_AGAIN', 'ENODATA', 'EAI_NODATA', 'EAI_FAIL'])
const unreachableCodes = new Set(['ECONNREFUSED', 'EHOSTUNREACH', 'ENETUNREACH', 'EADDRNOTAVAIL', 'EACCES'])
const timeoutCodes = new Set([
  'ETIMEDOUT',
  'UND_ERR_CONNECT_TIMEOUT',
  'UND_ERR_HEADERS_TIMEOUT',
  'UND_ERR_BODY_TIMEOUT',
])
const brokenOffCodes = new Set(['ECONNRESET', 'EPIPE', 'UND_ERR_SOCKET', 'ECONNABORTED', 'UND_ERR_ABORTED'])
/** Answers that are no HTTP, or bodies that stop early or do not decompress. */
const garbledCode = /^(HPE_|Z_|ERR_BROTLI|ERR__?ERROR|ERR_STREAM_PREMATURE|UND_ERR_)/
const tlsCode = /^(CERT_|ERR_TLS|ERR_SSL|EPROTO|UNABLE_TO_|DEPTH_ZERO|SELF_SIGNED|HOSTNAME_MISMATCH)/

/** The sentence for a request that got no complete answer. Faults of our own pass through unchanged. */
export function explainFailure(error: unknown, host: string, timeoutMs: number): unknown {
  if (error instanceof SourceError || !(error instanceof Error)) return error
  if (error instanceof PrivateAddressError)
    return new SourceError('source.privateAddress', { host, address: error.address })
  const code = codeOf(error)
  if (error.name === 'TimeoutError' || timeoutCodes.has(code))
    return new SourceError('source.timeout', { host, seconds: Math.ceil(timeoutMs / 1000) })
  if (nameCodes.has(code)) return new SourceError('source.nameNotFound', { host })
  if (unreachableCodes.has(code)) return new SourceError('source.refused', { host })
  if (brokenOffCodes.has(code)) return new SourceError('source.brokenOff', { host })
  if (tlsCode.test(code)) return new SourceError('source.tls', { host, code })
  if (garbledCode.test(code)) return new SourceError('source.garbled', { host })
  return error
}

/** Several addresses of one name fail together as an AggregateError, whose first error says why. */
function codeOf(error: Error): string {
  const inner = error instanceof AggregateError ? error.errors[0] : error
  const code = (inner as NodeJS.ErrnoException | undefined)?.code
  return typeof code === 'string' ? code : ''
}

/** The sentence for an answer that is neither 200 nor 304. */
export function explainStatus(status: number, host: string, retryAfterMs: number | null): SourceError {
  if (status === 404 || status === 410) return new SourceError('source.gone', { host, status })
  if (status === 401 || status === 403) return new SourceError('source.forbidden', { host, status })
  if (status === 429) return new SourceError('source.busy', { host }, retryAfterMs)
  if (status >= 500) return new SourceError('source.serverFault', { host, status }, retryAfterMs)
  return new SourceError('source.refusedStatus', { host, status }, retryAfterMs)
}
