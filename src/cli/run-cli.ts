import { parseArgs } from 'node:util'
import { ConfigError, readConfig, secretsOf } from '../config.js'
import { UserError } from '../core/errors.js'
import { version } from '../core/version.js'
import { createLogger } from '../ops/logger.js'
import { cliCommands } from './index.js'
import { sentence } from './texts.js'

const column = 20

function usage(): string {
  const lines = Object.values(cliCommands).flatMap(({ help }) =>
    Object.entries(help).flatMap(([form, text]) =>
      text.split('\n').map((line, i) => `  ${(i === 0 ? form : '').padEnd(column - 1)} ${line}`),
    ),
  )
  return `courant COMMAND [--db FILE] [--json]

${lines.join('\n')}

  --db FILE           the database file; DATABASE_FILE or DATABASE_URL otherwise
  --json              nothing but JSON on standard output
  --version           which version this is
`
}

/** Where a command writes; `process` is one. */
export interface Streams {
  stdout: { write(text: string): unknown }
  stderr: { write(text: string): unknown }
}

/** Runs one command line, without the name of the program. Returns its exit code; what goes wrong is on `stderr`. */
export async function runCli(
  args: readonly string[],
  env: Record<string, string | undefined>,
  streams: Streams,
): Promise<number> {
  try {
    return await run(args, env, streams)
  } catch (error) {
    const plain = error instanceof UserError ? sentence(error) : undefined
    const expected = error instanceof Error && /^(config|courant|database): /.test(error.message)
    const detail = error instanceof Error ? (error.stack ?? error.message) : String(error)
    streams.stderr.write(`${plain ?? (expected ? error.message : detail)}\n`)
    return 1
  }
}

async function run(
  args: readonly string[],
  env: Record<string, string | undefined>,
  { stdout }: Streams,
): Promise<number> {
  const { values, positionals } = readArguments(args)
  if (values.version) {
    stdout.write(`${version}\n`)
    return 0
  }
  const [name = '', ...words] = positionals
  const command = Object.hasOwn(cliCommands, name) ? cliCommands[name] : undefined
  if (values.help || !name) {
    stdout.write(usage())
    return 0
  }
  if (!command) throw new ConfigError(`courant: there is no command "${name}".\n\n${usage()}`)
  const limit = Number(values.limit)
  if (!Number.isInteger(limit) || limit < 1)
    throw new ConfigError(`courant: --limit must be a whole number from 1 up, got "${values.limit}".`)

  const database = values.db === undefined ? {} : { DATABASE_FILE: values.db, DATABASE_URL: '' }
  const config = readConfig({ ...env, NODE_ENV: '', ...database })
  const log = createLogger(env.LOG_LEVEL ? config.logLevel : 'warn', { secrets: secretsOf(config) })
  const { json, file, length, all, user, guild } = values
  const output = await command.run({
    words,
    flags: { json, limit, file, length, all, user, guild },
    config,
    log,
  })
  if (!output) return 0
  const printed = values.json ? JSON.stringify(output.json, null, 2) : output.text.join('\n')
  stdout.write(`${printed}\n`)
  return output.failed ? 1 : 0
}

/** Words such as "-tram" and "-title:bridge" belong to a query: no option of ours begins with one hyphen but -h. */
const excludedWord = /^-[^-]/

function readArguments(words: readonly string[]) {
  const args = words.map((word, i) => (excludedWord.test(word) && word !== '-h' ? `word ${i}` : word))
  const parsed = parseKnown(args)
  const positionals = parsed.positionals.map((word) => words[args.indexOf(word)] ?? word)
  return { ...parsed, positionals }
}

function parseKnown(args: string[]) {
  try {
    return parseArgs({
      args,
      allowPositionals: true,
      options: {
        db: { type: 'string' },
        json: { type: 'boolean', default: false },
        limit: { type: 'string', default: '10' },
        file: { type: 'string' },
        length: { type: 'string' },
        all: { type: 'boolean', default: false },
        user: { type: 'string' },
        guild: { type: 'string' },
        help: { type: 'boolean', short: 'h', default: false },
        version: { type: 'boolean', default: false },
      },
    })
  } catch (error) {
    const [problem] = (error instanceof Error ? error.message : String(error)).split('. ', 1)
    throw new ConfigError(`courant: ${problem}.\n\n${usage()}`)
  }
}
