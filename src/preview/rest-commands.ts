import type { APIApplicationCommand } from 'discord-api-types/v10'
import { z } from 'zod'
import { parseBody, refusals } from './api-error.js'
import {
  commandIn,
  commandsIn,
  deleteCommand,
  patchCommand,
  replaceCommands,
  upsertCommand,
} from './commands.js'
import type { RestApp, RestCall, RestContext } from './rest-context.js'

/** Routes that register commands, globally and for the server. */
export function addCommandRoutes(app: RestApp, { state }: RestContext): void {
  const global = '/applications/:application/commands'
  const guild = '/applications/:application/guilds/:guild/commands'

  app.use('/applications/:application/*', async (c, next) => {
    const id = c.req.param('application')
    if (id !== state.applicationId && id !== '@me') throw refusals.missingAccess()
    await next()
  })
  const scopeOf = (c: RestCall) => {
    const scope = c.req.param('guild')
    if (scope !== undefined && !state.guilds.get(scope)?.members.has(state.bot.id))
      throw refusals.missingAccess()
    return scope
  }
  const idOf = (c: RestCall) => c.req.param('command') ?? ''

  for (const path of [global, guild]) {
    app.get(path, (c) =>
      c.json(commandsIn(state, scopeOf(c)).map((it) => listed(it, c.req.query('with_localizations')))),
    )
    app.put(path, (c) =>
      c.json(replaceCommands(state, scopeOf(c), parseBody(z.array(z.unknown()), c.get('body')))),
    )
    app.post(path, (c) => {
      const { command, created } = upsertCommand(state, scopeOf(c), c.get('body'))
      return c.json(command, created ? 201 : 200)
    })
    app.get(`${path}/:command`, (c) => c.json(commandIn(state, scopeOf(c), idOf(c))))
    app.patch(`${path}/:command`, (c) =>
      c.json(patchCommand(state, scopeOf(c), idOf(c), parseBody(z.looseObject({}), c.get('body')))),
    )
    app.delete(`${path}/:command`, (c) => {
      deleteCommand(state, scopeOf(c), idOf(c))
      return c.body(null, 204)
    })
  }
}

/** Lists leave the dictionaries out unless asked; who compares definitions must ask. */
function listed(command: APIApplicationCommand, withLocalizations: string | undefined): object {
  if (['true', 'True', '1'].includes(withLocalizations ?? '')) return command
  const { name_localizations: _, description_localizations: __, ...rest } = command
  return rest
}
