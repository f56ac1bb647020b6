import type { Actor } from '../../src/core/command.js'
import type { Deps } from '../../src/services.js'
import type { Topic } from '../../src/store/topics.js'
import { matchingArticles } from './matching-articles.js'

type Wanted = Pick<Topic, 'query' | 'width'>

/** How many articles the topic would have been posted for; nothing for a server without sources. */
export async function matchesSoFar(topic: Wanted, actor: Actor, deps: Deps): Promise<string[]> {
  const found = await matchingArticles(topic, { limit: 0 }, actor, deps)
  return found ? [actor.t('topic.matches', { count: found.total })] : []
}
