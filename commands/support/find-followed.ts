import type { Actor } from '../../src/core/command.js'
import { UserError } from '../../src/core/errors.js'
import type { Deps } from '../../src/services.js'
import { displayAddress } from '../../src/sources/source-address.js'
import type { Source } from '../../src/store/sources.js'

/** A followed source by what a person gave: the id of a suggestion, a title or an address. @throws UserError */
export async function findFollowed(text: string, actor: Actor, deps: Deps): Promise<Source> {
  const sources = await deps.stores.sources.followedBy(actor.guildId)
  const typed = text.trim().toLowerCase()
  const names = (source: Source) => [String(source.id), source.title, source.url, displayAddress(source)]
  const found = sources.find((source) => names(source).some((name) => name.toLowerCase() === typed))
  if (!found) throw new UserError('source.notFollowed', { source: text })
  return found
}
