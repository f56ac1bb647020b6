import type { Actor } from '../../src/core/command.js'
import { UserError } from '../../src/core/errors.js'
import type { Width } from '../../src/search/matching/width.js'
import type { Deps } from '../../src/services.js'
import type { Stores } from '../../src/store/stores.js'
import type { Topic } from '../../src/store/topics.js'
import { checkQuery } from './check-query.js'
import { record } from './record.js'
import { type Place, saveSubscription } from './subscribe.js'

/** Each new article is matched against every topic of its servers; nobody looks through more. */
const maxTopics = 50

/** @throws UserError when a server has as many topics as it can have */
export async function requireRoom(guildId: string, { topics }: Pick<Stores, 'topics'>): Promise<void> {
  if ((await topics.of(guildId)).length >= maxTopics) throw new UserError('topic.tooMany', { max: maxTopics })
}

/** A new topic of the server and, with a place, where it is posted. @throws UserError */
export async function createTopic(
  { name, query, width }: { name: string; query: string; width: Width },
  place: Place | null,
  actor: Actor,
  { stores }: Deps,
): Promise<Topic> {
  checkQuery(query)
  return await stores.transaction(async (within) => {
    await requireRoom(actor.guildId, within)
    const topic = await within.topics.add({
      guild_id: actor.guildId,
      name,
      query,
      width,
      created_by: actor.userId,
      created_at: actor.now,
    })
    if (!topic) throw new UserError('topic.exists', { topic: name })
    await record(actor, within, 'topic.created', { topic: name, query })
    if (place) await saveSubscription(topic, place, actor, within)
    return topic
  })
}
