import type { Actor } from '../../src/core/command.js'
import { UserError } from '../../src/core/errors.js'
import { namesSource } from '../../src/search/query/filters.js'
import type { Deps } from '../../src/services.js'
import { displayAddress } from '../../src/sources/source-address.js'
import type { Source } from '../../src/store/sources.js'

/** A followed source by the id in one of the bot's own buttons. @throws UserError when it is followed no more */
export async function followedById(id: number, actor: Actor, deps: Deps): Promise<Source> {
  const followed = await deps.stores.followers.idsFollowedBy(actor.guildId)
  const source = followed.has(id) ? await deps.stores.sources.get(id) : undefined
  if (!source) throw new UserError('source.followedNoMore')
  return source
}

/** A followed source by what a person gave: the id of a suggestion, a title or an address. @throws UserError */
export async function findFollowed(text: string, actor: Actor, deps: Deps): Promise<Source> {
  const sources = await deps.stores.followers.followedBy(actor.guildId)
  const typed = text.trim().toLowerCase()
  // An id comes from the bot's own lists and buttons; a feed that calls itself "7" must not be taken for it.
  const names: ((source: Source) => string)[] = [
    ({ id }) => String(id),
    ({ title }) => title,
    ({ url }) => url,
    displayAddress,
  ]
  const [found] = names.flatMap(
    (name) => sources.find((source) => name(source).toLowerCase() === typed) ?? [],
  )
  const named = sources.filter((source) => namesSource(text, source))
  // A part of a name will do where it can mean only one.
  if (!found && named.length === 1 && named[0]) return named[0]
  if (!found) throw new UserError('source.notFollowed', { source: text })
  return found
}
