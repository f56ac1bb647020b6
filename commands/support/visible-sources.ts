import type { Actor } from '../../src/core/command.js'
import { UserError } from '../../src/core/errors.js'
import type { Deps } from '../../src/services.js'

/** The sources whose articles this server may see. @throws UserError when it follows none. */
export async function visibleSources(actor: Actor, deps: Deps): Promise<Set<number>> {
  const sources = await deps.stores.followers.idsFollowedBy(actor.guildId)
  if (sources.size === 0) throw new UserError('source.noneFollowed')
  return sources
}
