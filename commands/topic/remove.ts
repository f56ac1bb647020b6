import { textOption } from '../../src/core/options.js'
import { subcommand } from '../../src/services.js'
import { findTopic } from '../support/find-topic.js'
import { askRemoval } from '../support/removal.js'
import { suggestTopics } from '../support/suggest.js'

export const remove = subcommand({
  description: 'Delete a topic and stop posting it',
  options: { topic: textOption(50).describe('Which topic') },
  suggest: { topic: suggestTopics },
  async run({ topic: name }, actor, deps) {
    const { id } = await findTopic(name, actor, deps)
    return await askRemoval('topic', id, actor, deps)
  },
})
