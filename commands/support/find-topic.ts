import type { Actor } from '../../src/core/command.js'
import { UserError } from '../../src/core/errors.js'
import type { Deps } from '../../src/services.js'
import type { Topic } from '../../src/store/topics.js'

/** A topic of the server by name, in whatever case. @throws UserError */
export async function findTopic(name: string, actor: Actor, deps: Deps): Promise<Topic> {
  const topic = await deps.stores.topics.byName(actor.guildId, name)
  if (!topic) throw new UserError('topic.unknown', { topic: name })
  return topic
}
