import { ConfigError } from '../config.js'
import { UserError } from '../core/errors.js'
import { forgetGuild } from '../ops/forget.js'
import { openDatabase } from '../store/database.js'
import { createStores } from '../store/stores.js'
import { type Call, type CliCommand, existing, type Output } from './command.js'

export const forgetCommand: CliCommand = {
  help: {
    'forget --user ID': 'delete at once what is stored about a person',
    'forget --guild ID': 'or a server; the bot may be running',
  },
  run: forget,
}

/** Discord's ids have 17 digits and more; anything shorter is a slip, and would be found in other numbers. */
const discordId = /^\d{15,20}$/

async function forget(call: Call): Promise<Output> {
  const { user, guild } = call.flags
  const id = user ?? guild
  if (id === undefined || (user !== undefined && guild !== undefined))
    throw new UserError('cli.missing', { what: '--user ID', command: 'forget' })
  if (!discordId.test(id))
    throw new ConfigError(`courant: "${id}" is not an id of Discord. Copy it with Discord's developer mode.`)
  const database = await openDatabase(existing(call))
  try {
    const stores = createStores(database.db)
    const found =
      user === undefined
        ? { deleted: await forgetGuild(stores, id), anonymised: {} }
        : await stores.people.forget(id)
    const counts = Object.entries(found).flatMap(([what, tables]) =>
      Object.entries(tables).map(([table, count]) => `${what} in ${table}: ${count}`),
    )
    return { json: found, text: counts.length > 0 ? counts : ['Nothing was stored.'] }
  } finally {
    await database.close()
  }
}
