import { existsSync } from 'node:fs'
import { ConfigError } from '../config.js'
import { UserError } from '../core/errors.js'
import { exportAll } from '../ops/transfer/export-all.js'
import { type OpenDatabase, openDatabase } from '../store/database.js'
import { type Call, type CliCommand, existing, type Output } from './command.js'

export const exportCommand: CliCommand = {
  help: {
    'export --all FILE':
      'everything that is stored, with the secrets of sources, in a form that both\nSQLite and PostgreSQL take in; packed if FILE ends in .gz, - is standard output',
  },
  run: exportDatabase,
}

const standardOutput = '-'

async function exportDatabase(call: Call): Promise<Output | undefined> {
  const [file] = call.words
  if (!call.flags.all) throw new UserError('cli.missing', { what: '--all FILE', command: 'export' })
  if (file === undefined) throw new UserError('cli.missing', { what: 'FILE', command: 'export --all' })
  if (file !== standardOutput && existsSync(file))
    throw new ConfigError(`courant: ${file} is there already; choose another name.`)
  const database = await openDatabase(existing(call))
  try {
    return await writeTo(file, database)
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : ''
    if (!/^E[A-Z]+$/.test(code)) throw error
    const remedy =
      code === 'EEXIST'
        ? `${file}.partial is there: another export writes it, or was stopped; remove it then`
        : 'check the path, the permissions and the space'
    throw new ConfigError(`courant: ${file} cannot be written (${code}); ${remedy}.`)
  } finally {
    await database.close()
  }
}

async function writeTo(file: string, database: OpenDatabase): Promise<Output | undefined> {
  if (file === standardOutput) {
    await exportAll(database, process.stdout)
    return undefined
  }
  const rows = await exportAll(database, file)
  return {
    json: { file, rows },
    text: [`${file}: ${rows} rows. It holds secrets; keep it as you keep passwords.`],
  }
}
