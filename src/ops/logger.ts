import { type Logger, pino } from 'pino'
import pretty from 'pino-pretty'

/**
 * Anything that is a password: of Discord's bot tokens, the tokens of interactions ("interaction:" in base64) and those in
 * the addresses of interactions and webhooks; of addresses, user names with passwords, and parameters that are named as
 * secrets are; and what is sent as authorization.
 */
const secretPatterns = [
  /\b[\w-]{23,28}\.[\w-]{6,7}\.[\w-]{27,}\b/g,
  /\baW50ZXJhY3Rpb24[\w=-]{20,}/g,
  /(\/(?:webhooks|interactions)\/\d+\/)[\w.:-]+/g,
  /(:\/\/)[^\s/?#"]+(?=@)/g,
  /([?&](?:token|key|api_?key|access_token|auth|secret|password|pass|sig|signature)=)[^&#\s"\\]+/gi,
  /\b(authorization\\?["']?\s*[:=]\s*\\?["']?(?:(?:bot|bearer|basic)\s+)?)[^\s"',\\}]+/gi,
  /\b((?:bearer|basic)\s+)[\w.~+/=-]{8,}/gi,
]

/** What stands for it. */
const hidden = '[secret]'

export interface LoggerOptions {
  output?: NodeJS.WriteStream
  /** Values that are hidden wherever they stand, however they look. */
  secrets?: readonly string[]
}

/**
 * The program's log: JSON lines, or readable ones on a terminal. Everything goes to standard error, so that commands
 * can print data to standard output; secrets are cut out of the finished line, wherever they were.
 */
export function createLogger(
  level: string,
  { output = process.stderr, secrets = [] }: LoggerOptions = {},
): Logger {
  const lines = output.isTTY ? pretty({ destination: output, colorize: true }) : output
  return pino(
    { level, base: null, serializers: { err: serializeError } },
    { write: (line) => lines.write(redact(line, secrets)) },
  )
}

/** Errors of discord.js hold the whole request, its address and body; only what helps to find the fault is kept. */
function serializeError(error: unknown): object {
  if (!(error instanceof Error)) return { message: redact(String(error)) }
  const { name, message, stack, cause } = error
  const code = 'code' in error ? { code: error.code } : {}
  return {
    type: name,
    message: redact(message),
    stack: redact(stack ?? ''),
    ...code,
    ...(cause !== undefined && { cause: serializeError(cause) }),
  }
}

/** The text with everything that looks like a secret, and the values given, replaced by "[secret]". */
export function redact(text: string, secrets: readonly string[] = []): string {
  const known = secrets.reduce((clean, secret) => clean.replaceAll(secret, hidden), text)
  return secretPatterns.reduce(
    (clean, pattern) =>
      clean.replace(pattern, (_, kept) => `${typeof kept === 'string' ? kept : ''}${hidden}`),
    known,
  )
}
