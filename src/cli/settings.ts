import { renderEnvExample, renderSettingsTable } from '../config/describe-settings.js'
import { variables } from '../config/variables.js'
import type { CliCommand } from './command.js'

export const settingsCommand: CliCommand = {
  help: {
    settings: 'every setting and what it is for, as a table',
    'settings --all': 'the same as a file to fill in: .env.example',
  },
  async run({ flags: { all } }) {
    const json = Object.entries(variables).map(([name, { about, must, example }]) => ({
      name,
      about,
      must,
      example,
    }))
    return { json, text: [(all ? renderEnvExample() : renderSettingsTable()).trimEnd()] }
  },
}
