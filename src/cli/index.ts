import { askCommand } from './ask.js'
import { backupCommand } from './backup.js'
import type { CliCommand } from './command.js'
import { doctorCommand } from './doctor.js'
import { exportCommand } from './export.js'
import { feedbackCommand } from './feedback.js'
import { forgetCommand } from './forget.js'
import { importCommand } from './import.js'
import { pollCommand } from './poll.js'
import { restoreCommand } from './restore.js'
import { searchCommand } from './search.js'
import { settingsCommand } from './settings.js'
import { summaryCommand } from './summary.js'

/** Every command by its name, in the order of the help. */
export const cliCommands: Record<string, CliCommand> = {
  import: importCommand,
  search: searchCommand,
  ask: askCommand,
  summary: summaryCommand,
  poll: pollCommand,
  feedback: feedbackCommand,
  backup: backupCommand,
  restore: restoreCommand,
  export: exportCommand,
  forget: forgetCommand,
  doctor: doctorCommand,
  settings: settingsCommand,
}
