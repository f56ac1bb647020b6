import { existsSync } from 'node:fs'
import { commands } from '../../commands/index.js'
import { renderCommand } from '../discord/command-json.js'
import { report, runDoctor } from '../ops/doctor.js'
import { openDatabase } from '../store/database.js'
import { createStores } from '../store/stores.js'
import { type Call, type CliCommand, inMemory, type Output } from './command.js'

export const doctorCommand: CliCommand = {
  help: { doctor: 'check settings, database, disk, clock, Discord, channels and sources' },
  run: examine,
}

async function examine({ config }: Call): Promise<Output> {
  const { database: place } = config
  // A database that is not there yet is reported, not made.
  const isThere = 'url' in place || existsSync(place.file)
  const opened = await openDatabase(isThere ? place : inMemory).catch((error: unknown) => {
    if (error instanceof Error && error.message.startsWith('database: ')) return error.message
    throw error
  })
  if (typeof opened === 'string')
    return report([{ name: 'database', ok: false, detail: opened.replace(/^database: /, '') }])
  try {
    const expected = commands
      .flatMap((each) => renderCommand(each))
      .map(({ name, type = 1 }) => ({ name, type }))
    return await runDoctor(config, { stores: createStores(opened.db) }, expected, Date.now)
  } finally {
    await opened.close()
  }
}
