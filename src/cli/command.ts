import { existsSync } from 'node:fs'
import { type Config, ConfigError } from '../config.js'
import type { Log } from '../core/log.js'
import { createServices, type Services } from '../services.js'

/** What a command found: printed as JSON with --json, else as the lines of `text`. */
export interface Output {
  json: unknown
  text: string[]
  /** Exit code 1: the command worked, and what it found is not well. */
  failed?: boolean
}

export interface Flags {
  json: boolean
  limit: number
  file: string | undefined
  length: string | undefined
  all: boolean
  user: string | undefined
  guild: string | undefined
}

/** What a command is given: the words after its name, the options, and the settings. */
export interface Call {
  words: string[]
  flags: Flags
  config: Config
  log: Log
}

/** A command of the command line. */
export interface CliCommand {
  /** How it is written → what it does, with line breaks where the lines of the help end. */
  help: Record<string, string>
  /** Nothing when it has written its output itself. */
  run(call: Call): Promise<Output | undefined>
}

export const inMemory = { file: ':memory:' }

/**
 * Runs what needs services: on the database of the settings, which must be there, unless `place` chooses another.
 */
export function withServices(
  work: (call: Call, services: Services) => Promise<Output>,
  place: (call: Call) => Config['database'] = existing,
): CliCommand['run'] {
  return async (call) => {
    // An operator at the shell may read what the shell's user may read.
    const config = { ...call.config, database: place(call), sourceFolders: ['/'] }
    const services = await createServices(config, call.log)
    try {
      return await work(call, services)
    } finally {
      await services.close()
    }
  }
}

/** The database of the settings. @throws ConfigError when there is none: making one would only hide a mistyped path. */
export function existing({ config: { database } }: Pick<Call, 'config'>): Config['database'] {
  if ('url' in database || existsSync(database.file)) return database
  throw new ConfigError(
    `courant: there is no database at ${database.file}. Make it with courant import, or correct --db.`,
  )
}
