/** Why a request brought nothing. What lies with the endpoint for a while is worth a pause; a request of ours is not. */
export type FailureKind =
  | 'unreachable'
  | 'timeout'
  | 'busy'
  | 'forbidden'
  | 'refused'
  | 'fault'
  | 'broken'
  | 'garbled'
  | 'endless'
  | 'redirected'
  | 'cancelled'

export interface Failure {
  kind: FailureKind
  /** A short clause for the log, without secrets. */
  reason: string
  /** When the endpoint said for how long not to call it. */
  retryAfterMs?: number | undefined
}

/** Thrown inside the client only: what leaves it is the failure as a value. */
export class ModelFailure extends Error {
  constructor(readonly failure: Failure) {
    super(failure.reason)
    this.name = 'ModelFailure'
  }
}

export function fail(kind: FailureKind, reason: string, retryAfterMs?: number): never {
  throw new ModelFailure({ kind, reason, retryAfterMs })
}

const timeouts = new Set([
  'UND_ERR_CONNECT_TIMEOUT',
  'UND_ERR_HEADERS_TIMEOUT',
  'UND_ERR_BODY_TIMEOUT',
  'ETIMEDOUT',
])
const unreachable =
  /^(ECONNREFUSED|EHOSTUNREACH|ENETUNREACH|EADDRNOTAVAIL|EACCES|ENOTFOUND|EAI_|CERT_|ERR_TLS|ERR_SSL|EPROTO|UNABLE_TO_|DEPTH_ZERO|SELF_SIGNED)/

/** Whatever was thrown as a failure. Only codes of the system are repeated: messages may hold addresses and headers. */
export function failureOf(error: unknown): Failure {
  if (error instanceof ModelFailure) return error.failure
  const code = codeOf(error)
  if (timeouts.has(code)) return { kind: 'timeout', reason: `no connection in time (${code})` }
  if (unreachable.test(code)) return { kind: 'unreachable', reason: `cannot be reached (${code})` }
  return { kind: 'broken', reason: `the connection broke (${code || 'unknown error'})` }
}

/** Several addresses of one name fail together as an AggregateError, whose first error says why. */
function codeOf(error: unknown): string {
  const inner = error instanceof AggregateError ? error.errors[0] : error
  const code = (inner as NodeJS.ErrnoException | undefined)?.code
  return typeof code === 'string' ? code : ''
}
