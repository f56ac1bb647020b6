import { type Logger, pino } from 'pino'
import pretty from 'pino-pretty'

/** Anything that is a password on Discord's side: bot tokens, and the tokens in interaction and webhook addresses. */
const secrets = [
  /\b[\w-]{23,28}\.[\w-]{6,7}\.[\w-]{27,}\b/g,
  /(\/(?:webhooks|interactions)\/\d+\/)[\w.:-]+/g,
  /(:\/\/[^\s/:@]+:)[^\s/@]+(?=@)/g,
]

/**
 * The program's log: JSON lines, or readable ones on a terminal. Everything goes to standard error, so that commands
 * can print data to standard output; secrets are cut out of the finished line, wherever they were.
 */
export function createLogger(level: string, output: NodeJS.WriteStream = process.stderr): Logger {
  const lines = output.isTTY ? pretty({ destination: output, colorize: true }) : output
  return pino(
    { level, base: null, serializers: { err: serializeError } },
    { write: (line) => lines.write(redact(line)) },
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

/** The text with every secret replaced by "[secret]". */
export function redact(text: string): string {
  return secrets.reduce(
    (clean, pattern) =>
      clean.replace(pattern, (_, kept) => `${typeof kept === 'string' ? kept : ''}[secret]`),
    text,
  )
}
