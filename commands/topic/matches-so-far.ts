import type { Actor } from '../../src/core/command.js'
import { namesAmong } from '../../src/search/query/names.js'
import type { Deps } from '../../src/services.js'
import type { Topic } from '../../src/store/topics.js'

type Wanted = Pick<Topic, 'query' | 'width'>

/** How many articles the topic would have been posted for; nothing for a server without sources. */
export async function matchesSoFar(topic: Wanted, actor: Actor, deps: Deps): Promise<string[]> {
  const count = await countMatches(topic, '', actor, deps)
  return count === undefined ? [] : [actor.t('topic.matches', { count })]
}

/** The same of those that fit further words, such as `after:7d`; undefined when that cannot be told. */
export async function countMatches(
  { query, width }: Wanted,
  words: string,
  { guildId, now }: Actor,
  deps: Deps,
): Promise<number | undefined> {
  const sources = await deps.stores.followers.followedBy(guildId)
  if (sources.length === 0 || !deps.indexComplete()) return undefined
  const { total } = deps.index.search(`topic:new ${words}`, {
    ...namesAmong(sources, [{ query, width, name: 'new' }]),
    sources: new Set(sources.map(({ id }) => id)),
    limit: 0,
    now,
  })
  return total
}
