import { UserError } from '../../src/core/errors.js'
import { notice } from '../../src/core/notice.js'
import { textOption } from '../../src/core/options.js'
import { escapeMarkdown, truncate } from '../../src/core/text.js'
import { subcommand } from '../../src/services.js'
import { checkQuery } from '../support/check-query.js'
import { findTopic } from '../support/find-topic.js'
import { suggestTopics } from '../support/suggest.js'
import { matchesSoFar } from './matches-so-far.js'
import { widthOption } from './width-option.js'

export const edit = subcommand({
  description: 'Change what a topic watches for; where it is posted stays',
  options: {
    topic: textOption(50).describe('Which topic'),
    query: textOption(1000).describe('The new words').optional(),
    width: widthOption,
  },
  suggest: { topic: suggestTopics },
  async run({ topic: name, query, width }, actor, deps) {
    const topic = await findTopic(name, actor, deps)
    if (query === undefined && width === undefined) throw new UserError('topic.nothingToChange')
    if (query !== undefined) checkQuery(query)
    const changes = { ...(query !== undefined && { query }), ...(width && { width }) }
    await deps.stores.topics.edit(topic.id, changes)
    const changed = { ...topic, ...changes }
    const params = {
      topic: escapeMarkdown(topic.name),
      query: escapeMarkdown(truncate(changed.query, 300)),
      width: changed.width,
    }
    const matches = await matchesSoFar(changed, actor, deps)
    return notice([actor.t('topic.edited', params), ...matches].join('\n'))
  },
})
