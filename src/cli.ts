#!/usr/bin/env node
import 'dotenv/config'
import { parseArgs } from 'node:util'
import { cliCommands } from './cli/index.js'
import { sentence } from './cli/texts.js'
import { ConfigError, readConfig, secretsOf } from './config.js'
import { UserError } from './core/errors.js'
import { createLogger } from './ops/logger.js'

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
`
}

async function main(): Promise<void> {
  const { values, positionals } = readArguments()
  const [name = '', ...words] = positionals
  const command = Object.hasOwn(cliCommands, name) ? cliCommands[name] : undefined
  if (values.help || !name) return void process.stdout.write(usage())
  if (!command) throw new ConfigError(`courant: there is no command "${name}".\n\n${usage()}`)
  const limit = Number(values.limit)
  if (!Number.isInteger(limit) || limit < 1)
    throw new ConfigError(`courant: --limit must be a whole number from 1 up, got "${values.limit}".`)

  const database = values.db === undefined ? {} : { DATABASE_FILE: values.db, DATABASE_URL: '' }
  const config = readConfig({ ...process.env, NODE_ENV: '', ...database })
  const log = createLogger(process.env.LOG_LEVEL ? config.logLevel : 'warn', { secrets: secretsOf(config) })
  const { json, file, length, all, user, guild } = values
  const output = await command.run({
    words,
    flags: { json, limit, file, length, all, user, guild },
    config,
    log,
  })
  if (!output) return
  const printed = values.json ? JSON.stringify(output.json, null, 2) : output.text.join('\n')
  process.stdout.write(`${printed}\n`)
  if (output.failed) process.exitCode = 1
}

/** Words such as "-tram" and "-title:bridge" belong to a query: no option of ours begins with one hyphen but -h. */
const excludedWord = /^-[^-]/

function readArguments() {
  const words = process.argv.slice(2)
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
      },
    })
  } catch (error) {
    const [problem] = (error instanceof Error ? error.message : String(error)).split('. ', 1)
    throw new ConfigError(`courant: ${problem}.\n\n${usage()}`)
  }
}

main().catch((error: unknown) => {
  const plain = error instanceof UserError ? sentence(error) : undefined
  const expected = error instanceof Error && /^(config|courant|database): /.test(error.message)
  const detail = error instanceof Error ? (error.stack ?? error.message) : String(error)
  process.stderr.write(`${plain ?? (expected ? error.message : detail)}\n`)
  process.exitCode = 1
})
