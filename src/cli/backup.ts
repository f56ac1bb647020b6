import { ConfigError } from '../config.js'
import { UserError } from '../core/errors.js'
import { backUp } from '../ops/backup.js'
import { type Call, type CliCommand, existing, type Output } from './command.js'

export const backupCommand: CliCommand = {
  help: { 'backup FILE': 'copy the database to a new file, also while the bot is running' },
  run: backup,
}

async function backup(call: Call): Promise<Output> {
  const [file] = call.words
  if (file === undefined) throw new UserError('cli.missing', { what: 'FILE', command: 'backup' })
  const database = existing(call)
  if ('url' in database)
    throw new ConfigError(
      'courant: the data is in PostgreSQL, which has a tool of its own for this. ' +
        `Write: pg_dump --format=custom --file=${file} "$DATABASE_URL"`,
    )
  const bytes = await backUp(database.file, file)
  return { json: { file, bytes }, text: [`${file}: ${(bytes / 1e6).toFixed(1)} MB`] }
}
