import type { Actor } from '../../src/core/command.js'
import { namesAmong } from '../../src/search/query/names.js'
import type { Deps } from '../../src/services.js'
import type { Topic } from '../../src/store/topics.js'

/** How many articles the topic would have been posted for; nothing for a server without sources. */
export async function matchesSoFar(
  topic: Pick<Topic, 'query' | 'width'>,
  { guildId, t, now }: Actor,
  deps: Deps,
): Promise<string[]> {
  const sources = await deps.stores.followers.followedBy(guildId)
  if (sources.length === 0 || !deps.indexComplete()) return []
  const { total } = deps.index.search('topic:new', {
    ...namesAmong(sources, [{ name: 'new', ...topic }]),
    sources: new Set(sources.map(({ id }) => id)),
    limit: 0,
    now,
  })
  return [t('topic.matches', { count: total })]
}
