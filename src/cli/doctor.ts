import { existsSync } from 'node:fs'
import { runDoctor } from '../ops/doctor.js'
import { type CliCommand, inMemory, withServices } from './command.js'

export const doctorCommand: CliCommand = {
  help: { doctor: 'check settings, database, Discord and sources' },
  run: withServices(
    ({ config }, services) => runDoctor(config, services, Date.now()),
    // A database that is not there yet is reported, not made.
    ({ config: { database } }) => ('url' in database || existsSync(database.file) ? database : inMemory),
  ),
}
