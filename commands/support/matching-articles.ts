import type { Actor } from '../../src/core/command.js'
import { namesAmong } from '../../src/search/query/names.js'
import type { SearchAnswer } from '../../src/search/search-index.js'
import type { Deps } from '../../src/services.js'
import type { Topic } from '../../src/store/topics.js'

/**
 * The articles so far that a topic would have been posted for, the newest first, and of them only those that fit further
 * words such as `after:7d`; undefined while the index is built or when the server follows nothing.
 */
export async function matchingArticles(
  topic: Pick<Topic, 'query' | 'width'>,
  { limit, words = '' }: { limit: number; words?: string },
  { guildId, now }: Actor,
  deps: Deps,
): Promise<SearchAnswer | undefined> {
  const sources = await deps.stores.followers.followedBy(guildId)
  if (sources.length === 0 || !deps.indexComplete()) return undefined
  return deps.index.search(`topic:new ${words}`, {
    ...namesAmong(sources, [{ ...topic, name: 'new' }]),
    sources: new Set(sources.map(({ id }) => id)),
    sort: 'newest',
    limit,
    now,
  })
}
