import { notice } from '../../src/core/notice.js'
import { textOption } from '../../src/core/options.js'
import { escapeMarkdown } from '../../src/core/text.js'
import { subcommand } from '../../src/services.js'
import { findTopic } from '../support/find-topic.js'
import { suggestTopics } from '../support/suggest.js'

export const remove = subcommand({
  description: 'Delete a topic and stop posting it',
  options: { topic: textOption(50).describe('Which topic') },
  suggest: { topic: suggestTopics },
  async run({ topic: name }, actor, deps) {
    const topic = await findTopic(name, actor, deps)
    await deps.stores.bin.removeTopic(topic.id, actor.now)
    return notice(actor.t('topic.deleted', { topic: escapeMarkdown(topic.name) }))
  },
})
