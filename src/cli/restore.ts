import { ConfigError } from '../config.js'
import { UserError } from '../core/errors.js'
import { restore } from '../ops/backup.js'
import type { Call, CliCommand, Output } from './command.js'

export const restoreCommand: CliCommand = {
  help: { 'restore FILE': 'put a backup in the place of the database; what was there is kept beside it' },
  run: restoreBackup,
}

async function restoreBackup({ words: [file], config: { database } }: Call): Promise<Output> {
  if (file === undefined) throw new UserError('cli.missing', { what: 'FILE', command: 'restore' })
  if ('url' in database)
    throw new ConfigError(
      'courant: the data is in PostgreSQL, which has a tool of its own for this. Stop the bot, then write: ' +
        `pg_restore --clean --if-exists --dbname="$DATABASE_URL" ${file}`,
    )
  const before = await restore(file, database.file, Date.now())
  return {
    json: { database: database.file, before },
    text: [
      `${database.file} is what ${file} was.`,
      ...(before === null ? [] : [`What was there before is ${before}.`]),
    ],
  }
}
