/** The database cannot be reached or written just now; the same works again when it is back. */
export class DatabaseUnavailable extends Error {
  override name = 'DatabaseUnavailable'
  /** PostgreSQL's or Node's, where there is one. */
  readonly code: string

  constructor(cause: Error & { code?: unknown }) {
    super(`database: it cannot be reached (${cause.message})`, { cause })
    this.code = String(cause.code ?? '')
  }
}

/** Of PostgreSQL (https://www.postgresql.org/docs/current/errcodes-appendix.html), beside class 08, and of Node. */
const codes = new Set([
  '57P01',
  '57P02',
  '57P03',
  '57P05',
  '53300',
  // After a failover: still connected to what is only a copy now.
  '25006',
  'ECONNREFUSED',
  'ECONNRESET',
  'EPIPE',
  'ETIMEDOUT',
  'ENOTFOUND',
  'EAI_AGAIN',
  'EHOSTUNREACH',
  'ENETUNREACH',
])
/** What pg says without a code. */
const sayings =
  /^(Connection terminated|timeout exceeded when trying to connect|timeout expired|Query read timeout|Client (was closed|has encountered a connection error))/

/** What pg failed with, as `DatabaseUnavailable` when the database is not to be reached; else as it is. */
export function readPostgresFailure(error: unknown): unknown {
  if (!(error instanceof Error)) return error
  const code = 'code' in error ? String(error.code) : ''
  const isIt = code.startsWith('08') || codes.has(code) || sayings.test(error.message)
  return isIt ? new DatabaseUnavailable(error) : error
}
